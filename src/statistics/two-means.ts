import { type EstimateWithInterval, normalInterval } from './estimate.ts';
import { type Moments, varianceOfMean } from './moments.ts';
import { requireAlpha, twoSidedCritical, twoSidedPValue } from './two-sided.ts';

/** The action arm and the holdout of one comparison. */
export interface Arms<T> {
  readonly action: T;
  readonly holdout: T;
}

/** A difference, action minus holdout, with its test against zero. */
export interface TestedDifference extends EstimateWithInterval {
  /** Degrees of freedom of Student's t; Infinity where the normal distribution was used. */
  readonly degreesOfFreedom: number;
  /** Two-sided p-value. */
  readonly pValue: number;
}

/** The difference of two means, or why there is none. */
export type TwoMeans =
  | ({ readonly kind: 'estimated' } & TestedDifference)
  | { readonly kind: 'unavailable'; readonly reason: 'too_few_units' | 'zero_variance' };

/**
 * Difference of two means with unequal variances: B. L. Welch's t interval with Satterthwaite's degrees of freedom.
 * Needs two units in each arm and some variation in one of them.
 *
 * @throws RangeError unless 0 < alpha < 1.
 */
export function twoMeans({ action, holdout }: Arms<Moments>, alpha = 0.05): TwoMeans {
  requireAlpha(alpha);
  if (action.count < 2 || holdout.count < 2) return { kind: 'unavailable', reason: 'too_few_units' };
  const ofAction = varianceOfMean(action);
  const ofHoldout = varianceOfMean(holdout);
  const variance = ofAction + ofHoldout;
  if (!(variance > 0)) return { kind: 'unavailable', reason: 'zero_variance' };
  // Shares of the variance instead of the variances themselves: squares of tiny numbers would underflow.
  const degreesOfFreedom =
    1 / ((ofAction / variance) ** 2 / (action.count - 1) + (ofHoldout / variance) ** 2 / (holdout.count - 1));
  const difference = testedDifference(action.mean - holdout.mean, Math.sqrt(variance), alpha, degreesOfFreedom);
  return { kind: 'estimated', ...difference };
}

/** A difference with a known standard error above zero, its two-sided interval and its p-value against zero. */
export function testedDifference(
  estimate: number,
  standardError: number,
  alpha: number,
  degreesOfFreedom = Infinity,
): TestedDifference {
  return {
    estimate,
    standardError,
    interval: normalInterval(estimate, standardError, twoSidedCritical(alpha, degreesOfFreedom)),
    degreesOfFreedom,
    pValue: twoSidedPValue(estimate / standardError, degreesOfFreedom),
  };
}
