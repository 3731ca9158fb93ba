import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BinaryRow } from './binary-row.ts';
import type { Database } from './database.ts';
import { openTestDatabase } from './test-database.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase([]);
});
afterAll(() => database.close());

async function read<T>(query: string, columns: number, take: (row: BinaryRow) => T): Promise<T[]> {
  const rows: T[] = [];
  const count = await database.transaction((tx) => tx.copyRows(query, columns, (row) => rows.push(take(row))));
  expect(count).toBe(rows.length);
  return rows;
}

const VALUES = `values
  (1.5::float8, 9007199254740991::int8, -7::int4, true, '2026-03-01T12:34:56.789Z'::timestamptz, 'höher'),
  (-0.25, -5, 2147483647, false, '1970-01-01T00:00:00Z', ''),
  (null, null, null, null, null, null)`;

const valuesOf = (row: BinaryRow) => [
  row.float8(0),
  row.int8(1),
  row.int4(2),
  row.boolean(3),
  row.instant(4),
  row.text(5),
  row.firstByte(5),
];

describe('a row of a binary COPY', () => {
  it('is read as PostgreSQL wrote it', async () => {
    expect(await read(VALUES, 6, valuesOf)).toEqual([
      [1.5, Number.MAX_SAFE_INTEGER, -7, true, Date.parse('2026-03-01T12:34:56.789Z'), 'höher', 104],
      [-0.25, -5, 2_147_483_647, false, 0, '', 0],
      [Number.NaN, Number.NaN, 0, false, Number.NaN, '', 0],
    ]);
  });

  it('tells null from an empty text', async () => {
    expect(await read(VALUES, 6, (row) => row.isNull(5))).toEqual([false, false, true]);
  });

  it('need not be there at all', async () => {
    expect(await read('select 1 where false', 1, valuesOf)).toEqual([]);
  });

  it('is refused when it has other columns than were expected', async () => {
    await expect(read(VALUES, 5, valuesOf)).rejects.toThrow('6 columns where 5 were expected');
  });
});
