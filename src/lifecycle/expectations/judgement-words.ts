import { formatCount, formatNumber, formatPlural, rangeWords } from '../../words/index.ts';
import type { DataToday, RowsToday } from './data-today.ts';
import type { ExpectationContent } from './expectation.ts';
import { EXPECTATION_LIMITS } from './expectation-limits.ts';
import type { ExpectationVerdict, Judgement, Measured } from './judgement.schema.ts';

/** A verdict in a word. */
export const VERDICT_WORDS: Readonly<Record<ExpectationVerdict, string>> = {
  holds: 'Holds',
  fails: 'Does not hold',
  untold: 'Cannot be told',
};

/** What is known of the rows that a model was judged on, as a sentence. */
export const SEEN_WORDS: Readonly<Record<Judgement['seen'], string>> = {
  'held-out': 'Measured on rows that the model had not seen.',
  'learned-from': 'Measured on rows that the model may have learned from, so it may look better than it is.',
  unknown: 'Nobody knows which of these rows the model learned from, so it may look better than it is.',
  'no-matter': '',
};

const WHY_NOTHING: Readonly<Record<Extract<Measured, { kind: 'nothing' }>['reason'], (rows: number) => string>> = {
  'too-few-rows': (rows) =>
    `Only ${formatPlural(rows, 'row tells', 'rows tell')} of it, with too few cases on one side. At least ${EXPECTATION_LIMITS.leastRows} rows are needed on each.`,
  'no-range': () => 'The predictions are all alike or too near to 0, so no range can be given.',
  'one-value': () => 'The column has one value, so there is nothing to change.',
  'no-column': () => 'This version of the table does not have all of its columns.',
  'other-target': () => 'The model foresees something else.',
};

/** What was measured, as a sentence: a range before a point. */
export function measuredWords(measured: Measured, { outcome }: Pick<ExpectationContent, 'outcome'>): string {
  const isShare = outcome !== null;
  const amount = (value: number): string => amountText(value, isShare);
  switch (measured.kind) {
    case 'ratio': {
      const { interval, estimate, groupRows, groupMean, otherRows, otherMean } = measured;
      return `It foresees ${rangeWords(interval.lower, interval.upper, timesText)} times as much (most likely ${timesText(estimate)}): ${amount(groupMean)} in ${formatPlural(groupRows, 'row', 'rows')}, against ${amount(otherMean)} in ${formatCount(otherRows)}.`;
    }
    case 'mean':
      return `It foresees ${rangeWords(measured.interval.lower, measured.interval.upper, amount)} on average (most likely ${amount(measured.estimate)}), over ${formatPlural(measured.rows, 'row', 'rows')}.`;
    case 'unused':
      return 'The model does not use the column, so nothing changes with it alone. Others may stand in for it.';
    case 'changes':
      return changesWords(measured, amount);
    case 'order':
      return `The right one of two comes first in ${rangeWords(100 * measured.interval.lower, 100 * measured.interval.upper, wholeText)} of 100 pairs (most likely ${wholeText(100 * measured.estimate)}), over ${formatPlural(measured.rows, 'row', 'rows')} with ${formatCount(measured.cases)} cases.`;
    case 'error':
      return `It is off by ${rangeWords(measured.interval.lower, measured.interval.upper, amount)} on average (most likely ${amount(measured.estimate)}), over ${formatPlural(measured.rows, 'row', 'rows')}.`;
    case 'nothing':
      return WHY_NOTHING[measured.reason](measured.rows);
  }
}

function changesWords(
  { rows, broken, interval, tried, worst }: Extract<Measured, { kind: 'changes' }>,
  amount: (value: number) => string,
): string {
  const how = `${formatPlural(rows, 'real row was', 'real rows were')} changed to ${formatCount(tried)} values each, all else equal`;
  if (broken === 0) return `${how}: not one broke it. Of rows like these at most ${shareText(interval.upper)} could.`;
  const share = rangeWords(100 * interval.lower, 100 * interval.upper, oneText);
  const example =
    worst === null
      ? ''
      : ` The worst: from ${worst.from} to ${worst.to}, row ${formatCount(worst.row)} goes from ${amount(worst.before)} to ${amount(worst.after)}.`;
  return `${how}: ${formatCount(broken)} broke it (${share} of 100).${example}`;
}

/** What the data themselves say, as sentences; the same figures without any model. */
export function todayWords(today: DataToday, { outcome }: Pick<ExpectationContent, 'outcome'>): readonly string[] {
  const isShare = outcome !== null;
  const matched = `${formatCount(today.rows)} of ${formatPlural(today.of, 'row matches', 'rows match')}.`;
  const parts = today.parts.map((part) => partWords(part, isShare));
  const ratio =
    today.ratio === null
      ? []
      : [
          `In the data themselves the group has ${rangeWords(today.ratio.interval.lower, today.ratio.interval.upper, timesText)} times the rate of the others (most likely ${timesText(today.ratio.estimate)}).`,
        ];
  return [matched, ...ratio, ...parts];
}

function partWords({ label, rows, mean, interval }: RowsToday, isShare: boolean): string {
  const amount = (value: number): string => amountText(value, isShare);
  if (mean === null || interval === null) return `Today, ${label}: no row.`;
  return `Today, ${label}: ${rangeWords(interval.lower, interval.upper, amount)} (${amount(mean)} in ${formatPlural(rows, 'row', 'rows')}).`;
}

/** How many of some verdicts hold, in words: "2 hold, 1 does not". */
export function tallyWords(verdicts: readonly ExpectationVerdict[]): string {
  const count = (verdict: ExpectationVerdict): number => verdicts.filter((one) => one === verdict).length;
  const [holds, fails, untold] = [count('holds'), count('fails'), count('untold')];
  const parts = [
    holds > 0 ? formatPlural(holds, 'holds', 'hold') : '',
    fails > 0 ? formatPlural(fails, 'does not hold', 'do not hold') : '',
    untold > 0 ? `${formatCount(untold)} cannot be told` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'nothing is judged yet' : parts.join(', ');
}

/** A risk "23 of 100", or an amount with four digits. */
function amountText(value: number, isShare: boolean): string {
  return isShare ? `${oneText(100 * value)} of 100` : Number(value.toPrecision(4)).toLocaleString('en-GB');
}

function timesText(value: number): string {
  return formatNumber(value, 2);
}

function oneText(value: number): string {
  return formatNumber(value, 1);
}

function wholeText(value: number): string {
  return formatNumber(value, 0);
}

function shareText(share: number): string {
  return share < 0.01 ? `${formatNumber(1_000 * share, 1)} of 1,000` : `${oneText(100 * share)} of 100`;
}
