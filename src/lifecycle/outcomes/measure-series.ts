import { type Arms, type Moments, mergeMoments, NO_MOMENTS, twoMeans } from '../../statistics/index.ts';
import type { UnitColumns } from '../ledger/index.ts';
import type { ArmSample } from './arm-samples.ts';
import { type Sign, signedMoments } from './column-moments.ts';
import type { ArmPair } from './comparison.ts';
import { DAY_MS } from './maturity.ts';

/** The difference between the arms as it stood once all units up to a day had finished their window. */
export interface SeriesPoint {
  /** ISO day. */
  readonly on: string;
  readonly units: number;
  readonly estimate: number;
  /** Valid at all points together; `null` while there is too little to bound it. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Most points of a series: weeks, or multiples of a week in a long phase. */
export const MOST_POINTS = 60;
const WEEK_MS = 7 * DAY_MS;

/**
 * How the evidence grew: for each week in which units finished, the difference per assigned unit in benefit direction over
 * everybody who had finished by then, with the interval that holds at all looks together.
 * @param windowMs from anchor to finished outcome.
 * @param alphaFor the error probability for so many units.
 */
export function evidenceOverTime(
  columns: UnitColumns,
  pair: ArmPair,
  sign: Sign,
  windowMs: number,
  least: { readonly units: number },
  alphaFor: (units: number) => number,
): readonly SeriesPoint[] {
  const [first, last] = anchorRange(columns, pair);
  if (!(first <= last)) return [];
  const stepMs = WEEK_MS * Math.max(1, Math.ceil((last - first + 1) / WEEK_MS / MOST_POINTS));
  const size = Math.floor((last - first) / stepMs) + 1;
  const action = momentsByStep(columns, pair.action, first, stepMs, size);
  const holdout = momentsByStep(columns, pair.holdout, first, stepMs, size);
  const points: SeriesPoint[] = [];
  let soFar: Arms<Moments> = { action: NO_MOMENTS, holdout: NO_MOMENTS };
  for (let step = 0; step < size; step += 1) {
    soFar = {
      action: mergeMoments(soFar.action, action[step] ?? NO_MOMENTS),
      holdout: mergeMoments(soFar.holdout, holdout[step] ?? NO_MOMENTS),
    };
    const point = pointOf(soFar, sign, least.units, alphaFor);
    const endMs = Math.min(last, first + (step + 1) * stepMs - 1) + windowMs;
    if (point) points.push({ on: new Date(endMs).toISOString().slice(0, 10), ...point });
  }
  return points;
}

function pointOf(
  arms: Arms<Moments>,
  sign: Sign,
  leastUnits: number,
  alphaFor: (units: number) => number,
): Omit<SeriesPoint, 'on'> | null {
  const units = arms.action.count + arms.holdout.count;
  const estimate = sign * (arms.action.mean - arms.holdout.mean);
  if (arms.action.count === 0 || arms.holdout.count === 0 || Number.isNaN(estimate)) return null;
  const benefit = { action: signedMoments(arms.action, sign), holdout: signedMoments(arms.holdout, sign) };
  const compared = units < leastUnits ? null : twoMeans(benefit, alphaFor(units));
  const interval = compared?.kind === 'estimated' ? compared.interval : null;
  return { units, estimate: estimate + 0, lower: interval?.lower ?? null, upper: interval?.upper ?? null };
}

function anchorRange(columns: UnitColumns, { action, holdout }: ArmPair): readonly [number, number] {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { rows } of [action, holdout]) {
    for (const row of rows) {
      const anchor = columns.anchorMs[row] ?? 0;
      if (anchor < first) first = anchor;
      if (anchor > last) last = anchor;
    }
  }
  return [first, last];
}

/** The moments of the units that were anchored in each step, by two passes. */
function momentsByStep(
  columns: UnitColumns,
  { rows, value }: ArmSample,
  firstMs: number,
  stepMs: number,
  size: number,
): readonly Moments[] {
  const counts = new Float64Array(size);
  const sums = new Float64Array(size);
  const squares = new Float64Array(size);
  const stepOf = (i: number) => Math.floor(((columns.anchorMs[rows[i] ?? 0] ?? 0) - firstMs) / stepMs);
  for (let i = 0; i < rows.length; i += 1) {
    const step = stepOf(i);
    counts[step] = (counts[step] ?? 0) + 1;
    sums[step] = (sums[step] ?? 0) + (value[i] ?? 0);
  }
  const means = sums.map((sum, step) => (counts[step] ? sum / (counts[step] ?? 1) : 0));
  for (let i = 0; i < rows.length; i += 1) {
    const step = stepOf(i);
    squares[step] = (squares[step] ?? 0) + ((value[i] ?? 0) - (means[step] ?? 0)) ** 2;
  }
  return Array.from(counts, (count, step) => ({
    count,
    mean: means[step] ?? 0,
    squaredDeviations: squares[step] ?? 0,
  }));
}
