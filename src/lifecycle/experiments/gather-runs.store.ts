import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { FilterCondition, OrderTerm } from './filter-grammar.ts';
import { runsOfText } from './run-conditions.store.ts';

/** Which runs are asked for, and in which order. */
export interface AskedRuns {
  readonly experimentNos: readonly number[];
  readonly conditions: readonly FilterCondition[];
  readonly order: readonly OrderTerm[];
}

/** How many runs with a text are gathered before an index is walked in the order of its values. */
export interface GatherLimits {
  /** Beyond this a list would cost about as much as looking each run up until a page is full. */
  readonly most: number;
  /** Up to this the runs of the list are looked up and sorted, which costs less than walking until a page is full. */
  readonly few: number;
}

export const GATHER_LIMITS: GatherLimits = { most: 10_000, few: 1_000 };

/** Runs that have a text which is asked for. */
export interface GatheredList {
  readonly count: number;
  /** Their numbers, as the database writes an array: only the database reads it again. */
  readonly runNos: string;
}

/** What was looked at before an index is walked. */
export interface Gathered {
  /** Shortest first. */
  readonly lists: readonly GatheredList[];
  /** The conditions that the lists answer. */
  readonly answered: ReadonlySet<FilterCondition>;
  /** The conditions that too many runs satisfy for a list, so that most walks meet one soon. */
  readonly common: ReadonlySet<FilterCondition>;
  /** Whether there are few enough runs to sort, so that no index needs to be walked. */
  readonly isFew: boolean;
}

const NOTHING: Gathered = { lists: [], answered: new Set(), common: new Set(), isFew: false };

/**
 * Gathers the runs with the texts that are asked for, and learns how many they are. The planner only guesses that from
 * the texts of all keys together, and a wrong guess makes it read a whole index and sort it, where some hundred of its
 * entries fill a page. Nothing is looked at where no index is walked, nor by the start where a number is asked for too: the
 * planner mostly begins with that, and knows it better.
 */
export async function gatherRuns(
  queryable: Queryable,
  { experimentNos, conditions, order }: AskedRuns,
  keyNos: ReadonlyMap<string, number>,
  limits: GatherLimits,
): Promise<Gathered> {
  const [first] = order;
  if (!isWalked(first, keyNos) || (isByStart(first) && conditions.some(({ test }) => test === 'number')))
    return NOTHING;
  const asked = conditions.flatMap((condition) => {
    // What is asked of the values that are walked narrows the walk itself.
    const runs = first && isSameKey(condition, first) ? null : runsOfText(condition, keyNos, experimentNos);
    return runs ? [{ condition, runs }] : [];
  });
  if (asked.length === 0) return NOTHING;
  const { rows } = await readLists(
    queryable,
    asked.map(({ runs }) => runs),
    limits.most,
  );
  const row = rows[0];
  const found = asked.flatMap(({ condition }, index) => {
    const count = Number(row?.[`count_${index}`]);
    const runNos = row?.[`list_${index}`];
    return count > limits.most ? [] : [{ condition, count, runNos: typeof runNos === 'string' ? runNos : '{}' }];
  });
  const lists = found.sort((a, b) => a.count - b.count);
  const answered = new Set(found.map(({ condition }) => condition));
  return {
    lists,
    answered,
    common: new Set(asked.flatMap(({ condition }) => (answered.has(condition) ? [] : [condition]))),
    isFew: (lists[0]?.count ?? Number.POSITIVE_INFINITY) <= limits.few,
  };
}

/** Whether an index gives runs in this order. */
function isWalked(first: OrderTerm | undefined, keyNos: ReadonlyMap<string, number>): boolean {
  return isByStart(first) || (first?.kind !== 'attribute' && first !== undefined && keyNos.has(first.key));
}

function isByStart(first: OrderTerm | undefined): boolean {
  return first === undefined || (first.kind === 'attribute' && first.key === 'start_time');
}

/** Whether a condition is about what an order begins with. */
export function isSameKey(condition: FilterCondition, term: OrderTerm): boolean {
  return condition.kind === term.kind && condition.key === term.key;
}

/** Each list is counted and written in one pass; none is written of those that are too many. */
function readLists(queryable: Queryable, asked: readonly RawBuilder<unknown>[], most: number) {
  const lists = asked.map(
    (runs, index) => sql`(select count(*) as ${sql.ref(`count_${index}`)},
      case when count(*) <= ${most} then array_agg(run_no)::text end as ${sql.ref(`list_${index}`)}
      from (${runs} limit ${most + 1}) runs) ${sql.ref(`g${index}`)}`,
  );
  return sql<Record<string, unknown>>`select * from ${sql.join(lists)}`.execute(queryable.tables());
}
