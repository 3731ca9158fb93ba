import { type Interval, wilsonInterval } from '../../statistics/index.ts';
import { formatAmount } from '../../words/index.ts';
import { believedEnds, type NamedAssumption, type NumbersOf, numberStyle } from '../framing/index.ts';
import type { OutcomeReport } from './report.schema.ts';
import { formatNumber, formatToRange } from './round-to-range.ts';

/** What became of a belief: as the records say, or waiting for the records or for a person. */
export const BELIEF_STATES = ['held', 'did-not-hold', 'cannot-tell', 'not-measured', 'for-a-person'] as const;

/** What became of a belief. */
export type BeliefState = (typeof BELIEF_STATES)[number];

/** A belief beside what the records say. */
export interface BeliefFinding {
  readonly state: BeliefState;
  /** The measured range in words; `null` where there is none. */
  readonly measured: string | null;
  /** What to know about it, as a sentence; `null` when the two ranges say enough. */
  readonly note: string | null;
}

/**
 * How far from a single believed number the records may lie before it counts as wrong: a tenth. Whoever means more or
 * less states a range.
 */
const LEEWAY = 0.1;

const NOT_YET: BeliefFinding = { state: 'not-measured', measured: null, note: null };

/**
 * Sets a belief beside what was measured. It held when the whole measured range lies within the believed one, it did not
 * when the two have nothing in common, and in between nobody can tell. Beliefs that no record answers are for a person.
 * @param report what the ledger says of the phase under the framing that holds the belief.
 */
export function compareBelief(
  assumption: NamedAssumption,
  report: Pick<OutcomeReport, 'numbers' | 'money' | 'isEffectHidden'>,
  numbers: NumbersOf,
): BeliefFinding {
  const believed = believedEnds(assumption);
  switch (assumption.kind) {
    case 'reach':
      return compare(believed, rowRange(report, 'reach', 'reached'), numbers, assumption);
    case 'prediction':
      return compare(believed, rowRange(report, 'prediction', 'ranking'), numbers, assumption);
    case 'effect':
      return compare(believed, rowRange(report, 'effect', 'reached'), numbers, assumption);
    case 'baseline':
      return numbers.metric.kind === 'binary'
        ? compare(believed, baselineRange(report), numbers, assumption)
        : forAPerson(baselineAmount(report));
    case 'action-cost':
      return forAPerson(recordedCost(report, numbers.currency));
    case 'outcome-value':
    case 'other':
      return forAPerson(null);
  }
}

function compare(
  believed: { readonly low: number; readonly high: number } | null,
  measured: Interval | null,
  numbers: NumbersOf,
  assumption: NamedAssumption,
): BeliefFinding {
  if (measured === null) return NOT_YET;
  const words = rangeInWords(measured, numbers, assumption);
  if (believed === null) return { state: 'for-a-person', measured: words, note: null };
  const { low, high } = withLeeway(believed);
  if (measured.lower >= low && measured.upper <= high) return { state: 'held', measured: words, note: null };
  if (measured.upper < low) return { state: 'did-not-hold', measured: words, note: 'It is less than was believed.' };
  if (measured.lower > high) return { state: 'did-not-hold', measured: words, note: 'It is more than was believed.' };
  const note = 'What was measured may lie inside what was believed, and outside of it too.';
  return { state: 'cannot-tell', measured: words, note };
}

function withLeeway({ low, high }: { readonly low: number; readonly high: number }) {
  if (low !== high) return { low, high };
  const leeway = Math.abs(low) * LEEWAY;
  return { low: low - leeway, high: high + leeway };
}

function rowRange(report: Pick<OutcomeReport, 'numbers'>, group: string, id: string): Interval | null {
  const row = report.numbers.rows.find((one) => one.group === group && one.id === id);
  return row?.lower == null || row.upper == null ? null : { lower: row.lower, upper: row.upper };
}

/** The share with the outcome among those left alone, with its Wilson interval at 95%. */
function baselineRange(report: Pick<OutcomeReport, 'numbers' | 'isEffectHidden'>): Interval | null {
  const holdout = leftAlone(report);
  if (!holdout || holdout.events === null || holdout.units === 0) return null;
  return wilsonInterval({ units: holdout.units, events: holdout.events });
}

function baselineAmount(report: Pick<OutcomeReport, 'numbers' | 'isEffectHidden'>): string | null {
  const value = leftAlone(report)?.value ?? null;
  return value === null ? null : `about ${formatNumber(value, 2)} among those left alone, without a range`;
}

function leftAlone(report: Pick<OutcomeReport, 'numbers' | 'isEffectHidden'>) {
  if (report.isEffectHidden) return undefined;
  return report.numbers.metrics.find(({ role }) => role === 'primary')?.holdout;
}

/**
 * What was spent for each unit reached. An action without a cost of its own counts with the framing's figure, so that
 * only a person can say whether this confirms it.
 */
function recordedCost({ money, numbers }: Pick<OutcomeReport, 'money' | 'numbers'>, currency: string): string | null {
  const reach = numbers.rows.find((row) => row.group === 'reach' && row.id === 'reached')?.estimate ?? null;
  if (money === null || reach === null || reach <= 0) return null;
  const cents = Math.round(money.costPerAssignedCents / reach);
  return `about ${formatAmount(cents, currency)} for each one reached, counting the planned cost where none is recorded`;
}

function forAPerson(measured: string | null): BeliefFinding {
  return { state: 'for-a-person', measured, note: null };
}

function rangeInWords(range: Interval, { metric }: NumbersOf, { kind }: NamedAssumption): string {
  const isShare = numberStyle(kind, metric.kind) === 'share';
  const scaled = isShare ? { lower: range.lower * 100, upper: range.upper * 100 } : range;
  const [from, to] = [scaled.lower, scaled.upper].map((end) => `${formatToRange(end, scaled)}${isShare ? '%' : ''}`);
  const unit = kind === 'effect' && metric.kind !== 'binary' && metric.unit ? ` ${metric.unit}` : '';
  return from === to ? `${from}${unit}` : `between ${from} and ${to}${unit}`;
}
