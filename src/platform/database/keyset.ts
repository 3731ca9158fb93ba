import { type RawBuilder, sql } from 'kysely';
import { refuse } from '../contract/index.ts';

/** One key of an order: what is compared and in which direction. Rows without a value come last either way. */
export interface SortKey {
  readonly expression: RawBuilder<unknown>;
  /** What its values are; a position whose values are something else belongs to another list. */
  readonly type: 'integer' | 'float' | 'text';
  readonly isDescending: boolean;
  /** Whether a row may have no value; stated only where it may, because then no index gives the order by itself. */
  readonly isNullable?: true;
}

/** Where a page ended: the values of the sort keys of its last row. */
export type KeysetPosition = readonly (string | number | null)[];

/** The `order by` of a list. */
export function sortClause(keys: readonly SortKey[]): RawBuilder<unknown> {
  return sql.join(
    keys.map(({ expression, isDescending, isNullable }) => {
      const direction = sql.raw(`${isDescending ? 'desc' : 'asc'}${isNullable ? ' nulls last' : ''}`);
      return sql`${expression} ${direction}`;
    }),
  );
}

/**
 * Whether a row comes after a position. Pages found this way neither skip nor repeat a row when others are written in
 * between. The last key must be unique and never null.
 * @throws Problem LIST_POSITION_INVALID when the position is none of this list
 */
export function afterPosition(keys: readonly SortKey[], position: KeysetPosition): RawBuilder<boolean> {
  const isOfList = position.length === keys.length && keys.every((key, at) => canBeValueOf(key, position[at] ?? null));
  if (!isOfList) throw refuse('LIST_POSITION_INVALID');
  const options = keys.map((key, index) => {
    const equal = keys.slice(0, index).map(({ expression }, place) => equals(expression, position[place] ?? null));
    return sql`(${sql.join([...equal, isAfter(key, position[index] ?? null)], sql` and `)})`;
  });
  return sql<boolean>`(${sql.join(options, sql` or `)})${boundOfFirst(keys[0], position[0] ?? null)}`;
}

/**
 * Whether a row comes after a position in the first keys of a list, or has the same values there: what an index with those
 * keys alone knows of the rows after it.
 * @param keys one at least, none of which is nullable.
 */
export function sincePosition(keys: readonly SortKey[], position: KeysetPosition): RawBuilder<boolean> {
  const same = keys.map(({ expression }, place) => equals(expression, position[place] ?? null));
  const options = keys.map((key, index) => [...same.slice(0, index), isAfter(key, position[index] ?? null)]);
  const tests = [...options, same].map((option) => sql`(${sql.join(option, sql` and `)})`);
  return sql<boolean>`(${sql.join(tests, sql` or `)})${boundOfFirst(keys[0], position[0] ?? null)}`;
}

/** What all rows after a position have in common, said once more so that an index can begin there. */
function boundOfFirst(key: SortKey | undefined, value: string | number | null): RawBuilder<unknown> {
  if (!key || key.isNullable || value === null) return sql``;
  return sql` and ${key.expression} ${sql.raw(key.isDescending ? '<=' : '>=')} ${value}`;
}

function canBeValueOf({ type, isNullable }: SortKey, value: string | number | null): boolean {
  if (value === null) return isNullable === true;
  if (type === 'text') return typeof value === 'string' && !value.includes('\u0000');
  if (type === 'integer') return Number.isSafeInteger(value);
  return typeof value === 'number' || value === 'Infinity' || value === '-Infinity';
}

/** The keys as columns of a statement that reads a page, for `pageOf`. */
export function keyColumns(keys: readonly SortKey[]): RawBuilder<unknown> {
  return sql.join(keys.map(({ expression }, index) => sql`${expression} as ${sql.ref(columnOfKey(index))}`));
}

/** Where a page ends whose last row this is, read with `keyColumns`. */
export function positionOf(row: Readonly<Record<string, unknown>>, keys: readonly SortKey[]): KeysetPosition {
  return keys.map((_, index) => positionValue(row[columnOfKey(index)]));
}

/** A page of rows of which one more than its limit were asked for, and where it ends when there are more. */
export function pageOf<Row extends Readonly<Record<string, unknown>>>(
  rows: readonly Row[],
  limit: number,
  keys: readonly SortKey[],
): { readonly page: readonly Row[]; readonly next: KeysetPosition | null } {
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { page, next: last ? positionOf(last, keys) : null };
}

/** The name of the column that `keyColumns` gives a key. */
export function columnOfKey(index: number): string {
  return `key_${index}`;
}

/** A sort key's value as it travels: JSON has no infinity, which the database reads from text as well. */
function positionValue(value: unknown): string | number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return typeof value === 'string' ? value : null;
}

function equals(expression: RawBuilder<unknown>, value: string | number | null): RawBuilder<unknown> {
  return value === null ? sql`${expression} is null` : sql`${expression} = ${value}`;
}

function isAfter(
  { expression, isDescending, isNullable }: SortKey,
  value: string | number | null,
): RawBuilder<unknown> {
  if (value === null) return sql`false`;
  const isBeyond = sql`${expression} ${sql.raw(isDescending ? '<' : '>')} ${value}`;
  return isNullable ? sql`(${isBeyond} or ${expression} is null)` : isBeyond;
}
