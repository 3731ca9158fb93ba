import { type RawBuilder, sql } from 'kysely';
import type { SortKey } from '../../platform/database/keyset.ts';
import { numberTest, oneOf, textTest, valueTest } from '../../platform/database/value-test.ts';
import type { FilterCondition } from './filter-grammar.ts';
import { RUN_NAME_TAG } from './run.ts';

/** What runs can be compared and ordered by, as expressions on a run `r`. */
export const RUN_ATTRIBUTES = new Map<string, Omit<SortKey, 'isDescending'>>([
  ['run_id', { expression: sql`r.id`, type: 'text' }],
  ['run_name', { expression: sql`r.name`, type: 'text' }],
  ['status', { expression: sql`r.status`, type: 'text' }],
  [
    'artifact_uri',
    {
      expression: sql`((select coalesce(x.artifact_location, 'mlflow-artifacts:/' || x.no) from experiments x
        where x.no = r.experiment_no) || '/' || r.id || '/artifacts')`,
      type: 'text',
    },
  ],
  ['user_id', { expression: sql`r.user_name`, type: 'text' }],
  ['start_time', { expression: sql`r.start_ms`, type: 'integer' }],
  ['end_time', { expression: sql`r.end_ms`, type: 'integer', isNullable: true }],
]);

/**
 * Whether a run `r` satisfies a condition.
 * @param keyNos the numbers of logged keys; a key without one was never logged.
 * @param experimentNos the experiments that are searched, with which the indexes of values begin.
 */
export function runTest(
  condition: FilterCondition,
  keyNos: ReadonlyMap<string, number>,
  experimentNos: readonly number[],
): RawBuilder<unknown> {
  switch (condition.kind) {
    case 'attribute': {
      const attribute = RUN_ATTRIBUTES.get(condition.key);
      return attribute ? valueTest(attribute.expression, condition) : sql`false`;
    }
    case 'dataset':
      return datasetTest(condition);
    default:
      return loggedTest(condition, keyNos.get(condition.key), experimentNos);
  }
}

/** A run without the key is found by no comparison, not even by `!=`; NaN satisfies no comparison either. */
function loggedTest(
  condition: FilterCondition,
  keyNo: number | undefined,
  experimentNos: readonly number[],
): RawBuilder<unknown> {
  if (keyNo === undefined) return condition.test === 'presence' && !condition.isPresent ? sql`true` : sql`false`;
  // The experiment is that of the run; said once more, because the indexes of values begin with it.
  const exists = (test: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`exists (select from ${tableOf(condition)} v
      where v.run_no = r.no and ${oneOf(sql`v.experiment_no`, experimentNos)} and v.key_no = ${keyNo} and ${test})`;
  switch (condition.test) {
    case 'presence':
      return condition.isPresent ? exists(sql`true`) : sql`not ${exists(sql`true`)}`;
    case 'number':
      return exists(sql`${numberTest(sql`v.value`, condition)} and v.value < 'NaN'`);
    case 'text':
      return sql`${nameTest(condition)}${exists(loggedTextTest(condition, sql`v.value`))}`;
    case 'list':
      return exists(valueTest(sql`v.value`, condition));
  }
}

/** The numbers of all runs whose param or tag is what a condition asks for, as the indexes give them; `null` for other conditions. */
export function runsOfText(
  condition: FilterCondition,
  keyNos: ReadonlyMap<string, number>,
  experimentNos: readonly number[],
): RawBuilder<unknown> | null {
  const isOfText = (condition.kind === 'param' || condition.kind === 'tag') && condition.test === 'text';
  const keyNo = keyNos.get(condition.key);
  if (!isOfText || condition.operator === '!=' || keyNo === undefined) return null;
  const runsWith = (test: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`select v.run_no from ${tableOf(condition)} v
      where ${oneOf(sql`v.experiment_no`, experimentNos)} and v.key_no = ${keyNo} and ${test}`;
  const value = sql`v.value`;
  if (condition.operator === '=') return runsWith(loggedTextTest(condition, value));
  if (isNameOfRun(condition)) return null;
  // Each half has an index of its own: that of many is read until there are enough, that of few parts is asked for them.
  const like = textTest(value, condition);
  return sql`${runsWith(sql`${like} and ${isShortText(value)}`)} union all ${runsWith(sql`${like} and ${isLongText(value)}`)}`;
}

/** The table of what was logged to runs under keys of a kind. */
export function tableOf({ kind }: Pick<FilterCondition, 'kind'>): RawBuilder<unknown> {
  return sql.table(kind === 'metric' ? 'run_latest_metrics' : kind === 'param' ? 'run_params' : 'run_tags');
}

/** The name of a run stands in its row too, where an index knows its parts. */
function nameTest(condition: FilterCondition & { readonly test: 'text' }): RawBuilder<unknown> {
  const isTested = isNameOfRun(condition) && condition.operator !== '!=';
  return isTested ? sql`${textTest(sql`r.name`, condition)} and ` : sql``;
}

function isNameOfRun({ kind, key }: FilterCondition): boolean {
  return kind === 'tag' && key === RUN_NAME_TAG;
}

/** What the indexes of params and tags hold, in characters: an entry has a limit of size, and longer texts are seldom asked for. */
export const INDEXED_CHARACTERS = 500;

/** Whether a value stands in the index of values; said in the words of that index, which is used for no others. */
export function isShortText(value: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`length(${value}) <= ${sql.lit(INDEXED_CHARACTERS)}`;
}

/** Whether a value stands in the index of longer ones. */
export function isLongText(value: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`length(${value}) > ${sql.lit(INDEXED_CHARACTERS)}`;
}

/**
 * The indexes are of shorter values alone, and are used where a condition says so. The longer ones are few, and have an
 * index that says which they are.
 */
export function loggedTextTest(
  condition: FilterCondition & { readonly test: 'text' },
  value: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const isShort = isShortText(value);
  const isLong = isLongText(value);
  const whole = textTest(value, condition);
  switch (condition.operator) {
    case '=':
      // The database counts characters, and not the halves that some consist of here.
      return Array.from(condition.value).length > INDEXED_CHARACTERS
        ? sql`${whole} and ${isLong}`
        : sql`${textTest(sql`${value} collate "C"`, condition)} and ${isShort}`;
    case '!=':
      return whole;
    default:
      // Only params have an index of the parts of values; tags change, and many of those that clients set are long.
      return condition.kind === 'param' ? sql`(${whole} and ${isShort} or ${whole} and ${isLong})` : whole;
  }
}

const DATASET_COLUMNS = new Map<string, RawBuilder<unknown>>([
  ['name', sql`d.name`],
  ['digest', sql`d.digest`],
  ['context', sql`i.context`],
]);

function datasetTest(condition: FilterCondition): RawBuilder<unknown> {
  const expression = DATASET_COLUMNS.get(condition.key);
  if (!expression) return sql`false`;
  return sql`exists (select from run_datasets i join logged_datasets d on d.no = i.dataset_no
    where i.run_no = r.no and ${valueTest(expression, condition)})`;
}
