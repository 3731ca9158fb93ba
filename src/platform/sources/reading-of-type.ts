import pg from 'pg';
import { isNamedLikeKey } from '../tables/column-reading.ts';
import type { ColumnFormat, ColumnReading } from '../tables/tables.schema.ts';

const { builtins } = pg.types;

const WHOLE: ReadonlySet<number> = new Set([builtins.INT2, builtins.INT4, builtins.INT8, builtins.OID]);
const NUMBERS: ReadonlySet<number> = new Set([...WHOLE, builtins.FLOAT4, builtins.FLOAT8, builtins.NUMERIC]);
const MOMENTS: ReadonlySet<number> = new Set([builtins.DATE, builtins.TIMESTAMP, builtins.TIMESTAMPTZ]);

/** A column of a query, with the number that PostgreSQL has for its type (`pg_type.oid`). */
export interface QueryColumn {
  readonly name: string;
  readonly typeId: number;
}

/**
 * How a column is read, from its type in the database and not from a guess: a code of digits that is text there stays text.
 * Whole numbers in a column that is named like a key name things. Whatever has no counterpart (JSON, arrays, intervals) is
 * kept as the text that PostgreSQL writes.
 */
export function readingOfType({ name, typeId }: QueryColumn): ColumnReading {
  return { name, format: formatOf(name, typeId), missingMarks: [], isCertain: true, isSaid: false };
}

function formatOf(name: string, typeId: number): ColumnFormat {
  if (typeId === builtins.UUID || (WHOLE.has(typeId) && isNamedLikeKey(name))) return { type: 'id' };
  if (NUMBERS.has(typeId)) return { type: 'number', decimalComma: false };
  if (MOMENTS.has(typeId)) return { type: 'date', order: 'ymd' };
  return typeId === builtins.BOOL ? { type: 'boolean' } : { type: 'text' };
}
