/** At most `most` of the values, spread evenly over their places, the first and the last included when two fit. */
export function pickEvenly(values: readonly number[], most: number): readonly number[] {
  if (values.length <= most) return values;
  if (most <= 1) return values.slice(0, Math.max(0, most));
  const stride = (values.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, place) => values[Math.round(place * stride)] ?? 0);
}
