import { tQuantile, tSf } from './distributions.ts';

/**
 * How many standard errors a two-sided interval with error probability `alpha` extends to each side: 1.96 for 0.05. Student's t
 * with `degreesOfFreedom`; Infinity, the default, means the normal distribution.
 *
 * @throws RangeError unless 0 < alpha < 1.
 */
export function twoSidedCritical(alpha: number, degreesOfFreedom = Infinity): number {
  requireAlpha(alpha);
  return -tQuantile(alpha / 2, degreesOfFreedom);
}

/** Two-sided p-value of a statistic under Student's t distribution; Infinity, the default, means the normal distribution. */
export function twoSidedPValue(statistic: number, degreesOfFreedom = Infinity): number {
  return Math.min(1, 2 * tSf(Math.abs(statistic), degreesOfFreedom));
}

/** Refuses an error probability outside 0..1; that is a mistake of the caller, not of the data. */
export function requireAlpha(alpha: number): void {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must lie between 0 and 1, got ${alpha}`);
}
