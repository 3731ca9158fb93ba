import { type RawBuilder, sql } from 'kysely';
import { refuse } from '../../platform/contract/index.ts';
import {
  afterPosition,
  type KeysetPosition,
  positionValue,
  type SortKey,
  sortClause,
} from '../../platform/database/keyset.ts';
import type { Queryable } from '../../platform/database/queryable.ts';
import { numberTest } from '../../platform/database/value-test.ts';
import type { FilterCondition, OrderTerm } from './filter-grammar.ts';
import type { LoggedKeys } from './logged-keys.store.ts';
import { oneOf, RUN_ATTRIBUTES, runsOfText, runTest, tableOf } from './run-conditions.store.ts';

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

/** One page of the runs that a search finds, by their numbers. */
export interface RunPage {
  readonly runNos: readonly number[];
  /** The position after the last run when there are more. */
  readonly next: RunPosition | null;
}

/**
 * As many runs as are held in a table of hashes at once to be looked for while an index is walked: to gather more would
 * cost about as much as looking each run up until a page is full.
 */
export const GATHERED_RUNS = 10_000;

/**
 * Finds runs. An order that begins with a metric reads the index of its latest values in three stages (numbers, NaN,
 * none), so that the first page costs its own length and not that of the experiment; every other order sorts by start or
 * by what its terms name. Ties fall to the newest start, then to the id.
 * @param gatheredRuns how many runs with a text that is asked for are gathered before the index of a metric is walked
 */
export async function searchRuns(
  queryable: Queryable,
  keys: LoggedKeys,
  search: RunSearch,
  gatheredRuns: number = GATHERED_RUNS,
): Promise<RunPage> {
  const named = [...search.conditions, ...search.order].filter(({ kind }) => isLogged(kind)).map(({ key }) => key);
  const keyNos = await keys.find(named);
  const runNos: number[] = [];
  const stages = stagesOf(search, keyNos);
  const first = search.after?.stage ?? 0;
  if (first >= stages.length) throw refuse('LIST_POSITION_INVALID');
  for (let stage = first; stage < stages.length; stage += 1) {
    const source = stages[stage];
    if (!source) break;
    const wanted = search.limit + 1 - runNos.length;
    const after = stage === first ? search.after?.keys : undefined;
    const found = await readStage(queryable, search, keyNos, { source, after, wanted, gatheredRuns });
    const isFull = runNos.length + found.length > search.limit;
    const kept = isFull ? search.limit - runNos.length : found.length;
    // When the extra row is the first of its stage, the next page begins with that stage.
    const last = { stage, keys: found[kept - 1]?.position() ?? [] };
    for (const { no } of found.slice(0, kept)) runNos.push(no);
    if (isFull) return { runNos, next: last };
  }
  return { runNos, next: null };
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
  /** Conditions that `test` does not cover yet. */
  readonly conditions: readonly FilterCondition[];
  /** The number of the run in the index that is walked in its order; `null` when none is. */
  readonly walked: RawBuilder<unknown> | null;
}

function stagesOf(search: RunSearch, keyNos: ReadonlyMap<string, number>): readonly Stage[] {
  const [first, ...rest] = search.order;
  const experiments = oneOf(sql`r.experiment_no`, search.experimentNos);
  const { conditions } = search;
  const whole: Stage = {
    from: sql`runs r`,
    test: experiments,
    keys: [],
    rest: search.order,
    conditions,
    walked: null,
  };
  if (first?.kind !== 'metric') return [whole];
  const keyNo = keyNos.get(first.key);
  if (keyNo === undefined) return [{ ...whole, rest }];
  const latest = sql`run_latest_metrics o join runs r on r.no = o.run_no`;
  const ofKey = sql`${oneOf(sql`o.experiment_no`, search.experimentNos)} and o.key_no = ${keyNo}`;
  const byValue: SortKey = { expression: sql`o.value`, type: 'float', isDescending: first.isDescending };
  // A comparison with the same metric narrows the index itself, and leaves no run without a number.
  const compared: RawBuilder<unknown>[] = [];
  const others: FilterCondition[] = [];
  for (const condition of conditions) {
    const isOfKey = condition.kind === 'metric' && condition.key === first.key && condition.test === 'number';
    if (isOfKey) compared.push(sql` and ${numberTest(sql`o.value`, condition)}`);
    else others.push(condition);
  }
  const numbers = sql`${ofKey} and o.value < 'NaN'${sql.join(compared, sql``)}`;
  const walk: Stage = { from: latest, test: numbers, keys: [byValue], rest, conditions: others, walked: sql`o.run_no` };
  if (compared.length > 0) return [walk];
  return [
    walk,
    { from: latest, test: sql`${ofKey} and o.value = 'NaN'`, keys: [], rest, conditions, walked: null },
    {
      from: sql`runs r`,
      test: sql`${experiments} and not exists (
        select from run_latest_metrics o where o.run_no = r.no and o.key_no = ${keyNo})`,
      keys: [],
      rest,
      conditions,
      walked: null,
    },
  ];
}

interface FoundRun {
  readonly no: number;
  /** Where a page ends that ends with it. */
  readonly position: () => KeysetPosition;
}

async function readStage(
  queryable: Queryable,
  search: RunSearch,
  keyNos: ReadonlyMap<string, number>,
  part: {
    readonly source: Stage;
    readonly after: KeysetPosition | undefined;
    readonly wanted: number;
    readonly gatheredRuns: number;
  },
): Promise<readonly FoundRun[]> {
  const { source, after, wanted } = part;
  const sorted = source.rest.map((term, index) => termKeys(term, keyNos, `s${index}`));
  const joins = sorted.flatMap(({ join }) => (join ? [join] : []));
  const keys: readonly SortKey[] = [
    ...source.keys,
    ...sorted.flatMap((term) => term.keys),
    { expression: sql`r.start_ms`, type: 'integer', isDescending: true },
    { expression: sql`r.id`, type: 'text', isDescending: false },
  ];
  const gathered = gatherRuns(source, keyNos, part.gatheredRuns);
  const tests = [
    source.test,
    ...gathered.tests,
    viewTest(search.view),
    ...source.conditions.map((condition) => runTest(condition, keyNos, search.experimentNos)),
    ...(after && after.length > 0 ? [afterPosition(keys, after)] : []),
  ];
  const positions = sql.join(keys.map(({ expression }, index) => sql`${expression} as ${sql.ref(`key_${index}`)}`));
  const { rows } = await sql<{ readonly no: number } & Record<string, unknown>>`
    ${gathered.lists}select r.no, ${positions} from ${source.from} ${sql.join(joins, sql` `)}
    where ${sql.join(tests, sql` and `)} order by ${sortClause(keys)} limit ${wanted}`.execute(queryable.tables());
  return rows.map((row) => ({
    no: row.no,
    position: () => keys.map((_, index) => positionValue(row[`key_${index}`])),
  }));
}

/**
 * The runs with a text that is asked for, gathered before an index is walked, as lists before the statement and tests in it.
 * Looking each run up on the way costs most of such a search; a table of hashes costs little, and the planner cannot choose
 * one, because a join by hashes keeps no order. The conditions still stand beside it: this only passes over others sooner,
 * and passes over nothing where there are too many to gather.
 */
function gatherRuns(
  { walked, conditions }: Stage,
  keyNos: ReadonlyMap<string, number>,
  most: number,
): { readonly lists: RawBuilder<unknown>; readonly tests: readonly RawBuilder<unknown>[] } {
  const having = walked ? conditions.flatMap((condition) => runsOfText(condition, keyNos) ?? []) : [];
  if (!walked || having.length === 0) return { lists: sql``, tests: [] };
  const name = (index: number) => sql.ref(`gathered_${index}`);
  const lists = having.map((runs, index) => sql`${name(index)} as materialized (${runs} limit ${most + 1})`);
  const tests = having.map(
    (_, index) => sql`case when (select count(*) from ${name(index)}) > ${most} then true
      else ${walked} in (select run_no from ${name(index)}) end`,
  );
  return { lists: sql`with ${sql.join(lists)} `, tests };
}

/** What one term of an order joins and sorts by; the alias keeps several terms apart. */
function termKeys(
  { kind, key, isDescending }: OrderTerm,
  keyNos: ReadonlyMap<string, number>,
  alias: string,
): { readonly join: RawBuilder<unknown> | null; readonly keys: readonly SortKey[] } {
  if (kind === 'attribute') {
    const attribute = RUN_ATTRIBUTES.get(key);
    if (!attribute) return { join: null, keys: [] };
    const { expression, type } = attribute;
    return {
      join: null,
      keys: [{ ...attribute, expression: type === 'text' ? sql`${expression} collate "C"` : expression, isDescending }],
    };
  }
  const keyNo = keyNos.get(key);
  if (keyNo === undefined) return { join: null, keys: [] };
  const table = tableOf({ kind });
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
