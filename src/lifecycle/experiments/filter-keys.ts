import type { FilterGrammar, FilterKind } from './filter-grammar.ts';

/** The kinds of keys by what stands before their dot. */
export const PREFIXES: ReadonlyMap<string, FilterKind> = new Map<string, FilterKind>([
  ['metric', 'metric'],
  ['metrics', 'metric'],
  ['parameter', 'param'],
  ['parameters', 'param'],
  ['param', 'param'],
  ['params', 'param'],
  ['tag', 'tag'],
  ['tags', 'tag'],
  ['attribute', 'attribute'],
  ['attributes', 'attribute'],
  ['attr', 'attribute'],
  ['run', 'attribute'],
  ['trace', 'attribute'],
  ['dataset', 'dataset'],
  ['datasets', 'dataset'],
  ['metadata', 'metadata'],
  ['request_metadata', 'metadata'],
  ['feedback', 'feedback'],
  ['expectation', 'expectation'],
  ['span', 'span'],
]);
/** How a kind of key is offered to whoever wrote none that exists. */
const OFFERED: Readonly<Record<FilterKind, string>> = {
  attribute: 'attributes.',
  metric: 'metrics.',
  param: 'params.',
  tag: 'tags.',
  dataset: 'datasets.',
  metadata: 'metadata.',
  feedback: 'feedback.',
  expectation: 'expectation.',
  span: 'span.',
};
/** What can be asked of data sets. */
export const DATASET_KEYS = ['name', 'digest', 'context'];
/** What can be asked of spans beside their attributes. */
export const SPAN_KEYS = ['name', 'type', 'status'];
/** What begins the key of an attribute of a span. */
export const SPAN_ATTRIBUTE = 'attributes.';

/** The kinds of keys of a grammar, as they are offered. */
export function kindsInWords({ kinds }: FilterGrammar): string {
  return [...kinds, 'attribute' as const].map((kind) => OFFERED[kind]).join(', ');
}
