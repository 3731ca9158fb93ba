import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from './database.ts';
import { type BinaryRow, readBinaryCopy } from './decode-binary-copy.ts';
import { openTestDatabase } from './test-database.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase([]);
});
afterAll(() => database.close());

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function copied(query: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await database.transaction(async (tx) => {
    for await (const chunk of tx.copyOut(`copy (${query}) to stdout (format binary)`)) chunks.push(chunk);
  });
  return Buffer.concat(chunks);
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

describe('a binary COPY', () => {
  it('is read as PostgreSQL wrote it, wherever the stream is cut', async () => {
    const bytes = await copied(VALUES);
    for (const size of [1, 2, 7, 19, bytes.length]) {
      const rows: unknown[] = [];
      expect(await readBinaryCopy(inPieces(bytes, size), 6, (row) => rows.push(valuesOf(row)))).toBe(3);
      expect(rows).toEqual([
        [1.5, Number.MAX_SAFE_INTEGER, -7, true, Date.parse('2026-03-01T12:34:56.789Z'), 'höher', 104],
        [-0.25, -5, 2_147_483_647, false, 0, '', 0],
        [Number.NaN, Number.NaN, 0, false, Number.NaN, '', 0],
      ]);
    }
  });

  it('tells null from an empty text', async () => {
    const nulls: boolean[] = [];
    await readBinaryCopy(inPieces(await copied(VALUES), 64), 6, (row) => nulls.push(row.isNull(5)));
    expect(nulls).toEqual([false, false, true]);
  });

  it('may hold no row at all', async () => {
    const bytes = await copied('select 1 where false');
    expect(await readBinaryCopy(inPieces(bytes, 5), 1, () => undefined)).toBe(0);
  });

  it('is refused when it is cut short, has other columns, or is something else', async () => {
    const bytes = await copied(VALUES);
    const ignore = () => undefined;
    await expect(readBinaryCopy(inPieces(bytes.subarray(0, -3), 64), 6, ignore)).rejects.toThrow('before its last row');
    await expect(readBinaryCopy(inPieces(bytes, 64), 5, ignore)).rejects.toThrow('6 columns where 5 were expected');
    await expect(readBinaryCopy(inPieces(Buffer.from('a,b,c\n'.repeat(9)), 64), 5, ignore)).rejects.toThrow(
      'no binary',
    );
  });
});
