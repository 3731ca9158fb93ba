import { type RawBuilder, sql } from 'kysely';
import type { FilterCondition } from './filter-grammar.ts';

/** One key of an order: what is compared and in which direction. Rows without a value come last either way. */
export interface SortKey {
  readonly expression: RawBuilder<unknown>;
  readonly isDescending: boolean;
}

/** Where a page ended: the values of the sort keys of its last row. */
export type KeysetPosition = readonly (string | number | null)[];

/** The `order by` of a list. */
export function sortClause(keys: readonly SortKey[]): RawBuilder<unknown> {
  return sql.join(
    keys.map(({ expression, isDescending }) => sql`${expression} ${sql.raw(isDescending ? 'desc' : 'asc')} nulls last`),
  );
}

/**
 * Whether a row comes after a position. Pages found this way neither skip nor repeat a row when others are written in
 * between. The last key must be unique and never null.
 */
export function afterPosition(keys: readonly SortKey[], position: KeysetPosition): RawBuilder<unknown> {
  const options = keys.map((key, index) => {
    const equal = keys.slice(0, index).map(({ expression }, place) => equals(expression, position[place] ?? null));
    return sql`(${sql.join([...equal, isAfter(key, position[index] ?? null)], sql` and `)})`;
  });
  return sql`(${sql.join(options, sql` or `)})`;
}

function equals(expression: RawBuilder<unknown>, value: string | number | null): RawBuilder<unknown> {
  return value === null ? sql`${expression} is null` : sql`${expression} = ${value}`;
}

function isAfter({ expression, isDescending }: SortKey, value: string | number | null): RawBuilder<unknown> {
  if (value === null) return sql`false`;
  return sql`(${expression} ${sql.raw(isDescending ? '<' : '>')} ${value} or ${expression} is null)`;
}

type ValueCondition = FilterCondition & { readonly test: 'number' | 'text' | 'list' };

/** A condition on a text. Its operator comes from a closed list, so that it may stand in the statement. */
export function textTest(
  expression: RawBuilder<unknown>,
  { operator, value }: FilterCondition & { readonly test: 'text' },
): RawBuilder<unknown> {
  if (operator === 'LIKE') return sql`${expression} like ${value} escape ''`;
  if (operator === 'ILIKE') return sql`${expression} ilike ${value} escape ''`;
  return operator === '=' ? sql`${expression} = ${value}` : sql`${expression} <> ${value}`;
}

/** A condition on a column that always has a value. */
export function valueTest(expression: RawBuilder<unknown>, condition: FilterCondition): RawBuilder<unknown> {
  if (condition.test === 'presence') return condition.isPresent ? sql`true` : sql`false`;
  return plainTest(expression, condition);
}

function plainTest(expression: RawBuilder<unknown>, condition: ValueCondition): RawBuilder<unknown> {
  if (condition.test === 'text') return textTest(expression, condition);
  if (condition.test === 'number') return numberTest(expression, condition);
  const listed = sql`${expression} = any(${[...condition.values]}::text[])`;
  return condition.isNegated ? sql`not (${listed})` : listed;
}

/** A condition on a number that is never NaN. */
export function numberTest(
  expression: RawBuilder<unknown>,
  { operator, value }: FilterCondition & { readonly test: 'number' },
): RawBuilder<unknown> {
  const sign = operator === '!=' ? '<>' : operator;
  return sql`${expression} ${sql.raw(sign)} ${value}::float8`;
}
