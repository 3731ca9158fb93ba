import pg from 'pg';

/** Numbers that PostgreSQL gives to its types (catalogue `pg_type`). */
const OID = { int8: 20, date: 1082, timestamp: 1114, int8Array: 1016, numericArray: 1231, textArray: 1009 } as const;

const TEXT_ARRAY: number = OID.textArray;
const parseTextArray: (text: string) => (string | null)[] = pg.types.getTypeParser(TEXT_ARRAY, 'text');

const textParsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [OID.int8, parseInt8],
  [OID.int8Array, (text) => parseTextArray(text).map((item) => (item === null ? null : parseInt8(item)))],
  [OID.numericArray, parseTextArray],
  // A day and a time without zone are not moments. The driver would turn both into one of the server's time zone.
  [OID.date, String],
  [OID.timestamp, String],
]);

/**
 * How column values arrive: int8 (also `count` and `sum` of integers) as number, numeric as text, timestamptz as Date,
 * date as `YYYY-MM-DD`, json and jsonb parsed, bytea as Buffer.
 */
export const valueParsers: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    const ours = format === 'binary' ? undefined : textParsers.get(oid);
    return ours ?? pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text');
  },
};

/** Throws RangeError beyond 2^53 - 1: a rounded key would silently name another row. Select such a column as text. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`The integer ${text} does not fit a number; select it as text.`);
  return value;
}
