import { descendingOrder, type EstimateWithInterval } from '../statistics/index.ts';
import { within } from './mean-of-rows.ts';
import type { TargetValues } from './training-table.ts';

/**
 * How good scores are, in one number for each kind of target, with how much each row moves it: what any two sets of scores
 * for the same rows are compared by.
 */
export interface Measured {
  readonly estimate: number;
  /** The part of each row in the deviation of the estimate; the squares add up to its variance. */
  readonly influence: Float64Array;
}

/** Which number measures: chance of a right order (AUC), share of right answers, or share of the variance explained. */
export type MeasureKind = 'order' | 'right' | 'explained';

/** The measure of a kind of target. */
export function measureKindOf({ kind }: TargetValues): MeasureKind {
  if (kind === 'binary') return 'order';
  return kind === 'multiclass' ? 'right' : 'explained';
}

/**
 * The quality of scores (one list an output): for two classes the AUC, whose influence gives the variance of DeLong et al.
 * (1988); for several the share of rows whose highest score is that of their class; for numbers R squared by the delta
 * method. Null where nothing can be measured: fewer than two rows, one class only, a constant number.
 */
export function measureScores(target: TargetValues, scores: readonly Float64Array[]): Measured | null {
  const [first = new Float64Array(0)] = scores;
  if (target.kind === 'binary') return measureOrder(target.codes, first);
  if (target.kind === 'number') return measureExplained(target.values, first);
  return measureShare(Float64Array.from(target.codes, (code, row) => (highest(scores, row) === code ? 1 : 0)));
}

/** The share of rows that are 1 in a list of 0 and 1; null of fewer than two rows. */
function measureShare(isRight: Float64Array): Measured | null {
  const rows = isRight.length;
  if (rows < 2) return null;
  const estimate = isRight.reduce((sum, one) => sum + one, 0) / rows;
  const small = Math.sqrt(rows / (rows - 1));
  return { estimate, influence: isRight.map((one) => (small * (one - estimate)) / rows) };
}

/** The estimate with its 95 % interval. */
export function estimateOf({ estimate, influence }: Measured): EstimateWithInterval {
  return within({ estimate, standardError: rootOfSquares(influence) });
}

/** How much better `a` is than `b` on the same rows, with the 95 % interval of the difference. */
export function differenceOf(a: Measured, b: Measured): EstimateWithInterval {
  const moved = a.influence.map((own, row) => own - (b.influence[row] as number));
  return within({ estimate: a.estimate - b.estimate, standardError: rootOfSquares(moved) });
}

/** How far an estimate lies between knowing nothing (0) and knowing all (1); `base` is the share of the most frequent class. */
export function skillOf(kind: MeasureKind, estimate: number, base: number): number {
  if (kind === 'order') return Math.max(0, 2 * estimate - 1);
  if (kind === 'explained') return Math.max(0, estimate);
  return base < 1 ? Math.max(0, (estimate - base) / (1 - base)) : 0;
}

function measureOrder(codes: Int32Array, score: Float64Array): Measured | null {
  const rows = codes.length;
  const positives = codes.reduce((sum, code) => sum + (code === 1 ? 1 : 0), 0);
  const negatives = rows - positives;
  if (positives < 2 || negatives < 2) return null;
  const order = descendingOrder(score);
  // For a positive row the share of negatives below it, for a negative row the share of positives above it; ties are halves.
  const wins = new Float64Array(rows);
  let [positivesAbove, negativesAbove, area] = [0, 0, 0];
  for (let start = 0; start < rows; ) {
    let end = start;
    let tied = 0;
    while (end < rows && score[order[end] as number] === score[order[start] as number]) {
      tied += codes[order[end++] as number] === 1 ? 1 : 0;
    }
    const tiedNegatives = end - start - tied;
    for (let place = start; place < end; place++) {
      const row = order[place] as number;
      wins[row] =
        codes[row] === 1
          ? (negatives - negativesAbove - tiedNegatives / 2) / negatives
          : (positivesAbove + tied / 2) / positives;
      if (codes[row] === 1) area += (wins[row] as number) / positives;
    }
    positivesAbove += tied;
    negativesAbove += tiedNegatives;
    start = end;
  }
  const scaleOf = (count: number): number => Math.sqrt(count / (count - 1)) / count;
  const [ofPositive, ofNegative] = [scaleOf(positives), scaleOf(negatives)];
  return {
    estimate: area,
    influence: wins.map((own, row) => (own - area) * (codes[row] === 1 ? ofPositive : ofNegative)),
  };
}

function measureExplained(truth: Float64Array, predicted: Float64Array): Measured | null {
  const rows = truth.length;
  if (rows < 2) return null;
  const mean = truth.reduce((sum, value) => sum + value, 0) / rows;
  const deviation = truth.map((value) => (value - mean) ** 2);
  const total = deviation.reduce((sum, value) => sum + value, 0);
  if (!(total > 0)) return null;
  const squares = predicted.map((value, row) => (value - (truth[row] as number)) ** 2);
  const unexplained = squares.reduce((sum, value) => sum + value, 0) / total;
  return {
    estimate: 1 - unexplained,
    influence: squares.map((square, row) => (unexplained * (deviation[row] as number) - square) / total),
  };
}

function highest(scores: readonly Float64Array[], row: number): number {
  let best = 0;
  for (let output = 1; output < scores.length; output++) {
    if ((scores[output]?.[row] as number) > (scores[best]?.[row] as number)) best = output;
  }
  return best;
}

function rootOfSquares(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
