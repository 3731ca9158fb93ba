import { hasWords, type Read, readAs, type Token, wordSet } from './question-tokens.ts';
import { type Amount, changeBy } from './read-amount.ts';
import { type Quantity, readQuantity } from './read-figure.ts';

/** Which way a figure is to move. */
export type Direction = 'up' | 'down';

/** A goal as a sentence states it: a verb, what it is done to, and sometimes by how much. */
export interface Goal {
  /** `null` for verbs that say "better" without a way: improve, save. */
  readonly direction: Read<Direction> | null;
  /** `null` where the words are not clear enough. */
  readonly kpi: Read<string> | null;
  /** An amount that stands right behind the verb: "cut 300 hours", "double". */
  readonly amount: Read<Amount> | null;
  readonly start: number;
}

const DOWN_VERBS = wordSet(`
  reduce cut decrease lower shrink minimise minimize shorten halve
  reducing cutting decreasing lowering shrinking minimising minimizing shortening halving`);
const UP_VERBS = wordSet(`
  increase grow raise boost maximise maximize double triple
  increasing growing raising boosting maximising maximizing doubling tripling`);
/** Verbs that say "better" without a way. */
const BETTER_VERBS = wordSet(`
  improve optimise optimize save keep
  improving optimising optimizing saving keeping`);

/** Verbs that say by how much themselves, as percent of what it is today. */
const FACTORS: ReadonlyMap<string, number> = new Map([
  ['halve', 50],
  ['halving', 50],
  ['double', 100],
  ['doubling', 100],
  ['triple', 200],
  ['tripling', 200],
]);

/** Words after which a verb in its plain form states a goal and not what happens: "to reduce", "can we cut", "please lower". */
const BEFORE_A_GOAL = wordSet(`
  to can could should must shall will would may might we i us you please and then also let's lets
  help want goal target idea aim : - – " “ ' . ! ? ; ( , * •`);
const NEGATIONS = wordSet('not never without avoid instead rather nor neither cannot no stop prevent unless');
const PAST = wordSet('did has had have was were been having');
/** Words before a time gone by that make it a yardstick: "compared with last year". */
const COMPARES = wordSet('than to with versus vs against on from of');

const ENDS = wordSet(`
  by to from within in before until till this next during over under below above with without at
  on after through using via when while if because so that which who where as for among across
  compared versus vs than until end again please is are be should can will but per between each
  every since last like due about around into out up down off back`);
const SKIPPED = wordSet('the our my your their its a an all overall average total');
const UNCLEAR = wordSet(
  'it that them this these those things everything something anything and or & / both us we myself',
);
/** Losing fewer is not having fewer: what is counted then is not what stands behind the word. */
const LOSING = wordSet('lose losing miss missing waste wasting drop dropping lost');
const LONGEST_KPI_WORDS = 7;

/** Every goal of a sentence. What is denied, what happened, and what somebody asks the cause of is none. */
export function readGoals(sentence: string, tokens: readonly Token[]): readonly Goal[] {
  if (tellsOfThePast(tokens) || tokens.some(({ text }) => text === 'why')) return [];
  return tokens.flatMap((_, at) => readVerbGoal(sentence, tokens, at) ?? readComparedGoal(sentence, tokens, at) ?? []);
}

/** Where a sentence begins to say what must not happen; what follows is no goal. Its end when nothing is denied. */
export function startOfDenial(sentence: string, tokens: readonly Token[]): number {
  const denied = tokens.find(({ text }, at) => isVerb(text) && isDenied(tokens, at));
  return denied?.start ?? sentence.length;
}

/** Whether a sentence speaks of a time gone by, other than to compare with it. */
function tellsOfThePast(tokens: readonly Token[]): boolean {
  return tokens.some(({ text }, at) => {
    const isGone = text === 'yesterday' || text === 'ago' || text === 'already' || isLastPeriod(tokens, at);
    return isGone && !COMPARES.has(tokens[at - 1]?.text ?? '') && !COMPARES.has(tokens[at - 2]?.text ?? '');
  });
}

function isLastPeriod(tokens: readonly Token[], at: number): boolean {
  const unit = tokens[at + 1]?.text ?? '';
  return hasWords(tokens, at, 'last') && ['week', 'month', 'quarter', 'year', 'summer', 'winter'].includes(unit);
}

function readVerbGoal(sentence: string, tokens: readonly Token[], at: number): Goal | null {
  const verb = tokens[at];
  if (!verb || !isGoalVerb(tokens, at)) return null;
  const way = DOWN_VERBS.has(verb.text) ? 'down' : UP_VERBS.has(verb.text) ? 'up' : null;
  const factor = FACTORS.get(verb.text);
  const quantity = factor === undefined ? quantityBehind(tokens, at + 1) : null;
  const last = tokens[(quantity?.next ?? 0) - 1];
  const first = tokens[at + 1];
  const share: Amount | null = factor === undefined ? null : { kind: 'share', percent: factor };
  const amount =
    share !== null
      ? readAs(sentence, share, verb, verb)
      : quantity && first && last
        ? readAs(sentence, changeBy(quantity), first, last)
        : null;
  return {
    direction: way === null ? null : readAs(sentence, way, verb, verb),
    kpi: readKpi(sentence, tokens, quantity ? kpiBehind(tokens, quantity) : at + 1),
    amount,
    start: verb.start,
  };
}

/** "Cut 300 hours", "save EUR 1.2m"; a bare figure ("cut 2 reports") counts things and is no amount. */
function quantityBehind(tokens: readonly Token[], at: number): Quantity | null {
  const quantity = readQuantity(tokens, at);
  return quantity && ['share', 'points', 'money', 'time'].includes(quantity.kind) ? quantity : null;
}

/** "Cut 20% of the complaints" names the figure behind "of". Without it nothing is named. */
function kpiBehind(tokens: readonly Token[], { next }: Quantity): number {
  return hasWords(tokens, next, 'of') || hasWords(tokens, next, 'in') ? next + 1 : tokens.length;
}

function isVerb(word: string): boolean {
  return DOWN_VERBS.has(word) || UP_VERBS.has(word) || BETTER_VERBS.has(word);
}

function isGoalVerb(tokens: readonly Token[], at: number): boolean {
  const verb = tokens[at]?.text ?? '';
  if (!isVerb(verb) || isDenied(tokens, at)) return false;
  // "Why did churn increase", "it has cut": told, not wanted.
  const before = tokens[at - 1]?.text.endsWith('ly') ? tokens[at - 2] : tokens[at - 1];
  if (before === undefined) return true;
  if (PAST.has(before.text)) return false;
  return (
    BEFORE_A_GOAL.has(before.text) || (verb.endsWith('ing') && ['by', 'for', 'on', 'of', 'in'].includes(before.text))
  );
}

function isDenied(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(Math.max(0, at - 4), at).some(({ text }) => NEGATIONS.has(text) || text.endsWith("n't"));
}

/** "10% fewer complaints", "more orders": the comparison is the verb. */
function readComparedGoal(sentence: string, tokens: readonly Token[], at: number): Goal | null {
  const word = tokens[at];
  const way = word && COMPARED.get(word.text);
  if (
    !word ||
    !way ||
    isDenied(tokens, at) ||
    tokens.slice(Math.max(0, at - 3), at).some(({ text }) => LOSING.has(text))
  ) {
    return null;
  }
  const from = [3, 2].find((length) => {
    const quantity = readQuantity(tokens, at - length);
    return quantity?.kind === 'share' && quantity.next === at;
  });
  const first = from === undefined ? undefined : tokens[at - from];
  const quantity = from === undefined ? null : readQuantity(tokens, at - from);
  const last = tokens[at - 1];
  const kpi = readKpi(sentence, tokens, at + 1);
  if (kpi === null) return null;
  return {
    direction: readAs(sentence, way, word, word),
    kpi,
    amount: quantity && first && last ? readAs(sentence, changeBy(quantity), first, last) : null,
    start: first?.start ?? word.start,
  };
}

const COMPARED: ReadonlyMap<string, Direction> = new Map([
  ['fewer', 'down'],
  ['less', 'down'],
  ['more', 'up'],
] as const);

/** What a goal is about: the words behind its verb up to the next part of the sentence. */
function readKpi(sentence: string, tokens: readonly Token[], at: number): Read<string> | null {
  let start = at;
  while (SKIPPED.has(tokens[start]?.text ?? '')) start += 1;
  let end = start;
  while (end < tokens.length && isOfKpi(tokens, end)) end += 1;
  const stop = tokens[end]?.text ?? '';
  while (end > start && tokens[end - 1]?.text.endsWith('ly')) end -= 1;
  const inside = tokens.slice(start, end);
  const [first, last] = [inside[0], inside.at(-1)];
  if (!first || !last || inside.length > LONGEST_KPI_WORDS || UNCLEAR.has(stop)) return null;
  // "COVID-19" would lose its figure.
  if (stop === '-' || stop === '–') return null;
  // "Than", "often" and other words of manner are not what is counted.
  if (['than', 'often', 'time', 'people', 'money', 'of'].includes(inside.length === 1 ? first.text : '')) return null;
  return inside.some(({ text }) => UNCLEAR.has(text))
    ? null
    : readAs(sentence, sentence.slice(first.start, last.end), first, last);
}

function isOfKpi(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  return token?.kind === 'word' && !ENDS.has(token.text) && !UNCLEAR.has(token.text);
}
