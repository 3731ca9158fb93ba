import { RUN_GRAMMAR } from '../filter-grammar.ts';
import { readOrder } from '../filter-language.ts';
import { chooseMeasure, isResult } from '../measure.ts';

/** The kinds of columns, as filters name them. */
export const COLUMN_KINDS = ['attributes', 'metrics', 'params', 'tags'] as const;

/** A kind of column. */
export type ColumnKind = (typeof COLUMN_KINDS)[number];

/** A column of a table of runs, beside the run's name. */
export interface RunColumn {
  /** As filters name it: `metrics.auc`. */
  readonly id: string;
  readonly kind: ColumnKind;
  readonly key: string;
  readonly head: string;
  /** Whether the server can order by it. */
  readonly isSortable: boolean;
}

/** What can be shown of every run, whatever was logged to it. */
export const ATTRIBUTE_HEADS: Readonly<Record<string, string>> = {
  status: 'State',
  start_time: 'Started',
  duration: 'Took',
  started_by: 'Started by',
  data: 'Data',
  commit: 'Code',
  under: 'Started under',
};
const SORTABLE_ATTRIBUTES: ReadonlySet<string> = new Set(['run_name', 'status', 'start_time', 'end_time']);

/** A column by its id; `null` when no column can have it. */
export function columnOf(id: string): RunColumn | null {
  const dot = id.indexOf('.');
  const kind = COLUMN_KINDS.find((known) => known === id.slice(0, dot));
  const key = id.slice(dot + 1);
  if (kind === undefined || key === '') return null;
  if (kind !== 'attributes') return { id, kind, key, head: key, isSortable: true };
  const head = ATTRIBUTE_HEADS[key];
  return head === undefined ? null : { id, kind, key, head, isSortable: SORTABLE_ATTRIBUTES.has(key) };
}

const FIRST_METRICS = 3;
const FIRST_PARAMS = 3;

/** The columns before anybody chose any: the state, the start, the metric that compares runs, and what most runs have. */
export function firstColumns(keys: {
  readonly metrics: readonly string[];
  readonly params: readonly string[];
}): readonly string[] {
  const measure = chooseMeasure(keys.metrics.map((key, at) => ({ key, runCount: -at })))?.key;
  // How long something took is seldom what one compares by, and automatic logging measures it for every run.
  const isSeldom = (key: string) => !isResult(key) || key.startsWith('system/');
  const [results, times] = [keys.metrics.filter((key) => !isSeldom(key)), keys.metrics.filter(isSeldom)];
  const metrics = [...new Set([...(measure === undefined ? [] : [measure]), ...results, ...times])];
  return [
    'attributes.status',
    'attributes.start_time',
    ...metrics.slice(0, FIRST_METRICS).map((key) => `metrics.${key}`),
    ...keys.params.slice(0, FIRST_PARAMS).map((key) => `params.${key}`),
  ];
}

/** Columns with one of them a place to the left (-1) or to the right (1), as far as there is one. */
export function withMoved(columns: readonly string[], id: string, by: -1 | 1): readonly string[] {
  const at = columns.indexOf(id);
  const other = columns[at + by];
  if (at < 0 || other === undefined) return columns;
  return columns.map((column, place) => (place === at ? other : place === at + by ? id : column));
}

/** A key as filters and orders write it, with quotation marks where it needs them. */
export function subjectOf(kind: ColumnKind, key: string): string {
  if (/^[\p{L}\p{N}_][\p{L}\p{N}_./:-]*$/u.test(key)) return `${kind}.${key}`;
  return key.includes('`') ? `${kind}."${key.replaceAll('"', '""')}"` : `${kind}.\`${key}\``;
}

/** What somebody meant who wrote a key without its kind: `val_auc > 0.8` means `metrics.val_auc > 0.8`; `null` where no key is so. */
export function meantBy(
  written: string,
  keys: Readonly<Record<'metrics' | 'params' | 'tags', readonly string[]>>,
): string | null {
  const word = /^[\p{L}\p{N}_./:-]+/u.exec(written)?.[0];
  const kind = (['metrics', 'params', 'tags'] as const).find((one) => word !== undefined && keys[one].includes(word));
  return kind === undefined || word === undefined ? null : subjectOf(kind, word) + written.slice(word.length);
}

/** The clause that orders by a column. */
export function orderClause(column: Pick<RunColumn, 'kind' | 'key'>, isDescending: boolean): string {
  return `${subjectOf(column.kind, column.key)} ${isDescending ? 'DESC' : 'ASC'}`;
}

/** By which column an order sorts and in which direction; `null` for the newest first. */
export function sortOf(orderBy: string): { readonly id: string; readonly isDescending: boolean } | null {
  const reading = readOrder(orderBy.trim() === '' ? [] : [orderBy], RUN_GRAMMAR);
  const term = reading.kind === 'read' ? reading.terms[0] : undefined;
  if (!term) return null;
  return { id: `${term.kind}s.${term.key}`, isDescending: term.isDescending };
}

/** The order after a click on a head: large first, then small first, then the newest again. */
export function nextOrder(orderBy: string, column: RunColumn): string {
  const sort = sortOf(orderBy);
  if (sort?.id !== column.id) return orderClause(column, true);
  return sort.isDescending ? orderClause(column, false) : '';
}

const PARENT = 'tags.`mlflow.parentRunId`';

/** The filter for runs that are part of no other. */
export const TOP_RUNS = `${PARENT} IS NULL`;

/** The page of an experiment with only the runs that are part of one. */
export function addressOfParts(run: { readonly id: string; readonly experimentId: string }): string {
  return `/experiments/${run.experimentId}?${new URLSearchParams({ filter: childrenOf(run.id) })}`;
}

/** The filter for the runs that are part of one. */
export function childrenOf(runId: string): string {
  return `${PARENT} = '${runId}'`;
}
