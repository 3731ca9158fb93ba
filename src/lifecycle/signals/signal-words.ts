import type { AlikeRows, Comparison, LeakSign, MeasureKind, Opponent, SignalFound } from '../../learning/index.ts';
import { formatCount, formatNumber, formatPercent, formatPlural, rangeWords } from '../../words/index.ts';
import type { CheckChoice } from './check-choice.ts';
import type { CheckedTable, CheckResult } from './check-result.ts';
import type { TaskThen } from './signal-check.ts';

/** What a check comes to. */
export const VERDICTS = ['something', 'no-better', 'beaten', 'nothing', 'suspects-only'] as const;

/**
 * What a check comes to: there is something to predict; a simple answer does as well, or better; there is nothing; or
 * only columns that may know the answer predict it.
 */
export type Verdict = (typeof VERDICTS)[number];

/** The verdict as the title of the page. */
export const VERDICT_TITLE: Readonly<Record<Verdict, string>> = {
  something: 'Yes, there is something to predict',
  'no-better': 'Something simple does as well',
  beaten: 'Something simple does better',
  nothing: 'No, these columns do not tell it',
  'suspects-only': 'Only columns that may know the answer tell it',
};

/** What to do after each verdict. */
export const VERDICT_NEXT: Readonly<Record<Verdict, string>> = {
  something: 'Train a first model, and hand it to the data scientist as the one to beat.',
  'no-better': 'Act by the simple answer for now. A model pays only where it does clearly better.',
  beaten: 'Act by the simple answer. Come back with columns that say more than it does.',
  nothing: 'Bring columns that say more about what leads to the outcome, or ask another question.',
  'suspects-only': 'Find out which of these columns are known at the moment of prediction, or bring others.',
};

/** A check with its result, as far as the words need it. */
export interface CheckInWords {
  readonly choice: CheckChoice;
  readonly task: TaskThen | null;
  readonly result: CheckResult;
}

/** The quality that counts: that on later rows where there is a time, else that on rows dealt at random. */
export function qualityThatCounts({ quality }: SignalFound): SignalFound['quality']['shuffled'] {
  return quality.inTime ?? quality.shuffled;
}

/** What knowing nothing gives, in the measure of the check. */
export function guessing(kind: MeasureKind, base: number): number {
  if (kind === 'order') return 0.5;
  return kind === 'right' ? base : 0;
}

/** What a check comes to: every claim holds at the cautious end of its interval. */
export function verdictOf(found: SignalFound): Verdict {
  if (found.isSuspectsOnly) return 'suspects-only';
  if (qualityThatCounts(found).interval.lower <= guessing(found.measuredBy, found.base)) return 'nothing';
  const simple = found.comparisons.filter(({ opponent }) => opponent !== 'guess');
  if (simple.some(({ difference }) => difference.interval.upper < 0)) return 'beaten';
  // Nobody decides by the row before, which is of somebody else: it counts where it wins, as in a series of measurements.
  const usual = simple.filter(({ opponent }) => opponent !== 'row-before');
  return usual.some(({ difference }) => difference.interval.lower <= 0) ? 'no-better' : 'something';
}

/** The verdict and how good the prediction is, in a few sentences. */
export function verdictSentence(check: CheckInWords): string {
  const { found } = check.result;
  const verdict = verdictOf(found);
  const compared = found.comparisons
    .filter(({ opponent }) => opponent !== 'guess')
    .map((one) => comparisonWords(check, one));
  return [`${VERDICT_TITLE[verdict]}.`, qualityWords(check), ...compared].join(' ');
}

/** How good the prediction is, against guessing. */
export function qualityWords(check: CheckInWords): string {
  const { found } = check.result;
  const { interval } = qualityThatCounts(found);
  const many = manyOf(check);
  const range = inHundred(interval);
  if (found.measuredBy === 'order') {
    return `Of two ${many}, one with ${outcomeWords(check)} and one without, the check puts the right one first in ${range} of 100 cases; guessing does in 50.`;
  }
  if (found.measuredBy === 'right') {
    return `The check names the right ${check.choice.target} for ${range} of 100 ${many}; always naming the most frequent one does for ${whole(found.base * 100)}.`;
  }
  return `The check explains ${range} of 100 parts of the differences in ${check.choice.target}; the average alone explains none.`;
}

/** What happens to the quality when it is asked about later rows; null where rows have no order in time. */
export function timeWords({ result: { found } }: CheckInWords): string | null {
  const { shuffled, inTime } = found.quality;
  if (inTime === null) return null;
  const [promised, kept] = [inHundred(shuffled.interval), inHundred(inTime.interval)];
  if (inTime.interval.upper < shuffled.interval.lower) {
    return `Do not trust a test on rows drawn at random: it promises ${promised} of 100. Learning from the earlier rows and asked about the later ones, as in real use, it is ${kept}.`;
  }
  return `It holds in time: learning from the earlier rows and asked about the later ones it is ${kept} of 100, on rows drawn at random ${promised}.`;
}

/** The model beside something simpler. */
export function comparisonWords(check: CheckInWords, { opponent, comparedBy, model, simple }: Comparison): string {
  const many = manyOf(check);
  const [ours, theirs] = [inHundred(model.interval), inHundred(simple.interval)];
  const name = OPPONENT_NAME[opponent];
  if (comparedBy === 'picks') {
    return `Of 100 ${many} picked by ${name}, ${theirs} are right; when the check picks as many, ${ours}.`;
  }
  if (comparedBy === 'order') return `By ${name} alone the right one comes first in ${theirs} of 100 cases.`;
  if (comparedBy === 'right') return `By ${name} alone ${theirs} of 100 are right, against ${ours}.`;
  return `By ${name} alone ${theirs} of 100 parts are explained, against ${ours}.`;
}

/** What a model is compared with, inside a sentence. */
export const OPPONENT_NAME: Readonly<Record<Opponent, string>> = {
  guess: 'a guess',
  rule: 'the rule of thumb',
  last: '"same as last time"',
  'row-before': '"same as the row before"',
};

/** Why a column looks as if its value were only known afterwards. */
export function leakWords(sign: LeakSign, check: CheckInWords): string {
  if (sign.kind === 'near-perfect') return 'Alone it gives the answer in almost every row.';
  if (sign.kind === 'outweighs-others') return 'Alone it tells more than all other columns together.';
  if (sign.kind === 'carries-nearly-all') {
    return `It carries ${formatPercent(sign.share, 0)} of all that the columns tell.`;
  }
  if (sign.kind === 'missing-tells') return 'Whether it is filled at all gives much of the answer away.';
  const rows = formatPlural(sign.rows, 'row', 'rows');
  return `Where it ${whereWords(sign.where)} (${rows}), ${formatPercent(sign.rate, 0)} have ${check.choice.target}: ${sign.className}; elsewhere ${formatPercent(sign.otherRate)}.`;
}

/** How the target itself changed from the earliest to the latest third of the rows; null where that is not known. */
export function targetOverTimeWords(check: CheckInWords): string | null {
  const { targetOverTime, measuredBy } = check.result.found;
  if (targetOverTime === null) return null;
  const say = (value: number): string => (measuredBy === 'order' ? formatPercent(value) : formatNumber(value, 2));
  const subject =
    measuredBy === 'order' ? `The share with ${outcomeWords(check)}` : `The mean of ${check.choice.target}`;
  return `${subject} went from ${say(targetOverTime.earliest)} in the earliest third of the rows to ${say(targetOverTime.latest)} in the latest.`;
}

/** Which rows were looked at. */
export function rowsWords({ result: { found, table } }: CheckInWords): string {
  const used = formatPlural(found.rows, 'row', 'rows');
  const all = formatCount(table.tableRows);
  const unusable =
    table.unusableRows > 0
      ? ` ${formatPlural(table.unusableRows, 'row', 'rows')} without the outcome or a time could not be used.`
      : '';
  if (found.rows + table.unusableRows >= table.tableRows) return `All ${all} rows were looked at.${unusable}`;
  return `${used} of ${all} were looked at, drawn evenly from the whole table.${unusable}`;
}

/** Which kind of model is enough. */
export function familyWords({ result: { found } }: CheckInWords): string {
  if (found.family === 'linear') {
    return 'A simple weighted sum of the columns is as good as a more complicated model, so a model that everybody can read is enough.';
  }
  const gain = found.gainOfTrees;
  const range = gain === null ? '' : ` by ${inHundred(gain.interval)} of 100`;
  return `Columns act together: a more complicated model does better than a weighted sum${range}.`;
}

/** The outcome as people read it: "Churn: Yes". */
export function outcomeWords({
  choice,
  result,
}: {
  readonly choice: CheckChoice;
  readonly result: { readonly table: CheckedTable };
}): string {
  const [, outcome] = result.table.classes ?? [];
  return outcome === undefined ? choice.target : `${choice.target}: ${outcome}`;
}

/** What a row is about, in the plural: the framing's word, or rows. */
export function manyOf({ task }: Pick<CheckInWords, 'task'>): string {
  return task?.entity.many ?? 'rows';
}

/** A range of shares as parts of 100: "between 84 and 86". */
export function inHundred({ lower, upper }: { readonly lower: number; readonly upper: number }): string {
  const within = (value: number): number => 100 * Math.min(1, Math.max(-1, value));
  return rangeWords(within(lower), within(upper), whole);
}

function whole(value: number): string {
  return formatNumber(value, 0);
}

function whereWords(where: AlikeRows): string {
  if (where.kind === 'missing') return 'is empty';
  if (where.kind === 'filled') return 'is filled';
  if (where.kind === 'level') return `says ${where.level}`;
  const [from, to] = [Number(where.from.toPrecision(6)), Number(where.to.toPrecision(6))];
  return from === to ? `is ${from}` : `lies between ${from} and ${to}`;
}
