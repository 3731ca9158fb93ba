import { minorUnits } from '../../../words/index.ts';
import { ASSUMPTION_KIND_NAME, ASSUMPTION_KINDS } from '../assumption.ts';
import { type NumberStyle, numberStyle } from '../believed-range.ts';
import { type Draft, partAt, statedValues } from '../draft-path.ts';
import { DESIGN_NAME, FRAMING_FIELDS } from '../framing-fields.ts';
import { currencyOf } from './draft-defaults.ts';
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
export function valueWords(draft: Draft, path: string, value: unknown): string {
  const currency = currencyOf(partAt(draft, 'successCriterion.currency'));
  if (value === undefined || value === '') return 'nothing';
  if (typeof value === 'string') return choiceWords(path, value);
  if (typeof value === 'number') {
    const words = numberWords(styleAt(draft, path), value, currency);
    return path.endsWith('Days') ? `${words} days` : words;
  }
  if (path === 'assumptions') return statementsIn(value).join('; ');
  if (Array.isArray(value)) return namesIn(value).join(', ') || 'nothing';
  return [...statedValues(value).values()].map((stated) => stated.replace(/^"|"$/g, '')).join(', ');
}

function choiceWords(path: string, value: string): string {
  const kind = /^assumptions\..+\.kind$/.test(path) && ASSUMPTION_KINDS.find((known) => known === value);
  return kind ? ASSUMPTION_KIND_NAME[kind] : (CHOICES[path]?.[value] ?? value);
}

function styleAt(draft: Draft, path: string): NumberStyle {
  if (SHARES.test(path)) return 'share';
  if (path.endsWith('Cents')) return 'money';
  const [, assumption] = /^(assumptions\..+)\.(?:low|high)$/.exec(path) ?? [];
  if (assumption === undefined) return 'amount';
  const stated = partAt(draft, `${assumption}.kind`);
  const metricKind = partAt(draft, 'successCriterion.metric.kind');
  return numberStyle(
    ASSUMPTION_KINDS.find((kind) => kind === stated) ?? 'other',
    typeof metricKind === 'string' ? metricKind : undefined,
  );
}

function numberWords(style: NumberStyle, value: number, currency: string): string {
  if (style === 'share') return `${tidy(value * 100)}%`;
  return style === 'money' ? `${currency} ${tidy(value / minorUnits(currency))}` : String(value);
}

function statementsIn(register: unknown): readonly string[] {
  if (typeof register !== 'object' || register === null) return [];
  return Object.values(register).flatMap((assumption) => textAt(assumption, 'statement'));
}

/** What the entries of a list are called: figures that must not get worse, by the words for what is counted. */
function namesIn(list: readonly unknown[]): readonly string[] {
  return list.map((entry, index) => textAt(entry, 'metric.name')[0] ?? `figure ${index + 1}`);
}

function textAt(value: unknown, path: string): readonly string[] {
  const text = partAt(value, path);
  return typeof text === 'string' && text !== '' ? [text] : [];
}

/** What a draft states so far, field by field in the order of the form. */
export function statedFacts(draft: Draft): readonly { readonly term: string; readonly detail: string }[] {
  return FRAMING_FIELDS.flatMap(({ path, label }) => {
    const value = partAt(draft, path);
    return value === undefined || value === '' ? [] : [{ term: label, detail: valueWords(draft, path, value) }];
  });
}
