import { type RawBuilder, sql } from 'kysely';
import { type KeysetPosition, type SortKey, sincePosition, sortClause } from '../../platform/database/keyset.ts';

/** Values `o` that an order begins with, beside which the experiment and the start of their run stand. */
export interface OrderedValues {
  readonly table: RawBuilder<unknown>;
  /** The runs whose values are looked up, as the database writes an array of numbers; `null` where an index is walked. */
  readonly runNos: string | null;
  /** Whether all that is asked of a value is its key, so that a handful of statements does for all such searches. */
  readonly isPlain: boolean;
  /** The value as it is ordered. */
  readonly value: RawBuilder<unknown>;
  /** What is asked of a value. */
  readonly test: RawBuilder<unknown>;
  /** The test in the place of `test` where that finds nothing: it reaches what no index has in order. */
  readonly otherwise?: RawBuilder<unknown>;
}

/** What a statement reads, and what is asked of it. */
interface ReadFrom {
  readonly from: RawBuilder<unknown>;
  readonly test: RawBuilder<unknown>;
}

/** More than there can be. A statement with a limit is planned to begin soon, and not to have all its rows soon. */
const ALL = 2_000_000_000;

/**
 * Values and their runs `r`. Where nothing else is asked of the runs, or few are looked up, values are put in order before
 * a run is, so that a page looks up its own runs and not all that share its last value. Otherwise the planner may begin
 * with what is asked of runs, which may be rare.
 * @param keys what the values know of the order: the value and the start, or less.
 * @param after where the page before ended, in the terms of `keys`.
 */
export function runsOfValues(
  values: OrderedValues,
  keys: readonly SortKey[],
  after: KeysetPosition,
  isAllThatIsAsked: boolean,
): ReadFrom {
  const { table, runNos, value, test } = values;
  const wanted = after.length > 0 ? sql`${test} and ${sincePosition(keys, after)}` : test;
  const runs = sql`join runs r on r.no = o.run_no`;
  if (runNos === null && (!isAllThatIsAsked || keys.length === 0))
    return { from: sql`${table} o ${runs}`, test: wanted };
  // Bounded by a subquery of its own, each of the few is looked up: the planner would sometimes read the whole table.
  const from =
    runNos === null
      ? sql`${table} o where ${wanted}`
      : sql`unnest(${runNos}::bigint[]) few (no)
          cross join lateral (select * from ${table} o where o.run_no = few.no and ${wanted} offset 0) o`;
  // A text comes last in what is sorted: what stands behind one is looked for anew in each comparison.
  const order = keys.length === 0 ? sql`` : sql`order by ${sortClause(keys)}`;
  return {
    from: sql`(select o.start_ms, o.run_no, ${value} as value from ${from} ${order} limit ${sql.lit(ALL)}) o ${runs}`,
    test: sql`true`,
  };
}
