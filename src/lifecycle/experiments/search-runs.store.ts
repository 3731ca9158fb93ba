import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import { refuseTracking } from './experiments.errors.ts';
import type { FilterCondition, OrderTerm } from './filter-grammar.ts';
import {
  afterPosition,
  type KeysetPosition,
  numberTest,
  positionValue,
  type SortKey,
  sortClause,
  textTest,
  valueTest,
} from './keyset.store.ts';
import type { LoggedKeys } from './logged-keys.store.ts';
import type { RunInfo } from './run.ts';
import { RUN_COLUMNS, type RunRow, toRunInfo } from './runs.store.ts';

/** Which runs a search takes by their life. */
export type RunView = 'active' | 'deleted' | 'all';

/** A search for runs. */
export interface RunSearch {
  readonly experimentNos: readonly number[];
  readonly view: RunView;
  readonly conditions: readonly FilterCondition[];
  readonly order: readonly OrderTerm[];
  readonly after: RunPosition | undefined;
  readonly limit: number;
}

/** Where a page of runs ended. */
export interface RunPosition {
  /** Which of the stages of an order by a metric was being read: its numbers, its NaNs, the runs without it. */
  readonly stage: number;
  readonly keys: KeysetPosition;
}

/** One page of the runs that a search finds, without what was logged to them. */
export interface RunPage {
  readonly runs: readonly RunInfo[];
  /** The position after the last run when there are more. */
  readonly next: RunPosition | null;
}

/**
 * Finds runs. An order that begins with a metric reads the index of its latest values in three stages (numbers, NaN,
 * none), so that the first page costs its own length and not that of the experiment; every other order sorts by start or
 * by what its terms name. Ties fall to the newest start, then to the id.
 */
export async function searchRuns(queryable: Queryable, keys: LoggedKeys, search: RunSearch): Promise<RunPage> {
  const named = [...search.conditions, ...search.order].filter(({ kind }) => isLogged(kind)).map(({ key }) => key);
  const keyNos = await keys.find(named);
  const runs: RunRow[] = [];
  const stages = stagesOf(search, keyNos);
  const first = search.after?.stage ?? 0;
  if (first >= stages.length) throw refuseTracking('LIST_POSITION_INVALID');
  for (let stage = first; stage < stages.length; stage += 1) {
    const source = stages[stage];
    if (!source) break;
    const wanted = search.limit + 1 - runs.length;
    const after = stage === first ? search.after?.keys : undefined;
    const { rows, positions } = await readStage(queryable, search, keyNos, { source, after, wanted });
    const isFull = runs.length + rows.length > search.limit;
    const kept = isFull ? search.limit - runs.length : rows.length;
    // When the extra row is the first of its stage, the next page begins with that stage.
    const last = kept > 0 ? { stage, keys: positions[kept - 1] ?? [] } : null;
    runs.push(...rows.slice(0, kept));
    if (isFull) return { runs: runs.map(toRunInfo), next: last ?? { stage, keys: [] } };
  }
  return { runs: runs.map(toRunInfo), next: null };
}

function isLogged(kind: FilterCondition['kind']): boolean {
  return kind === 'metric' || kind === 'param' || kind === 'tag';
}

/** What a stage reads from, what its rows must be like, and what they are sorted by before the terms that are left. */
interface Stage {
  readonly from: RawBuilder<unknown>;
  readonly test: RawBuilder<unknown>;
  readonly keys: readonly SortKey[];
  /** Terms of the order that `keys` does not cover yet. */
  readonly rest: readonly OrderTerm[];
}

function stagesOf(search: RunSearch, keyNos: ReadonlyMap<string, number>): readonly Stage[] {
  const [first, ...rest] = search.order;
  const experiments = oneOf(sql`r.experiment_no`, search.experimentNos);
  const whole: Stage = { from: sql`runs r`, test: experiments, keys: [], rest: search.order };
  if (first?.kind !== 'metric') return [whole];
  const keyNo = keyNos.get(first.key);
  if (keyNo === undefined) return [{ ...whole, rest }];
  const latest = sql`run_latest_metrics o join runs r on r.no = o.run_no`;
  const ofKey = sql`${oneOf(sql`o.experiment_no`, search.experimentNos)} and o.key_no = ${keyNo}`;
  const byValue: SortKey = { expression: sql`o.value`, type: 'float', isDescending: first.isDescending };
  // A comparison with the same metric narrows the index itself, and leaves no run without a number.
  const compared = search.conditions.flatMap((condition) =>
    condition.kind === 'metric' && condition.key === first.key && condition.test === 'number'
      ? [sql` and ${numberTest(sql`o.value`, condition)}`]
      : [],
  );
  const numbers = sql`${ofKey} and o.value < 'NaN'${sql.join(compared, sql``)}`;
  if (compared.length > 0) return [{ from: latest, test: numbers, keys: [byValue], rest }];
  return [
    { from: latest, test: numbers, keys: [byValue], rest },
    { from: latest, test: sql`${ofKey} and o.value = 'NaN'`, keys: [], rest },
    {
      from: sql`runs r`,
      test: sql`${experiments} and not exists (
        select from run_latest_metrics o where o.run_no = r.no and o.key_no = ${keyNo})`,
      keys: [],
      rest,
    },
  ];
}

/** A single number is compared and not listed, so that an index gives its rows in order. */
function oneOf(expression: RawBuilder<unknown>, numbers: readonly number[]): RawBuilder<unknown> {
  const [only] = numbers;
  return numbers.length === 1 && only !== undefined
    ? sql`${expression} = ${only}`
    : sql`${expression} = any(${[...numbers]}::bigint[])`;
}

async function readStage(
  queryable: Queryable,
  search: RunSearch,
  keyNos: ReadonlyMap<string, number>,
  part: { readonly source: Stage; readonly after: KeysetPosition | undefined; readonly wanted: number },
): Promise<{ readonly rows: readonly RunRow[]; readonly positions: readonly KeysetPosition[] }> {
  const { source, after, wanted } = part;
  const sorted = source.rest.map((term, index) => termKeys(term, keyNos, `s${index}`));
  const joins = sorted.flatMap(({ join }) => (join ? [join] : []));
  const keys: readonly SortKey[] = [
    ...source.keys,
    ...sorted.flatMap((term) => term.keys),
    { expression: sql`r.start_ms`, type: 'integer', isDescending: true },
    { expression: sql`r.id`, type: 'text', isDescending: false },
  ];
  const tests = [
    source.test,
    viewTest(search.view),
    ...search.conditions.map((condition) => runTest(condition, keyNos, search.experimentNos)),
    ...(after && after.length > 0 ? [afterPosition(keys, after)] : []),
  ];
  const positions = sql.join(keys.map(({ expression }, index) => sql`${expression} as ${sql.ref(`key_${index}`)}`));
  const { rows } = await sql<RunRow & Record<string, unknown>>`
    select ${sql.raw(RUN_COLUMNS)}, ${positions}
    from ${source.from} join experiments x on x.no = r.experiment_no ${sql.join(joins, sql` `)}
    where ${sql.join(tests, sql` and `)} order by ${sortClause(keys)} limit ${wanted}`.execute(queryable.tables());
  return { rows, positions: rows.map((row) => keys.map((_, index) => positionValue(row[`key_${index}`]))) };
}

const ATTRIBUTES = new Map<string, Omit<SortKey, 'isDescending'>>([
  ['run_id', { expression: sql`r.id`, type: 'text' }],
  ['run_name', { expression: sql`r.name collate "C"`, type: 'text' }],
  ['status', { expression: sql`r.status collate "C"`, type: 'text' }],
  [
    'artifact_uri',
    {
      expression: sql`(coalesce(x.artifact_location, 'mlflow-artifacts:/' || x.no) || '/' || r.id || '/artifacts') collate "C"`,
      type: 'text',
    },
  ],
  ['user_id', { expression: sql`r.user_name collate "C"`, type: 'text' }],
  ['start_time', { expression: sql`r.start_ms`, type: 'integer' }],
  ['end_time', { expression: sql`r.end_ms`, type: 'integer', isNullable: true }],
]);

/** What one term of an order joins and sorts by; the alias keeps several terms apart. */
function termKeys(
  { kind, key, isDescending }: OrderTerm,
  keyNos: ReadonlyMap<string, number>,
  alias: string,
): { readonly join: RawBuilder<unknown> | null; readonly keys: readonly SortKey[] } {
  if (kind === 'attribute') {
    const attribute = ATTRIBUTES.get(key);
    return { join: null, keys: attribute ? [{ ...attribute, isDescending }] : [] };
  }
  const keyNo = keyNos.get(key);
  if (keyNo === undefined) return { join: null, keys: [] };
  const table = sql.table(kind === 'metric' ? 'run_latest_metrics' : kind === 'param' ? 'run_params' : 'run_tags');
  const value = sql.ref(`${alias}.value`);
  const join = sql`left join ${table} ${sql.ref(alias)}
    on ${sql.ref(`${alias}.run_no`)} = r.no and ${sql.ref(`${alias}.key_no`)} = ${keyNo}`;
  if (kind !== 'metric')
    return { join, keys: [{ expression: sql`${value} collate "C"`, type: 'text', isDescending, isNullable: true }] };
  const rank = sql`(case when ${value} is null then 2 when ${value} = 'NaN' then 1 else 0 end)::bigint`;
  return {
    join,
    keys: [
      { expression: rank, type: 'integer', isDescending: false },
      { expression: sql`nullif(${value}, 'NaN')`, type: 'float', isDescending, isNullable: true },
    ],
  };
}

function viewTest(view: RunView): RawBuilder<unknown> {
  if (view === 'all') return sql`true`;
  return view === 'active' ? sql`r.deleted_ms is null` : sql`r.deleted_ms is not null`;
}

function runTest(
  condition: FilterCondition,
  keyNos: ReadonlyMap<string, number>,
  experimentNos: readonly number[],
): RawBuilder<unknown> {
  switch (condition.kind) {
    case 'attribute': {
      const attribute = ATTRIBUTES.get(condition.key);
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
  const name =
    condition.kind === 'metric' ? 'run_latest_metrics' : condition.kind === 'param' ? 'run_params' : 'run_tags';
  const exists = (test: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`exists (select from ${sql.table(name)} v where v.run_no = r.no and v.key_no = ${keyNo} and ${test})`;
  switch (condition.test) {
    case 'presence':
      return condition.isPresent ? exists(sql`true`) : sql`not ${exists(sql`true`)}`;
    case 'number':
      // The experiment is that of the run; said once more, because the index of values begins with it.
      return exists(
        sql`${oneOf(sql`v.experiment_no`, experimentNos)} and ${numberTest(sql`v.value`, condition)} and v.value < 'NaN'`,
      );
    case 'text':
      return exists(loggedTextTest(condition));
    case 'list':
      return exists(valueTest(sql`v.value`, condition));
  }
}

/** Values of which the index holds the whole. */
const INDEXED_CHARACTERS = 100;

/**
 * The index holds the beginnings of values. An equal beginning of a shorter value is the whole of it; saying so twice would
 * let the planner expect far fewer runs than there are.
 */
function loggedTextTest(condition: FilterCondition & { readonly test: 'text' }): RawBuilder<unknown> {
  const whole = textTest(sql`v.value`, condition);
  if (condition.operator !== '=') return whole;
  const beginning = sql`left(v.value, 100) = left(${condition.value}, 100)`;
  return condition.value.length < INDEXED_CHARACTERS ? beginning : sql`${beginning} and ${whole}`;
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
