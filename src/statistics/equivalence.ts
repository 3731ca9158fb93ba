import type { Interval } from './interval.ts';

/**
 * What an interval of an effect in benefit direction says against 0 and the smallest effect worth having (`dmin`):
 * `harmful` below 0, `worthwhile` at or above dmin, `positive_small` above 0 and below dmin, `positive` above 0 and possibly
 * worthwhile, `none` not above 0 for sure and below dmin, `unknown` anything from nothing to worthwhile.
 */
export type EffectReading = 'harmful' | 'worthwhile' | 'positive' | 'positive_small' | 'none' | 'unknown';

/** A reading with the remark whether harm as large as the smallest worthwhile benefit remains possible. */
export interface Equivalence {
  readonly reading: EffectReading;
  readonly harmNotRuledOut: boolean;
}

/**
 * Reads an interval (benefit direction, positive is good) against 0 and `dmin`, in the same unit.
 *
 * @throws RangeError unless dmin is greater than 0 and the interval's limits are ordered numbers.
 */
export function readEquivalence(interval: Interval, dmin: number): Equivalence {
  if (!(dmin > 0)) throw new RangeError(`dmin must be greater than 0, got ${dmin}`);
  if (!(interval.lower <= interval.upper)) throw new RangeError('the interval must have ordered limits');
  return { reading: readingOf(interval, dmin), harmNotRuledOut: interval.lower < -dmin };
}

function readingOf({ lower, upper }: Interval, dmin: number): EffectReading {
  if (upper < 0) return 'harmful';
  if (lower >= dmin) return 'worthwhile';
  if (lower > 0) return upper < dmin ? 'positive_small' : 'positive';
  return upper < dmin ? 'none' : 'unknown';
}
