import type { Interval } from '../../statistics/interval.ts';
import { minorUnits } from '../../words/index.ts';
import { formatToRange } from './round-to-range.ts';

/** Where a money figure comes from: a model's metrics, a measured effect, or the confirmation of finance. */
export type MoneyLabel = 'proxy' | 'measured' | 'validated';

/** Money as a range and a best estimate, in minor units (cents), with currency and label. */
export interface MoneyEstimate {
  readonly intervalMinor: Interval;
  readonly pointMinor: number;
  /** ISO 4217 code. */
  readonly currency: string;
  readonly label: MoneyLabel;
}

/** The words that stand behind every money figure, because money without its origin is not comparable. */
export const MONEY_LABEL: Readonly<Record<MoneyLabel, string>> = {
  proxy: 'proxy value',
  measured: 'measured value',
  validated: 'validated value',
};

/** An amount in minor units as text, without its label: `EUR 12,400`. */
export function moneyToRange(minor: number, currency: string, rangeMinor: Interval): string {
  const scale = minorUnits(currency);
  const major = (value: number) => value / scale;
  const range = { lower: major(rangeMinor.lower), upper: major(rangeMinor.upper) };
  return `${currency} ${formatToRange(major(minor), range)}`;
}

/**
 * What the initiative brings or costs after costs, as the end of a sentence: "gains between EUR 8,000 and EUR 42,000
 * after costs (best estimate EUR 25,000; measured value)".
 */
export function moneyClause({ intervalMinor, pointMinor, currency, label }: MoneyEstimate): string {
  const money = (minor: number) => moneyToRange(Math.abs(minor), currency, intervalMinor);
  const { lower, upper } = intervalMinor;
  const origin = `(best estimate ${signed(pointMinor, money)}; ${MONEY_LABEL[label]})`;
  if (lower >= 0) return `it gains likely between ${money(lower)} and ${money(upper)} after costs ${origin}`;
  if (upper <= 0) return `it loses likely between ${money(upper)} and ${money(lower)} after costs ${origin}`;
  return `after costs it could be anything from a loss of ${money(lower)} to a gain of ${money(upper)} ${origin}`;
}

function signed(minor: number, money: (minor: number) => string): string {
  const told = money(minor);
  if (!/[1-9]/.test(told)) return told;
  return `${minor < 0 ? 'a loss of' : 'a gain of'} ${told}`;
}
