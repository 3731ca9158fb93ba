import { type RawBuilder, sql } from 'kysely';
import { refuse } from '../../platform/contract/index.ts';
import {
  afterPosition,
  columnOfKey,
  type KeysetPosition,
  keyColumns,
  positionOf,
  type SortKey,
  sortClause,
} from '../../platform/database/keyset.ts';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { FilterCondition, OrderTerm } from './filter-grammar.ts';
import { type AskedRuns, GATHER_LIMITS, type GatherLimits, gatherRuns } from './gather-runs.store.ts';
import type { LoggedKeys } from './logged-keys.store.ts';
import { type OrderedValues, runsOfValues } from './ordered-values.store.ts';
import { RUN_ATTRIBUTES, runTest, tableOf } from './run-conditions.store.ts';
import { type Stage, stagesOf } from './run-stages.store.ts';
import { RUN_TEXT } from './write-runs.store.ts';

/** Which runs a search takes by their life. */
export type RunView = 'active' | 'deleted' | 'all';

/** A search for runs. */
export interface RunSearch extends AskedRuns {
  readonly view: RunView;
  readonly after: RunPosition | undefined;
  readonly limit: number;
  /** Whether the runs are wanted as texts, which some statements can bring along. */
  readonly isWritten?: boolean;
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
  /** Runs of the page that came as texts, by their numbers; `writeRuns` makes of them what they say. */
  readonly texts: ReadonlyMap<number, string>;
  /** The position after the last run when there are more. */
  readonly next: RunPosition | null;
}

/**
 * Finds runs. An order that begins with something that was logged walks the index of its values in stages (for a metric
 * numbers, NaN, none; for a param or a tag texts, none), so that the first page costs its own length and not that of the
 * experiment; every other order sorts by start or by what its terms name. Ties fall to the newest start, then to the id.
 * @param limits how many runs with a text that is asked for are gathered before an index is walked
 */
export async function searchRuns(
  queryable: Queryable,
  keys: LoggedKeys,
  search: RunSearch,
  limits: GatherLimits = GATHER_LIMITS,
): Promise<RunPage> {
  const named = [...search.conditions, ...search.order].filter(({ kind }) => isLogged(kind)).map(({ key }) => key);
  const keyNos = await keys.find(named);
  const gathered = await gatherRuns(queryable, search, keyNos, limits);
  if (!search.after && gathered.lists.some(({ count }) => count === 0))
    return { runNos: [], texts: new Map(), next: null };
  const runNos: number[] = [];
  const texts = new Map<number, string>();
  const stages = stagesOf(search, keyNos, gathered);
  const first = search.after?.stage ?? 0;
  if (first >= stages.length) throw refuse('LIST_POSITION_INVALID');
  for (let stage = first; stage < stages.length; stage += 1) {
    const source = stages[stage];
    if (!source) break;
    const wanted = search.limit + 1 - runNos.length;
    const after = stage === first ? search.after?.keys : undefined;
    const part = { source, after, wanted };
    const walked = await readStage(queryable, search, keyNos, part);
    const found =
      walked.length === 0 && source.values?.otherwise
        ? await readStage(queryable, search, keyNos, { ...part, source: otherwise(source, source.values) })
        : walked;
    const isFull = runNos.length + found.length > search.limit;
    const kept = isFull ? search.limit - runNos.length : found.length;
    // When the extra row is the first of its stage, the next page begins with that stage.
    const last = { stage, keys: found[kept - 1]?.position() ?? [] };
    for (const { no, text } of found.slice(0, kept)) {
      runNos.push(no);
      if (text !== undefined) texts.set(no, text);
    }
    if (isFull) return { runNos, texts, next: last };
  }
  return { runNos, texts, next: null };
}

/** The stage with what its walk does not reach. */
function otherwise(stage: Stage, { otherwise: test, ...values }: OrderedValues): Stage {
  return { ...stage, values: { ...values, test: test ?? values.test } };
}

function isLogged(kind: FilterCondition['kind']): boolean {
  return kind === 'metric' || kind === 'param' || kind === 'tag';
}

type FoundRow = { readonly no: number; readonly run?: string } & Record<string, unknown>;

interface FoundRun {
  readonly no: number;
  readonly text: string | undefined;
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
  },
): Promise<readonly FoundRun[]> {
  const { source, after, wanted } = part;
  const sorted = source.rest.map((term, index) => termKeys(term, keyNos, `s${index}`));
  const joins = sorted.flatMap(({ join }) => (join ? [join] : []));
  const byStart: SortKey = {
    expression: source.values ? sql`o.start_ms` : sql`r.start_ms`,
    type: 'integer',
    isDescending: true,
  };
  const keys: readonly SortKey[] = [
    ...source.keys,
    ...sorted.flatMap((term) => term.keys),
    byStart,
    { expression: sql`r.id`, type: 'text', isDescending: false },
  ];
  const position = after ?? [];
  const isAfter = position.length > 0 ? [afterPosition(keys, position)] : [];
  // Other terms of the order are between the value and the start.
  const known = source.rest.length > 0 ? source.keys : [...source.keys, byStart];
  const { from, test } = source.values
    ? runsOfValues(source.values, known, position.slice(0, known.length), source.conditions.length === 0)
    : { from: sql`runs r`, test: sql`true` };
  const tests = [
    test,
    source.test,
    viewTest(search.view),
    ...source.conditions.map((condition) => runTest(condition, keyNos, search.experimentNos)),
    ...isAfter,
  ];
  const page = sql<FoundRow>`
    select r.no, ${keyColumns(keys)} from ${from} ${sql.join(joins, sql` `)}
    where ${sql.join(tests, sql` and `)} order by ${sortClause(keys)} limit ${wanted}`;
  const statement = source.isOfEach ? pageOfPages(page, keys, search.experimentNos, wanted) : page;
  const rows = await (isPlannedOnce(source)
    ? prepared(queryable, search.isWritten ? withTexts(statement, keys) : statement)
    : unprepared(queryable, statement));
  return rows.map((row) => ({
    no: row.no,
    text: row.run,
    position: () => positionOf(row, keys),
  }));
}

/**
 * Few runs are looked up in the same way whatever they are. Other statements are planned for what they ask for each time:
 * how many values fit decides what is read first. The server keeps each statement that is planned once, so that those whose
 * text grows with what is asked are none of them.
 */
function isPlannedOnce({ values, rest, conditions }: Stage): boolean {
  return values !== null && values.runNos !== null && values.isPlain && rest.length === 0 && conditions.length === 0;
}

async function prepared(queryable: Queryable, statement: RawBuilder<FoundRow>): Promise<readonly FoundRow[]> {
  const { sql: text, parameters } = statement.compile(queryable.tables());
  return queryable.query<FoundRow>(text, parameters);
}

async function unprepared(queryable: Queryable, statement: RawBuilder<FoundRow>): Promise<readonly FoundRow[]> {
  return (await statement.execute(queryable.tables())).rows;
}

/** The first of the pages that `page` has of each experiment. */
function pageOfPages(
  page: RawBuilder<FoundRow>,
  keys: readonly SortKey[],
  experimentNos: readonly number[],
  wanted: number,
): RawBuilder<FoundRow> {
  return sql<FoundRow>`
    select found.* from unnest(${[...new Set(experimentNos)]}::bigint[]) searched (no)
    cross join lateral (${page}) found order by ${sortClause(ofFound(keys))} limit ${wanted}`;
}

/**
 * The page with the text of each run. To write a run is far more to plan than to find it, so that this is for statements
 * that are planned once; those spare a round trip, and the runs are not looked up a second time.
 */
function withTexts(page: RawBuilder<FoundRow>, keys: readonly SortKey[]): RawBuilder<FoundRow> {
  return sql<FoundRow>`
    select found.*, ${sql.raw(RUN_TEXT)} as run from (${page}) found
    join runs r on r.no = found.no join experiments x on x.no = r.experiment_no order by ${sortClause(ofFound(keys))}`;
}

/** The keys of an order as a page that was found has them. */
function ofFound(keys: readonly SortKey[]): readonly SortKey[] {
  return keys.map((key, index) => ({ ...key, expression: sql`found.${sql.ref(columnOfKey(index))}` }));
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
