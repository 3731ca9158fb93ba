import type { Interval } from '../../statistics/interval.ts';

/**
 * Decimal places that a range deserves: two significant digits of its width, so that no digit on screen is finer than
 * what is known. Negative places round to tens, hundreds and so on. A range of no width keeps three digits of its value.
 */
export function decimalPlaces({ lower, upper }: Interval): number {
  const width = upper - lower;
  if (width > 0) return 1 - exponentOf(width);
  return lower === 0 ? 0 : 2 - exponentOf(lower);
}

/** A value rounded to the precision of a range. */
export function roundToRange(value: number, range: Interval): number {
  return roundToPlaces(value, decimalPlaces(range));
}

/** A value as text at the precision of a range, with thousands separated by commas: `12,400`, `-0.35`. */
export function formatToRange(value: number, range: Interval): string {
  const places = decimalPlaces(range);
  return formatNumber(roundToPlaces(value, places), Math.max(0, places));
}

/** A number as text with fixed decimals and thousands separated by commas. */
export function formatNumber(value: number, decimals = 0): string {
  const fixed = Math.abs(value).toFixed(Math.min(decimals, 20));
  const [whole = '0', fraction] = fixed.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const isNegative = value < 0 && Number(fixed) !== 0;
  return `${isNegative ? '-' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** The decimals in which somebody wrote a figure, six at most: the difference of 30 and 26.4 has one, whatever binary says. */
export function decimalsOf(value: number): number {
  return Math.min(6, (String(Number(value.toPrecision(12))).split('.')[1] ?? '').length);
}

function roundToPlaces(value: number, places: number): number {
  if (places >= 0) return Number(value.toFixed(Math.min(places, 20)));
  const step = 10 ** -places;
  return Math.round(value / step) * step;
}

/** The power of ten of the leading digit once rounded to two digits, so that 9.96 counts as 10. */
function exponentOf(value: number): number {
  return Number(value.toExponential(1).split('e')[1]);
}
