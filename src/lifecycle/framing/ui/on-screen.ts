import { minorUnits } from '../../../words/index.ts';
import { type Draft, partAt, withPart } from '../draft-path.ts';
import { currencyOf } from './draft-defaults.ts';

/** A figure without the dust of binary fractions: 0.07 x 100 is 7. */
export function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** The fields that hold money. */
const MONEY_PATHS = [
  'decisionPolicy.costPerActionCents',
  'decisionPolicy.fixedCostCents',
  'successCriterion.valuePerOutcomeCents',
] as const;

/** The draft in another currency. The amounts on screen stay as they are, so their smallest units may change. */
export function withCurrency(draft: Draft, currency: string): Draft {
  const before = minorUnits(currencyOf(partAt(draft, 'successCriterion.currency')));
  const rescale = minorUnits(currency) / before;
  const changed = withPart(draft, 'successCriterion.currency', currency);
  return MONEY_PATHS.reduce((content, path) => {
    const cents = partAt(content, path);
    return typeof cents === 'number' ? withPart(content, path, Math.round(cents * rescale)) : content;
  }, changed);
}

/** A name for data made from words: "Customer who left" becomes `customer_who_left`; empty when no letter is left. */
export function dataNameOf(words: string): string {
  return words
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 40)
    .replace(/_+$/, '');
}
