const LOCALE = 'en-GB';

/** What a page says where a number does not exist yet; never 0 and never a dash. */
export const NOT_MEASURED = 'Not measured yet';

/** A count in full: `12,480`. */
export function formatCount(count: number): string {
  return new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 }).format(count);
}

/** A number with a fixed count of decimals and a true minus sign: `−2.10`. */
export function formatNumber(value: number, decimals = 1): string {
  return withMinus(
    new Intl.NumberFormat(LOCALE, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(
      unsignedZero(value, decimals),
    ),
  );
}

/** A rate 0..1 as a percentage: `12.4%`. */
export function formatPercent(rate: number, decimals = 1): string {
  return `${formatNumber(rate * 100, decimals)}%`;
}

/** A difference of two rates (each 0..1) in percentage points, without the word: `2.1`. */
export function formatPoints(difference: number, decimals = 1): string {
  return formatNumber(difference * 100, decimals);
}

/** A figure of a plan or of a mean as text, with three significant digits: nothing that is foreseen is finer than that. */
export function formatFigure(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString(LOCALE, { maximumFractionDigits: 20 });
}

/** A positive figure with three significant digits, never smaller than it was. */
export function roundUp(value: number): number {
  const step = 10 ** (Math.floor(Math.log10(value)) - 2);
  return Number((Math.ceil(value / step) * step).toPrecision(3));
}

/** A figure that a person entered, with all of its digits. */
export function formatExact(value: number): string {
  return Number(value.toPrecision(15)).toLocaleString(LOCALE, { maximumFractionDigits: 20 });
}

/** A share between 0 and 1 as a percentage, with all of its digits: `12.5%`. */
export function formatShare(share: number): string {
  return `${formatExact(share * 100)}%`;
}

/** A share of units as people count them: `2 of 100 customers`, `3 of 10,000 machines`. */
export function countOf(share: number, plural: string): string {
  let outOf = 100;
  while (share * outOf < 1 && outOf < 1_000_000) outOf *= 10;
  return `${formatFigure(share * outOf)} of ${formatCount(outOf)} ${plural}`;
}

/** A size of a file: `1.4 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${formatNumber(bytes / 1_000, 0)} kB`;
  if (bytes < 1_000_000_000) return `${formatNumber(bytes / 1_000_000, 1)} MB`;
  return `${formatNumber(bytes / 1_000_000_000, 1)} GB`;
}

/** A count with its noun in the right number: `1 person`, `3 people`. */
export function formatPlural(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** The range in words, smaller number first: `between 1.4 and 2.8 points`; `1.4 points` when both read the same. */
export function rangeWords(low: number, high: number, format: (value: number) => string, unit?: string): string {
  const [from, to] = [format(Math.min(low, high)), format(Math.max(low, high))];
  const suffix = unit ? ` ${unit}` : '';
  return from === to ? `${from}${suffix}` : `between ${from} and ${to}${suffix}`;
}

/** Avoids `−0.0`, which makes a reader wonder. */
function unsignedZero(value: number, decimals: number): number {
  return Math.abs(value) < 0.5 * 10 ** -decimals ? 0 : value;
}

/** A true minus sign where `Intl` writes a hyphen. */
function withMinus(text: string): string {
  return text.replace('-', '−');
}
