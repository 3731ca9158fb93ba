import { type RawBuilder, sql } from 'kysely';
import type { SortKey } from '../../platform/database/keyset.ts';
import { numberTest, oneOf } from '../../platform/database/value-test.ts';
import type { FilterCondition, OrderTerm } from './filter-grammar.ts';
import { type AskedRuns, type Gathered, type GatheredList, isSameKey } from './gather-runs.store.ts';
import type { OrderedValues } from './ordered-values.store.ts';
import { isLongText, isShortText, loggedTextTest, tableOf } from './run-conditions.store.ts';

/** One part of a search: what is read, what it must be like, and what it is sorted by before the terms that are left. */
export interface Stage {
  /** The values from which runs are looked up; `null` where the runs themselves are read. */
  readonly values: OrderedValues | null;
  /** What is asked of a run `r`. */
  readonly test: RawBuilder<unknown>;
  readonly keys: readonly SortKey[];
  /** Whether a page is read of each experiment, whose number is then `searched.no`, and not of all together. */
  readonly isOfEach: boolean;
  /** Terms of the order that `keys` does not cover yet. */
  readonly rest: readonly OrderTerm[];
  /** Conditions that no test covers yet. */
  readonly conditions: readonly FilterCondition[];
}

/**
 * The stages of a search, one after the other: together they have every run once. What they are depends on what is asked
 * for alone, because a page says in which stage it ended.
 */
export function stagesOf(asked: AskedRuns, keyNos: ReadonlyMap<string, number>, gathered: Gathered): readonly Stage[] {
  const { experimentNos, order } = asked;
  const [first, ...rest] = order;
  const isOfEach = canWalkEach(asked, gathered);
  const inSearched = (column: RawBuilder<unknown>): RawBuilder<unknown> =>
    isOfEach ? sql`${column} = searched.no` : oneOf(column, experimentNos);
  const conditions = asked.conditions.filter((condition) => !gathered.answered.has(condition));
  const [shortest, ...longer] = gathered.lists;
  const isLookedUp = shortest ? sql` and r.no in ${numbersOf(shortest)}${areInLists(longer, sql`r.no`)}` : sql``;
  const isInLists = gathered.isFew ? isLookedUp : areInLists(gathered.lists, sql`r.no`);
  const whole: Stage = {
    values: null,
    test: sql`${inSearched(sql`r.experiment_no`)}${isInLists}`,
    keys: [],
    isOfEach,
    rest: order,
    conditions,
  };
  if (!first || first.kind === 'attribute') return [whole];
  const keyNo = keyNos.get(first.key);
  if (keyNo === undefined) return [{ ...whole, rest }];
  const others: Stage = {
    ...whole,
    test: sql`${inSearched(sql`r.experiment_no`)}${isLookedUp} and not exists (
      select from ${tableOf(first)} o where o.run_no = r.no and o.key_no = ${keyNo})`,
    rest,
  };
  // Every run that satisfies a comparison with the key of the order has a value, and the comparison narrows its index.
  const narrowing = conditions.flatMap((condition) => narrowsIndex(condition, first) ?? []);
  const ofKey = sql`${inSearched(sql`o.experiment_no`)} and o.key_no = ${keyNo}`;
  const ofLists = areInLists(gathered.isFew ? longer : gathered.lists, sql`o.run_no`);
  const values: OrderedValues = {
    table: tableOf(first),
    runNos: gathered.isFew ? (shortest?.runNos ?? null) : null,
    isPlain: narrowing.length === 0 && longer.length === 0,
    value: sql`o.value`,
    test: sql`${ofKey}${sql.join(narrowing, sql``)}${ofLists}`,
  };
  const having: Stage = {
    values,
    test: sql`true`,
    keys: [],
    isOfEach,
    rest,
    conditions: conditions.filter((condition) => narrowsIndex(condition, first) === null),
  };
  if (first.kind !== 'metric') {
    const value = sql`o.value collate "C"`;
    const hasLong = sql`exists (select from ${tableOf(first)} l
      where ${oneOf(sql`l.experiment_no`, experimentNos)} and l.key_no = ${keyNo} and ${isLongText(sql`l.value`)})`;
    const texts: Stage = {
      ...having,
      values: { ...values, value, ...walkOfTexts(values.test, hasLong, gathered) },
      keys: [{ expression: value, type: 'text', isDescending: first.isDescending }],
    };
    return narrowing.length > 0 ? [texts] : [texts, others];
  }
  const numbers: Stage = {
    ...having,
    values: { ...values, test: sql`${values.test} and o.value < 'NaN'` },
    keys: [{ expression: values.value, type: 'float', isDescending: first.isDescending }],
  };
  if (narrowing.length > 0) return [numbers];
  const lost: Stage = { ...having, values: { ...values, test: sql`${values.test} and o.value = 'NaN'` } };
  return [numbers, lost, others];
}

/** The tests of a walk along texts. The index has the shorter ones alone, and gives them in order only if there are no others. */
function walkOfTexts(
  test: RawBuilder<unknown>,
  hasLong: RawBuilder<unknown>,
  { isFew }: Gathered,
): Pick<OrderedValues, 'test' | 'otherwise'> {
  // The few are looked up and sorted, whatever their length.
  if (isFew) return { test };
  return {
    test: sql`${test} and ${isShortText(sql`o.value`)} and not ${hasLong}`,
    otherwise: sql`${test} and ${hasLong}`,
  };
}

/**
 * Whether the indexes, which begin with the experiment, give a page of each, so that a page of all is found in those. With a
 * condition of which nothing is known, each experiment could be read to its end.
 */
function canWalkEach({ experimentNos, conditions, order: [first] }: AskedRuns, gathered: Gathered): boolean {
  const isKnown = (condition: FilterCondition): boolean =>
    gathered.answered.has(condition) ||
    gathered.common.has(condition) ||
    (first !== undefined && narrowsIndex(condition, first) !== null);
  return experimentNos.length > 1 && !gathered.isFew && conditions.every(isKnown);
}

/** A condition as a test of the values that are walked; `null` when it is about something else. */
function narrowsIndex(condition: FilterCondition, first: OrderTerm): RawBuilder<unknown> | null {
  if (!isSameKey(condition, first)) return null;
  if (condition.test === 'number') return sql` and ${numberTest(sql`o.value`, condition)}`;
  return condition.test === 'text' ? sql` and ${loggedTextTest(condition, sql`o.value`)}` : null;
}

/**
 * Whether a run that is met on a walk is in each list: others are passed over by a table of hashes. `is true` keeps the
 * planner from making a join of that, which would keep no order.
 */
function areInLists(lists: readonly GatheredList[], runNo: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql.join(
    lists.map((list) => sql` and (${runNo} in ${numbersOf(list)}) is true`),
    sql``,
  );
}

/** The planner is told the length of a list, and not what is in it: to weigh thousands of numbers takes it longer than the search. */
function numbersOf({ runNos }: GatheredList): RawBuilder<unknown> {
  return sql`(select unnest(${runNos}::bigint[]))`;
}
