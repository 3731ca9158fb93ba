import { minorUnits } from '../../../web/kit/format.ts';
import { DESIGN_NAME, FRAMING_FIELDS } from '../framing-fields.ts';
import { currencyOf } from './draft-defaults.ts';
import { type Draft, partAt, statedValues } from './draft-path.ts';
import { tidy } from './on-screen.ts';

const DIRECTIONS = { up: 'more is better', down: 'less is better' };
const KINDS = { binary: 'yes or no', mean: 'an amount', ratio: 'an amount for each of something else' };

/** The words for values that come from a fixed choice. */
const CHOICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'kpi.direction': DIRECTIONS,
  'successCriterion.metric.direction': DIRECTIONS,
  'successCriterion.metric.kind': KINDS,
  'successCriterion.design': DESIGN_NAME,
};

/** Paths whose numbers are shares, shown as percent. */
const SHARES = /(Share|reachTarget|alphaLooks|alphaReadOut)$/;

/** A value of a draft that may be incomplete, in words; the words of complete framings come from `FRAMING_FIELDS`. */
export function valueWords(path: string, value: unknown, currency: string): string {
  if (value === undefined || value === '') return 'nothing';
  if (typeof value === 'string') return CHOICES[path]?.[value] ?? value;
  if (typeof value === 'number') {
    if (SHARES.test(path)) return `${tidy(value * 100)}%`;
    return path.endsWith('Cents') ? `${currency} ${tidy(value / minorUnits(currency))}` : String(value);
  }
  if (Array.isArray(value)) return `${value.length} in the list`;
  return [...statedValues(value).values()].map((stated) => stated.replace(/^"|"$/g, '')).join(', ');
}

/** What a draft states so far, field by field in the order of the form. */
export function statedFacts(draft: Draft): readonly { readonly term: string; readonly detail: string }[] {
  const currency = currencyOf(partAt(draft, 'successCriterion.currency'));
  return FRAMING_FIELDS.flatMap(({ path, label }) => {
    const value = partAt(draft, path);
    return value === undefined || value === '' ? [] : [{ term: label, detail: valueWords(path, value, currency) }];
  });
}
