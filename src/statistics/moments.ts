/**
 * Sufficient statistics of one variable: number, mean and sum of squared deviations from the mean. Raw sums of squares are never
 * kept, because they cancel. In SQL: count(y), avg(y), var_pop(y) * count(y).
 */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly squaredDeviations: number;
}

/** Counts of a yes/no outcome: how many units, and how many of them had the event. */
export interface EventCount {
  readonly units: number;
  readonly events: number;
}

/** The moments of nothing, the start of an accumulation. */
export const NO_MOMENTS: Moments = { count: 0, mean: 0, squaredDeviations: 0 };

/** Adds one value (B. P. Welford 1962). */
export function addToMoments(moments: Moments, value: number): Moments {
  const count = moments.count + 1;
  const fromOldMean = value - moments.mean;
  const mean = moments.mean + fromOldMean / count;
  return { count, mean, squaredDeviations: moments.squaredDeviations + fromOldMean * (value - mean) };
}

/** Moments of two samples together (Chan, Golub and LeVeque 1979). */
export function mergeMoments(a: Moments, b: Moments): Moments {
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  const count = a.count + b.count;
  const between = b.mean - a.mean;
  return {
    count,
    mean: a.mean + (between * b.count) / count,
    squaredDeviations: a.squaredDeviations + b.squaredDeviations + (between * between * a.count * b.count) / count,
  };
}

/** Moments of values held in memory. */
export function momentsOf(values: Iterable<number>): Moments {
  let moments = NO_MOMENTS;
  for (const value of values) moments = addToMoments(moments, value);
  return moments;
}

/** Moments from a sample variance with divisor count - 1, as `var_samp` gives it. */
export function momentsFromVariance(count: number, mean: number, variance: number): Moments {
  return { count, mean, squaredDeviations: count > 1 ? variance * (count - 1) : 0 };
}

/** Moments of a yes/no outcome coded 1 and 0. */
export function momentsOfEvents({ units, events }: EventCount): Moments {
  if (units === 0) return NO_MOMENTS;
  return { count: units, mean: events / units, squaredDeviations: (events * (units - events)) / units };
}

/** Sample variance with divisor count - 1; zero for fewer than two values. */
export function sampleVariance(moments: Moments): number {
  return moments.count > 1 ? moments.squaredDeviations / (moments.count - 1) : 0;
}

/** Variance of the mean: sample variance divided by the count; zero for fewer than two values. */
export function varianceOfMean(moments: Moments): number {
  return moments.count > 1 ? sampleVariance(moments) / moments.count : 0;
}
