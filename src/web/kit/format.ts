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

/**
 * An amount in integer minor units of its currency: `€12,480`. Whole units by default, because a reader of a total
 * does not read its cents.
 * @param currency ISO 4217 code, which also says how many minor units there are.
 */
export function formatMoney(amountMinor: number, currency: string, decimals = 0): string {
  const format = new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  const minorDigits =
    new Intl.NumberFormat(LOCALE, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return withMinus(format.format(unsignedZero(amountMinor / 10 ** minorDigits, decimals)));
}

/** How many of its smallest units a currency has: 100 for EUR, 1 for JPY. Currencies that are not known count 100. */
export function minorUnits(currency: string): number {
  try {
    const format = new Intl.NumberFormat(LOCALE, { style: 'currency', currency });
    return 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2);
  } catch {
    return 100;
  }
}

/** The short names of the months. Browsers disagree on them ("Sep", "Sept"), so they are our own. */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** The short name of a month, 0 for January. */
export function monthName(month: number): string {
  return MONTHS[month] ?? '';
}

/** A day: `3 May 2026`. ISO days without a time are taken as they stand, in no time zone. */
export function formatDay(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) throw new RangeError(`"${iso}" is not an ISO day or moment.`);
  return isDayOnly(iso)
    ? `${date.getUTCDate()} ${monthName(date.getUTCMonth())} ${date.getUTCFullYear()}`
    : `${date.getDate()} ${monthName(date.getMonth())} ${date.getFullYear()}`;
}

/** A moment in the reader's time zone: `3 May 2026, 14:05`. */
export function formatMoment(iso: string): string {
  const date = new Date(iso);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${formatDay(date.toISOString())}, ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** How long ago a moment was, in words: `3 days ago`, `in 2 hours`, `just now`. */
export function formatAgo(iso: string, now: Date): string {
  const seconds = (new Date(iso).getTime() - now.getTime()) / 1000;
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  for (const [unit, length] of AGO_UNITS) {
    if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit);
  }
  return 'just now';
}

const AGO_UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** A size of a file: `1.4 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${formatNumber(bytes / 1_000, 0)} kB`;
  return `${formatNumber(bytes / 1_000_000, 1)} MB`;
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

function isDayOnly(iso: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(iso);
}

/** Avoids `−0.0`, which makes a reader wonder. */
function unsignedZero(value: number, decimals: number): number {
  return Math.abs(value) < 0.5 * 10 ** -decimals ? 0 : value;
}

function withMinus(text: string): string {
  return text.replace('-', '−');
}
