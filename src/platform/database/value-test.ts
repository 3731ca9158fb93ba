import { type RawBuilder, sql } from 'kysely';

interface NumberTest {
  readonly test: 'number';
  readonly operator: '=' | '!=' | '>' | '>=' | '<' | '<=';
  readonly value: number;
}

interface TextTest {
  readonly test: 'text';
  readonly operator: '=' | '!=' | 'LIKE' | 'ILIKE' | 'RLIKE';
  readonly value: string;
}

/** What somebody who searches asks of one value: a comparison, one of several texts, or whether it is there at all. */
export type ValueTest =
  | NumberTest
  | TextTest
  | { readonly test: 'list'; readonly isNegated: boolean; readonly values: readonly string[] }
  | { readonly test: 'presence'; readonly isPresent: boolean };

/** Whether an expression is like that. Where it has no value, no comparison finds it, not even `!=`. */
export function valueTest(expression: RawBuilder<unknown>, asked: ValueTest): RawBuilder<unknown> {
  switch (asked.test) {
    case 'presence':
      return asked.isPresent ? sql`${expression} is not null` : sql`${expression} is null`;
    case 'number':
      return numberTest(expression, asked);
    case 'text':
      return textTest(expression, asked);
    case 'list': {
      const listed = sql`${expression} = any(${[...asked.values]}::text[])`;
      return asked.isNegated ? sql`not (${listed})` : listed;
    }
  }
}

/**
 * A condition on a text. Without an escape character a backslash in a pattern means itself. RLIKE has a regular expression
 * of whoever searches: such a search is given little time.
 */
export function textTest(expression: RawBuilder<unknown>, { operator, value }: TextTest): RawBuilder<unknown> {
  if (operator === 'LIKE') return sql`${expression} like ${value} escape ''`;
  if (operator === 'ILIKE') return sql`${expression} ilike ${value} escape ''`;
  if (operator === 'RLIKE') return sql`${expression} ~ ${value}`;
  return operator === '=' ? sql`${expression} = ${value}` : sql`${expression} <> ${value}`;
}

/** A condition on a number that is never NaN. Its operator comes from a closed list, so that it may stand in the statement. */
export function numberTest(expression: RawBuilder<unknown>, { operator, value }: NumberTest): RawBuilder<unknown> {
  const sign = operator === '!=' ? '<>' : operator;
  return sql`${expression} ${sql.raw(sign)} ${value}::float8`;
}

/** The smallest whole number that a bigint does not hold. */
const BEYOND_BIGINT = 2 ** 63;

/** A condition on a whole number, said in whole numbers: an index of such is used for no others. */
export function integerTest(expression: RawBuilder<unknown>, { operator, value }: NumberTest): RawBuilder<unknown> {
  const isUpper = operator === '<' || operator === '<=';
  if (!Number.isInteger(value) || Math.abs(value) >= BEYOND_BIGINT) {
    if (operator === '=') return sql`false`;
    if (operator === '!=') return sql`${expression} is not null`;
    if (Math.abs(value) >= BEYOND_BIGINT) return value > 0 === isUpper ? sql`${expression} is not null` : sql`false`;
    const bound = isUpper ? Math.ceil(value) : Math.floor(value);
    return sql`${expression} ${isUpper ? sql`<` : sql`>`} ${String(bound)}::bigint`;
  }
  const sign = operator === '!=' ? '<>' : operator;
  return sql`${expression} ${sql.raw(sign)} ${String(BigInt(value))}::bigint`;
}

/** Whether an expression is one of some numbers; a single one is compared and not listed, so that an index gives its rows in order. */
export function oneOf(expression: RawBuilder<unknown>, numbers: readonly number[]): RawBuilder<unknown> {
  const [only] = numbers;
  return numbers.length === 1 && only !== undefined
    ? sql`${expression} = ${only}`
    : sql`${expression} = any(${[...numbers]}::bigint[])`;
}
