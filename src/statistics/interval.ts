/** A closed range of values that the data allow, in the unit of the quantity it bounds. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** Whether the value lies in the interval, ends included. */
export function containsValue(interval: Interval, value: number): boolean {
  return interval.lower <= value && value <= interval.upper;
}

/** The interval of the negated quantity, which turns "fewer is better" into benefit direction. */
export function negateInterval({ lower, upper }: Interval): Interval {
  return { lower: negate(upper), upper: negate(lower) };
}

/** Minus zero is written as zero, so that nothing shows "-0". */
function negate(value: number): number {
  return value === 0 ? 0 : -value;
}
