/** A count as text: `12,569`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** A figure of a plan as text, with three significant digits: no plan is finer than that. */
export function formatFigure(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 20 });
}

/** A positive figure with three significant digits, never smaller than it was. */
export function roundUp(value: number): number {
  const step = 10 ** (Math.floor(Math.log10(value)) - 2);
  return Number((Math.ceil(value / step) * step).toPrecision(3));
}

/** A figure that a person entered, with all of its digits. */
export function formatExact(value: number): string {
  return Number(value.toPrecision(15)).toLocaleString('en-US', { maximumFractionDigits: 20 });
}

/** A share between 0 and 1 as a percentage, with all of its digits: `12.5%`. */
export function formatShare(share: number): string {
  return `${formatExact(share * 100)}%`;
}

/** An amount in minor units as text: `EUR 12,400`. Whole units from 100 upwards, else all digits of the currency. */
export function formatCents(cents: number, currency: string): string {
  const digits = minorDigits(currency);
  const major = cents / 10 ** digits;
  return `${currency} ${major.toLocaleString('en-US', fraction(Math.abs(major) >= 100 || Number.isInteger(major) ? 0 : digits))}`;
}

/** An amount that a person entered, with all of its digits. */
export function formatExactCents(cents: number, currency: string): string {
  const digits = minorDigits(currency);
  return `${currency} ${(cents / 10 ** digits).toLocaleString('en-US', fraction(digits))}`;
}

/** A share of units as people count them: `2 of 100 customers`, `3 of 10,000 machines`. */
export function countOf(share: number, plural: string): string {
  let outOf = 100;
  while (share * outOf < 1 && outOf < 1_000_000) outOf *= 10;
  return `${formatFigure(share * outOf)} of ${formatCount(outOf)} ${plural}`;
}

/** A day as people write it: `14 May 2026`. */
export function formatDay(isoDay: string): string {
  return new Date(`${isoDay}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** The day that lies a number of days after another; ISO days. */
export function addDays(isoDay: string, count: number): string {
  const day = new Date(`${isoDay}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + count);
  return day.toISOString().slice(0, 10);
}

/** Days from one ISO day to another; negative when the second comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

function fraction(digits: number) {
  return { minimumFractionDigits: digits, maximumFractionDigits: digits };
}

/** Decimal digits of a currency's minor unit: 2 for EUR, 0 for JPY. */
function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
