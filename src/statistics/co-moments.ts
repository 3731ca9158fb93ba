import { addToMoments, type Moments, mergeMoments, NO_MOMENTS } from './moments.ts';

/**
 * Sufficient statistics of two variables measured on the same units. In SQL: regr_count(y, x), regr_avgx, regr_avgy, regr_sxx,
 * regr_syy and regr_sxy.
 */
export interface CoMoments {
  readonly count: number;
  readonly meanX: number;
  readonly meanY: number;
  readonly squaredDeviationsX: number;
  readonly squaredDeviationsY: number;
  /** Sum of the products of both deviations from their means. */
  readonly coDeviations: number;
}

/** The co-moments of nothing, the start of an accumulation. */
export const NO_CO_MOMENTS: CoMoments = {
  count: 0,
  meanX: 0,
  meanY: 0,
  squaredDeviationsX: 0,
  squaredDeviationsY: 0,
  coDeviations: 0,
};

/** Adds one pair of values (Welford's update for two variables). */
export function addToCoMoments(moments: CoMoments, x: number, y: number): CoMoments {
  const ofX = addToMoments(momentsOfX(moments), x);
  const ofY = addToMoments(momentsOfY(moments), y);
  return combine(ofX, ofY, moments.coDeviations + (x - moments.meanX) * (y - ofY.mean));
}

/** Co-moments of two samples together (Chan, Golub and LeVeque 1979). */
export function mergeCoMoments(a: CoMoments, b: CoMoments): CoMoments {
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  const between = ((b.meanX - a.meanX) * (b.meanY - a.meanY) * a.count * b.count) / (a.count + b.count);
  return combine(
    mergeMoments(momentsOfX(a), momentsOfX(b)),
    mergeMoments(momentsOfY(a), momentsOfY(b)),
    a.coDeviations + b.coDeviations + between,
  );
}

/** Co-moments of pairs [x, y] held in memory. */
export function coMomentsOf(pairs: Iterable<readonly [x: number, y: number]>): CoMoments {
  let moments = NO_CO_MOMENTS;
  for (const [x, y] of pairs) moments = addToCoMoments(moments, x, y);
  return moments;
}

/** The moments of the first variable alone. */
export function momentsOfX({ count, meanX, squaredDeviationsX }: CoMoments): Moments {
  return count === 0 ? NO_MOMENTS : { count, mean: meanX, squaredDeviations: squaredDeviationsX };
}

/** The moments of the second variable alone. */
export function momentsOfY({ count, meanY, squaredDeviationsY }: CoMoments): Moments {
  return count === 0 ? NO_MOMENTS : { count, mean: meanY, squaredDeviations: squaredDeviationsY };
}

/** Sample covariance with divisor count - 1; zero for fewer than two pairs. */
export function sampleCovariance(moments: CoMoments): number {
  return moments.count > 1 ? moments.coDeviations / (moments.count - 1) : 0;
}

/** Pearson correlation; null when one of the variables does not vary. */
export function correlation({ squaredDeviationsX, squaredDeviationsY, coDeviations }: CoMoments): number | null {
  const scale = Math.sqrt(squaredDeviationsX) * Math.sqrt(squaredDeviationsY);
  return scale > 0 ? Math.max(-1, Math.min(1, coDeviations / scale)) : null;
}

/** Moments of y - slope * (x - centre) without another pass over the data; the mean and the variance follow by algebra. */
export function momentsOfResidual(moments: CoMoments, slope: number, centre: number): Moments {
  const { count, meanX, meanY, squaredDeviationsX, squaredDeviationsY, coDeviations } = moments;
  const squaredDeviations = squaredDeviationsY + slope * (slope * squaredDeviationsX - 2 * coDeviations);
  // Rounding can leave a tiny negative number when y is a straight line of x.
  return { count, mean: meanY - slope * (meanX - centre), squaredDeviations: Math.max(0, squaredDeviations) };
}

function combine(ofX: Moments, ofY: Moments, coDeviations: number): CoMoments {
  return {
    count: ofX.count,
    meanX: ofX.mean,
    meanY: ofY.mean,
    squaredDeviationsX: ofX.squaredDeviations,
    squaredDeviationsY: ofY.squaredDeviations,
    coDeviations,
  };
}
