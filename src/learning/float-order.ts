const float = new DataView(new ArrayBuffer(8));

/**
 * The greatest float64 below a number: `value < x` holds exactly when `value <= nextBelow(x)`. NaN, which nothing is at most,
 * where nothing is below.
 */
export function nextBelow(value: number): number {
  if (Number.isNaN(value) || value === Number.NEGATIVE_INFINITY) return Number.NaN;
  if (value === 0) return -Number.MIN_VALUE;
  float.setFloat64(0, value);
  const bits = float.getBigInt64(0);
  float.setBigInt64(0, value > 0 ? bits - 1n : bits + 1n);
  return float.getFloat64(0);
}
