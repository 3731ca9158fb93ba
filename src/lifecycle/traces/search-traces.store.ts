import { type RawBuilder, sql } from 'kysely';
import { refuse } from '../../platform/contract/index.ts';
import { afterPosition, keyColumns, pageOf, sortClause } from '../../platform/database/keyset.ts';
import type { Queryable } from '../../platform/database/queryable.ts';
import { oneOf } from '../../platform/database/value-test.ts';
import type { FilterCondition, OrderTerm } from '../experiments/index.ts';
import { alternativesOf, inWordsOfRuns } from './conditions-on-runs.ts';
import { gatherTraces, indexedOf, isOfOne, isTime, isWalkedAlone } from './gather-traces.store.ts';
import { spanTestOfMany } from './span-conditions.store.ts';
import type { TracePosition } from './trace.ts';
import { traceSortKeys, traceTest, traceTests } from './trace-conditions.store.ts';

/** How many traces a search reads before it goes another way. */
export interface TraceSearchLimits {
  /** Walked in order before an index is asked what there is. */
  readonly first: number;
  /** Gathered from an index at most, to be looked up and sorted. */
  readonly gathered: number;
  /** Walked in order one after the other where an index has more, before all that it has is sorted. */
  readonly later: readonly number[];
  /** In more experiments none is walked a part of its way. */
  readonly experiments: number;
}

export const TRACE_SEARCH_LIMITS: TraceSearchLimits = {
  first: 2_000,
  gathered: 5_000,
  later: [20_000, 80_000],
  experiments: 10,
};

/** Which traces of which experiments are asked for, and where the page begins. */
export interface TraceSearch {
  readonly experimentNos: readonly number[];
  readonly conditions: readonly FilterCondition[];
  /** The newest first where nothing is given. */
  readonly order: readonly OrderTerm[];
  readonly after: TracePosition | undefined;
  readonly limit: number;
}

/** A moment and a number: where a trace stands among all of them. */
type Place = readonly [requestMs: number, no: number];

interface Placed {
  readonly no: number;
  readonly request_ms: number;
}

/**
 * Reads a page of traces and where the next one begins. Traces are walked in their order until the page is full. A walk
 * that does not fill it soon is left: what an index has few of is looked up and sorted instead. Where it has many, they
 * may still stand far from here, as those of a version that is no longer in use: after a longer walk all of them are sorted.
 * In an order other than that of time no index has them, and what is found is sorted.
 * @param columns of a trace `t`, with its `no` and `request_ms`
 * @throws Problem LIST_POSITION_INVALID
 */
export async function findTraces<Row extends Placed>(
  queryable: Queryable,
  asked: TraceSearch,
  columns: RawBuilder<unknown>,
  limits: TraceSearchLimits = TRACE_SEARCH_LIMITS,
): Promise<{ readonly rows: readonly Row[]; readonly next: TracePosition | undefined }> {
  const search = { ...asked, conditions: inWordsOfRuns(asked.conditions) };
  const { experimentNos, order, limit } = search;
  if (experimentNos.length === 0) return { rows: [], next: undefined };
  const [first, ...others] = order;
  const isByTime = first === undefined || (others.length === 0 && isTime(first));
  if (!isByTime) return sortTraces(queryable, search, columns);
  const found = await walkTraces<Row>(queryable, search, columns, limits);
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return { rows, next: last && [last.request_ms, last.no] };
}

/** One trace more than the page holds, where there is one; what several searches find is found together. */
async function walkTraces<Row extends Placed>(
  queryable: Queryable,
  search: TraceSearch,
  columns: RawBuilder<unknown>,
  limits: TraceSearchLimits,
): Promise<readonly Row[]> {
  const found = new Map<number, Row>();
  const alternatives = alternativesOf(search.conditions);
  for (const conditions of alternatives) {
    const walk = new TraceWalk<Row>(queryable, { ...search, conditions }, columns);
    for (const row of await walk.read(limits)) found.set(row.no, row);
  }
  if (alternatives.length === 1) return [...found.values()];
  const sign = search.order[0]?.isDescending === false ? 1 : -1;
  return [...found.values()].sort((a, b) => sign * (a.request_ms - b.request_ms || a.no - b.no));
}

async function sortTraces<Row extends Placed>(
  queryable: Queryable,
  { experimentNos, conditions, order, after, limit }: TraceSearch,
  columns: RawBuilder<unknown>,
): Promise<{ readonly rows: readonly Row[]; readonly next: TracePosition | undefined }> {
  const keys = traceSortKeys(order);
  const tests = [...(after ? [afterPosition(keys, after)] : []), ...traceTests(conditions, spanTestOfMany)];
  const { rows } = await sql<Row & Record<string, unknown>>`
    select ${columns}, ${keyColumns(keys)} from traces t
    where ${sql.join([oneOf(sql`t.experiment_no`, experimentNos), sql`t.deleted_at is null`, ...tests], sql` and `)}
    order by ${sortClause(keys)} limit ${limit + 1}`.execute(queryable.tables());
  const { page, next } = pageOf(rows, limit, keys);
  return { rows: page, next: next ?? undefined };
}

/** Where a part of a walk begins and ends: after one trace, up to and with another one. */
interface Stretch {
  readonly after: Place | undefined;
  readonly upTo?: Place;
}

function placeOf([requestMs, no, ...others]: TracePosition): Place {
  if (typeof requestMs === 'number' && typeof no === 'number' && others.length === 0) return [requestMs, no];
  throw refuse('LIST_POSITION_INVALID');
}

class TraceWalk<Row extends Placed> {
  readonly #queryable: Queryable;
  readonly #search: TraceSearch;
  readonly #columns: RawBuilder<unknown>;
  readonly #found: Row[] = [];
  /** The trace up to which a part of the walk has gone. */
  #from: Place | undefined;
  readonly #isOldestFirst: boolean;

  constructor(queryable: Queryable, search: TraceSearch, columns: RawBuilder<unknown>) {
    this.#queryable = queryable;
    this.#search = search;
    this.#columns = columns;
    this.#from = search.after && placeOf(search.after);
    this.#isOldestFirst = search.order[0]?.isDescending === false;
  }

  async read(limits: TraceSearchLimits): Promise<readonly Row[]> {
    const { conditions, experimentNos } = this.#search;
    const { lists, tests, isNarrowed } = indexedOf(conditions, experimentNos);
    if (isWalkedAlone(conditions)) {
      const { rows } = await this.#inOrder<Row>(
        this.#columns,
        this.#place({ after: this.#from }, this.#tests()),
        this.#wanted(),
      );
      return rows;
    }
    if (lists.length === 0) {
      await this.#walk({ after: this.#from });
      return this.#found;
    }
    const isInParts = experimentNos.length <= limits.experiments;
    const isWalkedFirst = isInParts && !conditions.some(isOfOne);
    if (isWalkedFirst && (await this.#hasWalkedEnough(limits.first))) return this.#found;
    const gathered = await gatherTraces(this.#queryable, lists, limits.gathered);
    if (!gathered && !isNarrowed) {
      await this.#walk({ after: this.#from });
      return this.#found;
    }
    if (!gathered && isInParts) {
      for (const traces of limits.later) if (await this.#hasWalkedEnough(traces)) return this.#found;
    }
    await this.#sort(gathered ? [sql`t.${sql.ref(gathered.of)} in (${gathered.members})`] : tests);
    return this.#found;
  }

  /** Walks over so many traces further; says whether the page is full or the last trace was reached. */
  async #hasWalkedEnough(traces: number): Promise<boolean> {
    const after = this.#from;
    const { rows } = await this.#inOrder<Placed>(sql`t.request_ms, t.no`, this.#bounds({ after }), traces, traces - 1);
    const [end] = rows;
    if (!end) {
      await this.#walk({ after });
      return true;
    }
    const upTo: Place = [end.request_ms, end.no];
    await this.#walk({ after, upTo });
    this.#from = upTo;
    return this.#wanted() <= 0;
  }

  /** Tests one trace after the other. The planner would rather ask an index, knowing little of what that has. */
  async #walk(stretch: Stretch): Promise<void> {
    const tests = sql.join(this.#tests(), sql` and `);
    const { rows } = await this.#inOrder<Row>(this.#columns, this.#bounds(stretch), this.#wanted(), 0, tests);
    this.#found.push(...rows);
  }

  /**
   * Traces in their order; those of several experiments are walked in each of them.
   * @param passed how many are passed over
   * @param tests what is asked of each trace on the way
   */
  #inOrder<R>(
    columns: RawBuilder<unknown>,
    place: RawBuilder<unknown>,
    most: number,
    passed = 0,
    tests?: RawBuilder<unknown>,
  ) {
    const order = sql`order by ${this.#order()}`;
    const page = sql`limit ${most - passed} offset ${passed}`;
    const walkOf = (experiment: RawBuilder<unknown>, part: RawBuilder<unknown>) => {
      const traces = sql`traces t where t.experiment_no = ${experiment} and ${place} ${order}`;
      return tests
        ? sql<R>`select ${columns} from (select t.* from ${traces} offset 0) t where ${tests} ${order} ${part}`
        : sql<R>`select ${columns} from ${traces} ${part}`;
    };
    const [only, ...others] = this.#search.experimentNos;
    const walk =
      others.length === 0
        ? walkOf(sql`${only}::bigint`, page)
        : sql<R>`select t.* from unnest(${[...this.#search.experimentNos]}::bigint[]) e (experiment_no)
            cross join lateral (${walkOf(sql`e.experiment_no`, sql`limit ${most}`)}) t ${order} ${page}`;
    return walk.execute(this.#queryable.tables());
  }

  /** Sorts what the indexes find: without `offset 0` the planner would walk all the same, and hope. */
  async #sort(ofIndex: readonly RawBuilder<unknown>[]): Promise<void> {
    const { experimentNos } = this.#search;
    const test = this.#place({ after: this.#from }, [...ofIndex, ...this.#tests()]);
    const { rows } = await sql<Row>`select ${this.#columns} from (
        select t.* from traces t where ${oneOf(sql`t.experiment_no`, experimentNos)} and ${test} offset 0
      ) t order by ${this.#order()} limit ${this.#wanted()}`.execute(this.#queryable.tables());
    this.#found.push(...rows);
  }

  #tests(): readonly RawBuilder<unknown>[] {
    return traceTests(this.#search.conditions);
  }

  #bounds(stretch: Stretch): RawBuilder<unknown> {
    return this.#place(stretch, this.#search.conditions.filter(isTime).map(traceTest));
  }

  #place({ after, upTo }: Stretch, tests: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
    const beyond = sql.raw(this.#isOldestFirst ? '>' : '<');
    const within = sql.raw(this.#isOldestFirst ? '<=' : '>=');
    const position = (mark: RawBuilder<unknown>, [requestMs, no]: Place) =>
      sql`(t.request_ms, t.no) ${mark} (${requestMs}::bigint, ${no}::bigint)`;
    return sql.join(
      [
        sql`t.deleted_at is null`,
        ...(after ? [position(beyond, after)] : []),
        ...(upTo ? [position(within, upTo)] : []),
        ...tests,
      ],
      sql` and `,
    );
  }

  #order(): RawBuilder<unknown> {
    const direction = sql.raw(this.#isOldestFirst ? 'asc' : 'desc');
    return sql`t.request_ms ${direction}, t.no ${direction}`;
  }

  #wanted(): number {
    return this.#search.limit + 1 - this.#found.length;
  }
}
