import { doOverlap, type Read, type Token, tokensOf, wordSet } from './question-tokens.ts';
import { type Amount, readAmounts } from './read-amount.ts';
import { type Calendar, readDueDates } from './read-due.ts';
import { type Direction, type Goal, readGoals, startOfDenial } from './read-goal.ts';

/** What a question says, as far as it is clear. Each part carries the words that it was read from; `null` is honest. */
export interface QuestionReading {
  /** *Defined* when it has a number to reach, *open* when it has none, `null` when that is not clear. */
  readonly kind: 'defined' | 'open' | null;
  readonly direction: Read<Direction> | null;
  readonly amount: Read<Amount> | null;
  readonly kpi: Read<string> | null;
  /** An ISO day. */
  readonly due: Read<string> | null;
  /** Why something that could have been read was left open. */
  readonly doubt: 'several-goals' | 'not-english' | null;
}

const NOTHING: QuestionReading = {
  kind: null,
  direction: null,
  amount: null,
  kpi: null,
  due: null,
  doubt: null,
};

/** Short words by which English is known, and some by which other languages are. Words of both say nothing. */
const ENGLISH = wordSet(`
  the by of our how can we this to from with for and within before what which is are our more less
  fewer at least below next end`);
const FOREIGN = wordSet(`
  der die das den dem und um bis wie wir nicht für von mit auf zu le la les des du de une et pour
  en el los las del y un una il lo gli di che per een het voor och att och o os da do em com ce
  cette nos nous comment este cómo nuestros ridurre`);

/**
 * Reads a question in its asker's own words. English only, and only what is said plainly: a sentence with two goals, in
 * another language or about the past gives no guess, because a wrong one would be believed.
 */
export function readQuestion(sentence: string, calendar: Calendar): QuestionReading {
  const tokens = tokensOf(sentence);
  if (tokens.length === 0) return NOTHING;
  if (isForeign(tokens)) return { ...NOTHING, doubt: 'not-english' };
  const dues = readDueDates(sentence, tokens, calendar);
  const due = agreed(dues);
  const goals = distinctGoals(readGoals(sentence, tokens));
  const free = readAmounts(sentence, tokens, dues);
  const [goal] = goals;
  if (goals.length > 1) {
    const isDefined = free.length > 0 || goals.some(({ amount }) => amount !== null);
    return { ...NOTHING, kind: isDefined ? 'defined' : 'open', due, doubt: 'several-goals' };
  }
  if (!goal) return { ...NOTHING, kind: kindWithoutGoal(tokens), due };
  const candidates = [
    ...(goal.amount ? [goal.amount] : []),
    ...free.filter(({ start }) => start > goal.start && start < startOfDenial(sentence, tokens)),
  ];
  const amount = candidates.length === 1 ? (candidates[0] ?? null) : null;
  const kpi = clearOf(goal.kpi, amount, due);
  // A way without anything that goes it says nothing.
  const clear = { direction: kpi || candidates.length > 0 ? goal.direction : null, kpi, due };
  if (candidates.length > 1) return { ...NOTHING, ...clear, kind: 'defined', doubt: 'several-goals' };
  return {
    ...clear,
    kind: amount ? 'defined' : kindWithoutAmount(tokens, dues),
    amount: amount && { value: amount.value, words: amount.words, start: amount.start, end: amount.end },
    direction: agreesWithLevel(goal, amount?.value) ? clear.direction : null,
    doubt: null,
  };
}

/** Dates that differ leave it open which one is meant. */
function agreed(dues: readonly Read<string>[]): Read<string> | null {
  const [first] = dues;
  return first && dues.every(({ value }) => value === first.value) ? first : null;
}

function clearOf<T>(read: Read<T> | null, ...others: readonly (Read<unknown> | null)[]): Read<T> | null {
  return read && !others.some((other) => other && doOverlap(other, read)) ? read : null;
}

/** The same goal said twice is one, and the clearer saying counts. */
function distinctGoals(goals: readonly Goal[]): readonly Goal[] {
  const byMeaning = new Map<string, Goal>();
  for (const goal of goals) {
    const meaning = `${goal.direction?.value ?? ''} ${goal.kpi?.value.toLowerCase() ?? ''}`;
    const known = byMeaning.get(meaning);
    if (!known || (known.amount === null && goal.amount !== null)) byMeaning.set(meaning, goal);
  }
  return [...byMeaning.values()];
}

/** "Increase churn from 36% to 32%" says two things; the way is then left to the asker. */
function agreesWithLevel({ direction }: Goal, amount: Amount | undefined): boolean {
  if (amount?.kind !== 'level' || amount.from === null || direction === null) return true;
  return direction.value === 'up' ? amount.value > amount.from : amount.value < amount.from;
}

function isForeign(tokens: readonly Token[]): boolean {
  const count = (words: ReadonlySet<string>) => tokens.filter(({ text }) => words.has(text)).length;
  const letters = tokens.filter(({ kind }) => kind === 'word');
  const latin = letters.filter(({ text }) => /[a-z]/.test(text)).length;
  return count(FOREIGN) > count(ENGLISH) || latin * 2 < letters.length;
}

const ASKING = wordSet('how what which who where why when');

/** Without a goal verb it is open when it plainly asks, or says something without any figure. */
function kindWithoutGoal(tokens: readonly Token[]): 'open' | null {
  const hasFigure = tokens.some(({ kind }) => kind === 'figure');
  if (!hasFigure && tokens.filter(({ kind }) => kind === 'word').length >= 2) return 'open';
  return ASKING.has(tokens[0]?.text ?? '') ? 'open' : null;
}

/** A goal without an amount is open, unless a figure in it could be one that was not understood. */
function kindWithoutAmount(tokens: readonly Token[], dues: readonly Read<string>[]): 'open' | null {
  const strange = tokens.some((token) => token.kind === 'figure' && !dues.some((due) => doOverlap(due, token)));
  return strange ? null : 'open';
}
