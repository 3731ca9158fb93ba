import { descendingOrder } from './descending-order.ts';
import { chiSquareSf, normalSf } from './distributions.ts';
import { type EstimateWithInterval, normalInterval } from './estimate.ts';
import { addToMoments, type Moments, NO_MOMENTS, varianceOfMean } from './moments.ts';
import { twoSidedCritical } from './two-sided.ts';

/** Both arms of one band of scores; the first band holds the highest scores. */
export interface BandArms {
  readonly action: Moments;
  readonly holdout: Moments;
  readonly meanScore: number;
}

/** The effect in one band. */
export interface BandUplift extends BandArms {
  /** 1 for the band with the highest scores. */
  readonly band: number;
  /** Action minus holdout, in the outcome's unit. */
  readonly uplift: EstimateWithInterval;
}

/** Whether the effect differs between bands. */
export type BandHeterogeneity =
  | {
      readonly kind: 'tested';
      /** Inverse-variance weighted mean of the bands' effects. */
      readonly pooled: number;
      /** Cochran's Q with its degrees of freedom and p-value. */
      readonly q: number;
      readonly degreesOfFreedom: number;
      readonly pValue: number;
      /** Weighted linear change of the effect from one band to the next lower one. */
      readonly trend: { readonly estimate: number; readonly standardError: number; readonly pValue: number };
    }
  | { readonly kind: 'not_tested'; readonly reason: 'one_band' | 'band_without_variance' };

/** Effects by band of score, from the highest band to the lowest. */
export type UpliftByBand =
  | {
      readonly kind: 'estimated';
      readonly bands: readonly BandUplift[];
      readonly heterogeneity: BandHeterogeneity;
    }
  | { readonly kind: 'unavailable'; readonly reason: 'too_few_units' | 'not_finite' };

/** Units of a randomised phase with their score. */
export interface ScoredArms {
  readonly score: ArrayLike<number>;
  /** 1 for the action arm, 0 for the holdout. */
  readonly action: ArrayLike<number>;
  readonly outcome: ArrayLike<number>;
}

/**
 * Effects by band of score: bands of equal size after sorting by score (ties in input order), at most `bands` of them. When a
 * band would hold fewer than `minUnitsPerArm` units of an arm, fewer and wider bands are formed.
 *
 * @throws RangeError when the columns differ in length or an option is no whole number in range.
 */
export function upliftByBand(
  units: ScoredArms,
  options: { readonly bands: number; readonly minUnitsPerArm?: number; readonly alpha?: number },
): UpliftByBand {
  const { score, action, outcome } = units;
  if (action.length !== score.length || outcome.length !== score.length) {
    throw new RangeError('score, action and outcome must have the same length');
  }
  if (!(Number.isInteger(options.bands) && options.bands >= 1)) throw new RangeError('bands must be at least 1');
  for (let i = 0; i < score.length; i++) {
    if (!(Number.isFinite(score[i]) && Number.isFinite(outcome[i])))
      return { kind: 'unavailable', reason: 'not_finite' };
  }
  const order = descendingOrder(score);
  const least = Math.max(2, options.minUnitsPerArm ?? 2);
  for (let size = options.bands; size >= 1; size--) {
    const arms = bandArms(units, order, size);
    if (arms.every(({ action: a, holdout: h }) => a.count >= least && h.count >= least)) {
      return compareBands(arms, options.alpha);
    }
  }
  return { kind: 'unavailable', reason: 'too_few_units' };
}

/** Effects by band from the moments of both arms of each band, highest scores first. */
export function compareBands(arms: readonly BandArms[], alpha = 0.05): UpliftByBand {
  const z = twoSidedCritical(alpha);
  if (arms.length === 0 || arms.some(({ action, holdout }) => action.count < 2 || holdout.count < 2)) {
    return { kind: 'unavailable', reason: 'too_few_units' };
  }
  const bands = arms.map((band, index): BandUplift => {
    const { action, holdout } = band;
    const estimate = action.mean - holdout.mean;
    const standardError = Math.sqrt(varianceOfMean(action) + varianceOfMean(holdout));
    const uplift = { estimate, standardError, interval: normalInterval(estimate, standardError, z) };
    return { ...band, band: index + 1, uplift };
  });
  return { kind: 'estimated', bands, heterogeneity: heterogeneity(bands) };
}

function heterogeneity(bands: readonly BandUplift[]): BandHeterogeneity {
  if (bands.length < 2) return { kind: 'not_tested', reason: 'one_band' };
  if (bands.some(({ uplift }) => !(uplift.standardError > 0)))
    return { kind: 'not_tested', reason: 'band_without_variance' };
  let weights = 0;
  let weightedEffect = 0;
  let weightedBand = 0;
  for (const { band, uplift } of bands) {
    const weight = uplift.standardError ** -2;
    weights += weight;
    weightedEffect += weight * uplift.estimate;
    weightedBand += weight * band;
  }
  const pooled = weightedEffect / weights;
  const centre = weightedBand / weights;
  let q = 0;
  let bandSquares = 0;
  let crossProducts = 0;
  for (const { band, uplift } of bands) {
    const weight = uplift.standardError ** -2;
    q += weight * (uplift.estimate - pooled) ** 2;
    bandSquares += weight * (band - centre) ** 2;
    crossProducts += weight * (band - centre) * uplift.estimate;
  }
  const degreesOfFreedom = bands.length - 1;
  const slope = crossProducts / bandSquares;
  const slopeError = 1 / Math.sqrt(bandSquares);
  const trend = { estimate: slope, standardError: slopeError, pValue: 2 * normalSf(Math.abs(slope) / slopeError) };
  return { kind: 'tested', pooled, q, degreesOfFreedom, pValue: chiSquareSf(q, degreesOfFreedom), trend };
}

function bandArms({ score, action, outcome }: ScoredArms, order: Uint32Array, size: number): BandArms[] {
  const bands = Array.from({ length: size }, () => ({ action: NO_MOMENTS, holdout: NO_MOMENTS, scores: NO_MOMENTS }));
  for (let rank = 0; rank < order.length; rank++) {
    const unit = order[rank] as number;
    const band = bands[Math.floor((rank * size) / order.length)] as (typeof bands)[number];
    const arm = action[unit] === 1 ? 'action' : 'holdout';
    band[arm] = addToMoments(band[arm], outcome[unit] as number);
    band.scores = addToMoments(band.scores, score[unit] as number);
  }
  return bands.map(({ scores, ...arms }) => ({ ...arms, meanScore: scores.mean }));
}
