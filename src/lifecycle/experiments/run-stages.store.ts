import { type RawBuilder, sql } from 'kysely';
import type { SortKey } from '../../platform/database/keyset.ts';
import { numberTest } from '../../platform/database/value-test.ts';
import type { FilterCondition, OrderTerm } from './filter-grammar.ts';
import { type Gathered, isSameKey } from './gather-runs.store.ts';
import { isLongText, isShortText, loggedTextTest, oneOf, tableOf } from './run-conditions.store.ts';

/** What a stage reads from, what its rows must be like, and what they are sorted by before the terms that are left. */
export interface Stage {
  readonly from: RawBuilder<unknown>;
  readonly test: RawBuilder<unknown>;
  /** The test in the place of `test` where that finds nothing: it reaches what no index has in order. */
  readonly otherwise?: RawBuilder<unknown>;
  readonly keys: readonly SortKey[];
  /** Whether a page is read of each experiment, whose number is then `searched.no`, and not of all together. */
  readonly isOfEach: boolean;
  /** Terms of the order that `keys` does not cover yet. */
  readonly rest: readonly OrderTerm[];
  /** Conditions that `test` does not cover yet. */
  readonly conditions: readonly FilterCondition[];
}

/** What stages are made of. */
interface Asked {
  readonly experimentNos: readonly number[];
  readonly conditions: readonly FilterCondition[];
  readonly order: readonly OrderTerm[];
}

/**
 * The stages of a search, one after the other: together they have every run once. What they are depends on what is asked
 * for alone, because a page says in which stage it ended.
 */
export function stagesOf(asked: Asked, keyNos: ReadonlyMap<string, number>, gathered: Gathered): readonly Stage[] {
  const { experimentNos, order } = asked;
  const [first, ...rest] = order;
  const isOfEach = canWalkEach(asked, gathered);
  const inSearched = (column: RawBuilder<unknown>): RawBuilder<unknown> =>
    isOfEach ? sql`${column} = searched.no` : oneOf(column, experimentNos);
  const experiments = inSearched(sql`r.experiment_no`);
  const conditions = asked.conditions.filter((condition) => !gathered.answered.has(condition));
  const ofGathered = testOfLists(gathered, null);
  const whole: Stage = {
    from: sql`runs r`,
    test: sql`${experiments}${ofGathered}`,
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
    test: sql`${whole.test} and not exists (
      select from ${tableOf(first)} o where o.run_no = r.no and o.key_no = ${keyNo})`,
    rest,
  };
  // Every run that satisfies a comparison with the key of the order has a value, and the comparison narrows its index.
  const narrowing = conditions.flatMap((condition) => narrowsIndex(condition, first) ?? []);
  const having = {
    from: sql`${tableOf(first)} o join runs r on r.no = o.run_no`,
    isOfEach,
    rest,
    conditions: conditions.filter((condition) => narrowsIndex(condition, first) === null),
  };
  const ofWalked = sql`${sql.join(narrowing, sql``)}${testOfLists(gathered, sql`o.run_no`)}`;
  if (first.kind !== 'metric') {
    const ofKey = sql`o.key_no = ${keyNo} and ${experiments}${ofWalked}`;
    const byText: SortKey = { expression: sql`o.value collate "C"`, type: 'text', isDescending: first.isDescending };
    const texts: Stage = { ...having, ...walkOfTexts(first, keyNo, ofKey, gathered), keys: [byText] };
    return narrowing.length > 0 ? [texts] : [texts, others];
  }
  const ofKey = sql`${inSearched(sql`o.experiment_no`)} and o.key_no = ${keyNo}`;
  const byNumber: SortKey = { expression: sql`o.value`, type: 'float', isDescending: first.isDescending };
  const numbers: Stage = { ...having, test: sql`${ofKey} and o.value < 'NaN'${ofWalked}`, keys: [byNumber] };
  if (narrowing.length > 0) return [numbers];
  return [numbers, { ...having, test: sql`${ofKey} and o.value = 'NaN'${ofGathered}`, keys: [] }, others];
}

/** The tests of a walk along texts. The index has the shorter ones alone, and gives them in order only if there are no others. */
function walkOfTexts(
  first: OrderTerm,
  keyNo: number,
  ofKey: RawBuilder<unknown>,
  { isFew }: Gathered,
): Pick<Stage, 'test' | 'otherwise'> {
  // The few are looked up and sorted, whatever their length.
  if (isFew) return { test: ofKey };
  const hasLong = sql`exists (select from ${tableOf(first)} l where l.key_no = ${keyNo} and ${isLongText(sql`l.value`)})`;
  return {
    test: sql`${ofKey} and ${isShortText(sql`o.value`)} and not ${hasLong}`,
    otherwise: sql`${ofKey} and ${hasLong}`,
  };
}

/**
 * Whether the indexes that begin with the experiment give a page of each, so that a page of all is found in those. With a
 * condition that no such walk answers, each experiment could be read to its end; the index of texts has all experiments.
 */
function canWalkEach({ experimentNos, conditions, order: [first] }: Asked, { answered, isFew }: Gathered): boolean {
  const isWalked = first?.kind !== 'param' && first?.kind !== 'tag';
  const isAnswered = (condition: FilterCondition): boolean =>
    answered.has(condition) || (first !== undefined && narrowsIndex(condition, first) !== null);
  return experimentNos.length > 1 && !isFew && isWalked && conditions.every(isAnswered);
}

/** A condition as a test of the values that are walked; `null` when it is about something else. */
function narrowsIndex(condition: FilterCondition, first: OrderTerm): RawBuilder<unknown> | null {
  if (!isSameKey(condition, first)) return null;
  if (condition.test === 'number') return sql` and ${numberTest(sql`o.value`, condition)}`;
  return condition.test === 'text' ? sql` and ${loggedTextTest(condition, sql`o.value`)}` : null;
}

/**
 * Whether a run is in the lists that were gathered. The runs of a short list are looked up. With a longer one the index is
 * walked, and others are passed over by a table of hashes; `is true` keeps the planner from making a join of that, which
 * would keep no order. It is told the length of a list, and not what is in it: to weigh thousands of numbers takes it longer
 * than the search.
 * @param walked the number of the run in the index that is walked; `null` when none is
 */
function testOfLists({ lists, isFew }: Gathered, walked: RawBuilder<unknown> | null): RawBuilder<unknown> {
  const tests = lists.map(({ runNos }, index) => {
    const list = sql`(select unnest(${runNos}::bigint[]))`;
    return index === 0 && (isFew || !walked)
      ? sql` and r.no in ${list}`
      : sql` and (${walked ?? sql`r.no`} in ${list}) is true`;
  });
  return sql.join(tests, sql``);
}
