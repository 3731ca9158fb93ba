import type { Interval } from './interval.ts';
import type { EventCount } from './moments.ts';
import { twoSidedCritical } from './two-sided.ts';

/**
 * E. B. Wilson's score interval (1927) of a rate, 0..1. Without units nothing is known and the answer is 0..1.
 *
 * @throws RangeError unless 0 < alpha < 1.
 */
export function wilsonInterval({ units, events }: EventCount, alpha = 0.05): Interval {
  const z = twoSidedCritical(alpha);
  if (units === 0) return { lower: 0, upper: 1 };
  const rate = events / units;
  const denominator = units + z * z;
  const centre = (events + (z * z) / 2) / denominator;
  const half = (z * Math.sqrt(units * rate * (1 - rate) + (z * z) / 4)) / denominator;
  return {
    // At the ends the formula is exactly 0 or 1; rounding must not leave a tiny negative rate.
    lower: events === 0 ? 0 : Math.max(0, centre - half),
    upper: events === units ? 1 : Math.min(1, centre + half),
  };
}
