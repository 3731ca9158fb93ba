import { type RawBuilder, sql } from 'kysely';
import type { FilterCondition } from './filter-grammar.ts';

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
