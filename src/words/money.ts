import { formatNumber } from './number.ts';

/**
 * An amount in integer minor units of its currency, with as many decimals as asked for: `EUR 12,480`. Whole units by
 * default, because a reader of a total does not read its cents.
 * @param currency ISO 4217 code, which also says how many minor units there are.
 */
export function formatMoney(amountMinor: number, currency: string, decimals = 0): string {
  return `${currency} ${formatNumber(amountMinor / minorUnits(currency), decimals)}`;
}

/** An amount in minor units: whole units from 100 upwards, else all digits of the currency. */
export function formatAmount(amountMinor: number, currency: string): string {
  const major = amountMinor / minorUnits(currency);
  const isWhole = Math.abs(major) >= 100 || Number.isInteger(major);
  return formatMoney(amountMinor, currency, isWhole ? 0 : minorDigits(currency));
}

/** An amount that a person entered, with all digits of its currency. */
export function formatExactAmount(amountMinor: number, currency: string): string {
  return formatMoney(amountMinor, currency, minorDigits(currency));
}

/** How many of its smallest units a currency has: 100 for EUR, 1 for JPY. Currencies that are not known count 100. */
export function minorUnits(currency: string): number {
  return 10 ** minorDigits(currency);
}

/** Decimal digits of the minor unit of a currency: 2 for EUR, 0 for JPY; 2 for a code that is not of ISO 4217's form. */
export function minorDigits(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) return 2;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
