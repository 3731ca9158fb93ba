import { type CoMoments, momentsOfResidual } from './co-moments.ts';
import type { Estimate } from './estimate.ts';
import { varianceOfMean } from './moments.ts';
import { type RelativeLift, relativeLift } from './relative-lift.ts';
import { type Arms, type TestedDifference, testedDifference } from './two-means.ts';
import { requireAlpha } from './two-sided.ts';

/** The ratio of one arm, or why there is none. */
export type ArmRatio =
  | ({ readonly kind: 'estimated' } & Estimate)
  | { readonly kind: 'unavailable'; readonly reason: 'too_few_units' | 'zero_denominator' };

/** The difference of two ratios, action minus holdout, or why there is none. */
export type RatioMetric =
  | ({
      readonly kind: 'estimated';
      readonly action: Estimate;
      readonly holdout: Estimate;
      readonly relative: RelativeLift;
    } & TestedDifference)
  | { readonly kind: 'unavailable'; readonly reason: 'too_few_units' | 'zero_denominator' | 'zero_variance' };

/**
 * Compares a ratio of sums between arms, such as hours of downtime per machine-week. In the co-moments of each arm, y is the numerator
 * and x the denominator of one randomised unit. Delta method, normal interval.
 *
 * @throws RangeError unless 0 < alpha < 1.
 */
export function ratioMetric(arms: Arms<CoMoments>, alpha = 0.05): RatioMetric {
  requireAlpha(alpha);
  const action = armRatio(arms.action);
  const holdout = armRatio(arms.holdout);
  if (action.kind === 'unavailable') return action;
  if (holdout.kind === 'unavailable') return holdout;
  const standardError = Math.hypot(action.standardError, holdout.standardError);
  if (!(standardError > 0)) return { kind: 'unavailable', reason: 'zero_variance' };
  return {
    kind: 'estimated',
    ...testedDifference(action.estimate - holdout.estimate, standardError, alpha),
    action,
    holdout,
    relative: relativeLift({ action, holdout }, alpha),
  };
}

/**
 * Ratio of the mean of y to the mean of x and its delta-method standard error: the variance of the mean of y - ratio * x, divided by the
 * squared mean of x.
 */
export function armRatio(arm: CoMoments): ArmRatio {
  if (arm.count < 2) return { kind: 'unavailable', reason: 'too_few_units' };
  const estimate = arm.meanY / arm.meanX;
  const standardError = Math.sqrt(varianceOfMean(momentsOfResidual(arm, estimate, 0))) / Math.abs(arm.meanX);
  // A denominator so close to zero that the division overflows is zero for every purpose.
  if (arm.meanX === 0 || !Number.isFinite(standardError)) return { kind: 'unavailable', reason: 'zero_denominator' };
  return { kind: 'estimated', estimate, standardError };
}
