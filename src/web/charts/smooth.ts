/** A point of a curve; `null` where the value is no finite number, so that the line breaks there. */
export interface CurvePoint {
  readonly x: number;
  readonly value: number | null;
  /** What the value is instead of a number, in words: "infinite". */
  readonly words?: string;
}

/**
 * Smooths a curve by an exponential moving average whose start is not pulled towards 0 (the debiasing of Kingma and Ba,
 * 2015, section 3, which curve viewers of the field use, too): `m = w m + (1 - w) v`, shown as `m / (1 - w^n)`.
 * @param weight how much of the average so far stays, 0 (nothing is smoothed) to below 1. Gaps stay gaps.
 */
export function smooth(points: readonly CurvePoint[], weight: number): readonly CurvePoint[] {
  if (weight <= 0) return points;
  let average = 0;
  let kept = 1;
  return points.map((point) => {
    const { x, value } = point;
    if (value === null) return point;
    average = weight * average + (1 - weight) * value;
    kept *= weight;
    return { x, value: average / (1 - kept) };
  });
}
