import type { Interval } from './interval.ts';

/** A point estimate with its standard error, both in the unit of the quantity. */
export interface Estimate {
  readonly estimate: number;
  readonly standardError: number;
}

/** An estimate with its two-sided interval. */
export interface EstimateWithInterval extends Estimate {
  readonly interval: Interval;
}

/** The interval `estimate` plus and minus `z` standard errors; `z` may also be a quantile of Student's t. */
export function normalInterval(estimate: number, standardError: number, z: number): Interval {
  return { lower: estimate - z * standardError, upper: estimate + z * standardError };
}
