import { type CoMoments, type Moments, NO_CO_MOMENTS, NO_MOMENTS } from '../../statistics/index.ts';

/** The moments of a column, by two passes: exact where a running sum of squares would cancel, and without an object per value. */
export function momentsOfColumn(values: Float64Array): Moments {
  const count = values.length;
  if (count === 0) return NO_MOMENTS;
  const mean = meanOfColumn(values);
  let squaredDeviations = 0;
  for (let i = 0; i < count; i += 1) squaredDeviations += ((values[i] as number) - mean) ** 2;
  return { count, mean, squaredDeviations };
}

/** The co-moments of two columns of the same units, by two passes. */
export function coMomentsOfColumns(x: Float64Array, y: Float64Array): CoMoments {
  const count = x.length;
  if (y.length !== count) throw new RangeError('both columns must have the same length');
  if (count === 0) return NO_CO_MOMENTS;
  const meanX = meanOfColumn(x);
  const meanY = meanOfColumn(y);
  let squaredDeviationsX = 0;
  let squaredDeviationsY = 0;
  let coDeviations = 0;
  for (let i = 0; i < count; i += 1) {
    const fromMeanX = (x[i] as number) - meanX;
    const fromMeanY = (y[i] as number) - meanY;
    squaredDeviationsX += fromMeanX * fromMeanX;
    squaredDeviationsY += fromMeanY * fromMeanY;
    coDeviations += fromMeanX * fromMeanY;
  }
  return { count, meanX, meanY, squaredDeviationsX, squaredDeviationsY, coDeviations };
}

/** The moments of the negated variable when `sign` is -1: what turns "fewer is better" into benefit direction. */
export function signedMoments(moments: Moments, sign: Sign): Moments {
  return { ...moments, mean: sign * moments.mean };
}

/** The co-moments with y negated when `sign` is -1. */
export function withSignedY(moments: CoMoments, sign: Sign): CoMoments {
  return { ...moments, meanY: sign * moments.meanY, coDeviations: sign * moments.coDeviations };
}

/** The co-moments with x negated when `sign` is -1. */
export function withSignedX(moments: CoMoments, sign: Sign): CoMoments {
  return { ...moments, meanX: sign * moments.meanX, coDeviations: sign * moments.coDeviations };
}

/** 1 when more is better, -1 when less is better. */
export type Sign = 1 | -1;

/** The sign that turns values of a metric into benefit direction. */
export function benefitSign(direction: 'up' | 'down'): Sign {
  return direction === 'up' ? 1 : -1;
}

function meanOfColumn(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i] as number;
  return sum / values.length;
}
