import { type EstimateWithInterval, normalInterval } from './estimate.ts';
import type { Interval } from './interval.ts';
import { ScoreLevels } from './score-levels.ts';
import { twoSidedCritical } from './two-sided.ts';

/** How well scores separate the units with the outcome from those without. */
export type Auc =
  | ({
      readonly kind: 'estimated';
      /** Interval on the logit scale, which stays inside 0..1; the one to show. */
      readonly logitInterval: Interval;
      readonly positives: number;
      readonly negatives: number;
      /** Largest error that binning can have caused; 0 when every score has its own level. */
      readonly binError: number;
    } & EstimateWithInterval)
  | {
      readonly kind: 'unavailable';
      readonly reason: 'too_few_positives' | 'too_few_negatives' | 'not_finite' | 'invalid_weight' | 'no_variance';
    };

/** Scored units with their outcome. */
export interface ScoredOutcomes {
  /** Higher means more likely to have the outcome. */
  readonly score: ArrayLike<number>;
  /** 1 for units with the outcome, 0 for those without. */
  readonly outcome: ArrayLike<number>;
  /** One weight per unit, usually 1 / P(no action); all equal when left out. */
  readonly weight?: ArrayLike<number>;
}

/**
 * Histograms of scores, one entry per bin in ascending order of score. Weights per bin are sums of unit weights; the sums of
 * squared weights are left out together when every unit weighs 1, so that the sums of weights are counts.
 */
export interface ScoreHistogram {
  readonly positiveWeight: ArrayLike<number>;
  readonly negativeWeight: ArrayLike<number>;
  readonly squared?: {
    readonly positiveWeight: ArrayLike<number>;
    readonly negativeWeight: ArrayLike<number>;
    readonly positives: number;
    readonly negatives: number;
  };
}

/**
 * Area under the ROC curve: the weighted chance that a unit with the outcome scores higher than one without, ties counting
 * half. Only units that nobody acted upon belong here, because acting changes the outcome; weighting them by
 * 1 / P(no action) makes them stand for everybody.
 *
 * The variance comes from the influence function: sum_i (w_i/P)^2 (F_neg(s_i) - A)^2 over units with the outcome plus the
 * mirror sum over those without. Unweighted it carries the factors m/(m-1), which make it DeLong's variance.
 *
 * @throws RangeError when the columns differ in length.
 */
export function auc(units: ScoredOutcomes, alpha = 0.05): Auc {
  const { score, outcome, weight } = units;
  if (score.length !== outcome.length || (weight !== undefined && weight.length !== score.length)) {
    throw new RangeError('score, outcome and weight must have the same length');
  }
  if (!areFinite(score)) return { kind: 'unavailable', reason: 'not_finite' };
  const levels = new ScoreLevels(score);
  const { size } = levels;
  const positiveWeight = new Float64Array(size);
  const negativeWeight = new Float64Array(size);
  const positiveSquared = new Float64Array(size);
  const negativeSquared = new Float64Array(size);
  let positives = 0;
  for (let i = 0; i < score.length; i++) {
    const unitWeight = weight === undefined ? 1 : (weight[i] as number);
    if (!(unitWeight >= 0 && unitWeight < Infinity)) return { kind: 'unavailable', reason: 'invalid_weight' };
    const level = levels.find(score[i] as number);
    const isPositive = outcome[i] === 1;
    if (isPositive) positives++;
    const weights = isPositive ? positiveWeight : negativeWeight;
    const squares = isPositive ? positiveSquared : negativeSquared;
    weights[level] = (weights[level] as number) + unitWeight;
    squares[level] = (squares[level] as number) + unitWeight * unitWeight;
  }
  if (weight === undefined) return fromLevels({ positiveWeight, negativeWeight }, alpha, true);
  const squared = {
    positiveWeight: positiveSquared,
    negativeWeight: negativeSquared,
    positives,
    negatives: score.length - positives,
  };
  return fromLevels({ positiveWeight, negativeWeight, squared }, alpha, true);
}

/**
 * The same from histograms of scores: bins take the place of distinct scores, so units of one bin count as tied. The result
 * differs from the exact one by at most `binError`; a thousand bins are enough for a page.
 *
 * @throws RangeError when the histograms differ in length.
 */
export function aucFromHistogram(histogram: ScoreHistogram, alpha = 0.05): Auc {
  const size = histogram.positiveWeight.length;
  const { squared } = histogram;
  const lengths = [histogram.negativeWeight.length, squared?.positiveWeight.length, squared?.negativeWeight.length];
  if (lengths.some((length) => length !== undefined && length !== size)) {
    throw new RangeError('all histograms must have the same number of bins');
  }
  return fromLevels(histogram, alpha, false);
}

function fromLevels(levels: ScoreHistogram, alpha: number, isExact: boolean): Auc {
  const { positiveWeight, negativeWeight, squared } = levels;
  const z = twoSidedCritical(alpha);
  const positiveTotal = sum(positiveWeight);
  const negativeTotal = sum(negativeWeight);
  if (!(Number.isFinite(positiveTotal) && Number.isFinite(negativeTotal)))
    return { kind: 'unavailable', reason: 'not_finite' };
  const positives = squared?.positives ?? positiveTotal;
  const negatives = squared?.negatives ?? negativeTotal;
  if (positives < 2 || positiveTotal <= 0) return { kind: 'unavailable', reason: 'too_few_positives' };
  if (negatives < 2 || negativeTotal <= 0) return { kind: 'unavailable', reason: 'too_few_negatives' };
  let negativesBelow = 0;
  let concordant = 0;
  let tied = 0;
  for (let level = 0; level < positiveWeight.length; level++) {
    const pos = positiveWeight[level] as number;
    const neg = negativeWeight[level] as number;
    concordant += pos * (negativesBelow + neg / 2);
    tied += pos * neg;
    negativesBelow += neg;
  }
  const pairs = positiveTotal * negativeTotal;
  const area = concordant / pairs;
  const parts = varianceParts(levels, area, positiveTotal, negativeTotal);
  const variance =
    squared === undefined
      ? (parts.positive * positives) / (positives - 1) + (parts.negative * negatives) / (negatives - 1)
      : parts.positive + parts.negative;
  if (!(variance > 0 && area > 0 && area < 1)) return { kind: 'unavailable', reason: 'no_variance' };
  const standardError = Math.sqrt(variance);
  return {
    kind: 'estimated',
    estimate: area,
    standardError,
    interval: normalInterval(area, standardError, z),
    logitInterval: logitInterval(area, standardError, z),
    positives,
    negatives,
    binError: isExact ? 0 : tied / (2 * pairs),
  };
}

/** Sums of squared influence over the units with and without the outcome. */
function varianceParts(
  levels: ScoreHistogram,
  area: number,
  positiveTotal: number,
  negativeTotal: number,
): { positive: number; negative: number } {
  const { positiveWeight, negativeWeight } = levels;
  const positiveSquared = levels.squared?.positiveWeight ?? positiveWeight;
  const negativeSquared = levels.squared?.negativeWeight ?? negativeWeight;
  let positivesBelow = 0;
  let negativesBelow = 0;
  let positive = 0;
  let negative = 0;
  for (let level = 0; level < positiveWeight.length; level++) {
    const pos = positiveWeight[level] as number;
    const neg = negativeWeight[level] as number;
    const winsOfPositive = (negativesBelow + neg / 2) / negativeTotal;
    const winsOverNegative = 1 - (positivesBelow + pos / 2) / positiveTotal;
    positive += (positiveSquared[level] as number) * (winsOfPositive - area) ** 2;
    negative += (negativeSquared[level] as number) * (winsOverNegative - area) ** 2;
    positivesBelow += pos;
    negativesBelow += neg;
  }
  return { positive: positive / positiveTotal ** 2, negative: negative / negativeTotal ** 2 };
}

function logitInterval(area: number, standardError: number, z: number): Interval {
  const centre = Math.log(area / (1 - area));
  const half = (z * standardError) / (area * (1 - area));
  return { lower: 1 / (1 + Math.exp(half - centre)), upper: 1 / (1 + Math.exp(-half - centre)) };
}

function areFinite(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}
