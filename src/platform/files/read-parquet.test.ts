import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FILE_LIMITS } from './limits.ts';
import type { Table, TableItem } from './table.ts';
import { openTable } from './table-reader.ts';
import type { Unreadable } from './unreadable.ts';

type WriteOptions = Parameters<typeof parquetWriteBuffer>[0];

let folder: string;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-parquet-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function open(content: Uint8Array): Promise<Table | Unreadable> {
  const path = join(folder, `file-${files++}`);
  await writeFile(path, content);
  return openTable(path, { nameHint: 'data.parquet' });
}

async function read(content: Uint8Array): Promise<TableItem[]> {
  const table = await open(content);
  if (table.kind === 'unreadable') return [table];
  const items: TableItem[] = [];
  for await (const item of table.rows) items.push(item);
  return items;
}

const write = (options: Omit<WriteOptions, 'writer'>): Uint8Array => new Uint8Array(parquetWriteBuffer(options));
const rowsOf = (count: number) => Array.from({ length: count }, (_, i) => i);
const valuesOf = (items: readonly TableItem[]): unknown[] =>
  items.map((item) => (item.kind === 'row' ? item.values : item));

/** A ZSTD frame of raw blocks, as RFC 8878 allows: enough to exercise the decoder without a compressor. */
function zstdFrame(bytes: Uint8Array, claimedSize = bytes.length): Uint8Array {
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0]);
  head.writeUInt32LE(claimedSize, 5);
  const block = Buffer.alloc(3);
  block.writeUIntLE(1 | (bytes.length << 3), 0, 3);
  return Buffer.concat([head, block, bytes]);
}

const GZIP = { GZIP: (bytes: Uint8Array) => gzipSync(bytes) };
const BROTLI = { BROTLI: (bytes: Uint8Array) => brotliCompressSync(bytes) };
const ZSTD = { ZSTD: (bytes: Uint8Array) => zstdFrame(bytes) };
/** Claims 2 GiB in the header of the frame. */
const LYING_ZSTD = { ZSTD: (bytes: Uint8Array) => zstdFrame(bytes, 0x7fffffff) };

/** A whole number as Thrift writes it: zigzag, seven bits a byte, low bits first. */
function thriftInteger(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value * 2; rest > 0; rest = Math.floor(rest / 128))
    bytes.push((rest % 128) | (rest >= 128 ? 128 : 0));
  return Buffer.from(bytes);
}

describe('reading Parquet', () => {
  it('gives values of their own types, and text where a type would lose something', async () => {
    const items = await read(
      write({
        columnData: [
          { name: 'id', data: [1n, 9007199254740993n], type: 'INT64' },
          { name: 'at', data: [new Date('2024-05-31T10:00:00Z'), null], type: 'TIMESTAMP', nullable: true },
          { name: 'score', data: [0.25, Number.NaN], type: 'DOUBLE' },
          { name: 'name', data: ['Zürich', null], type: 'STRING', nullable: true },
          { name: 'on', data: [true, false], type: 'BOOLEAN' },
          { name: 'json', data: [{ a: [1] }, { b: null }], type: 'JSON' },
          { name: 'list', data: [[1, 2], []] },
        ],
      }),
    );
    expect(items).toMatchObject([
      {
        kind: 'row',
        line: 1,
        values: [1, new Date('2024-05-31T10:00:00Z'), 0.25, 'Zürich', true, '{"a":[1]}', '[1,2]'],
      },
      { kind: 'row', line: 2, values: ['9007199254740993', null, null, null, false, '{"b":null}', '[]'] },
    ]);
  });

  it('reads decimals without the dust of binary fractions', async () => {
    const schema = [
      { name: 'root', num_children: 1 },
      { name: 'price', type: 'INT32', converted_type: 'DECIMAL', scale: 2, precision: 9, repetition_type: 'REQUIRED' },
    ] as const;
    const items = await read(
      write({ columnData: [{ name: 'price', data: [0.57, 1.1, -12.34] }], schema: [...schema] }),
    );
    expect(valuesOf(items)).toEqual([[0.57], [1.1], [-12.34]]);
  });

  it('gives every row in order over row groups, pages and codecs, with its number', async () => {
    const codecs: Pick<WriteOptions, 'codec' | 'compressors'>[] = [
      { codec: 'SNAPPY' },
      { codec: 'UNCOMPRESSED' },
      { codec: 'GZIP', compressors: GZIP },
      { codec: 'BROTLI', compressors: BROTLI },
      { codec: 'ZSTD', compressors: ZSTD },
    ];
    for (const codec of codecs) {
      const items = await read(
        write({
          ...codec,
          columnData: [
            { name: 'id', data: Int32Array.from(rowsOf(5_000)) },
            { name: 'delta', data: Int32Array.from(rowsOf(5_000)), encoding: 'DELTA_BINARY_PACKED' },
            { name: 'prefix', data: rowsOf(5_000).map((i) => `prefix ${i}`), encoding: 'DELTA_BYTE_ARRAY' },
            {
              name: 'kind',
              data: rowsOf(5_000).map((i) => (i % 3 ? `kind ${i % 7}` : null)),
              type: 'STRING',
              nullable: true,
            },
            { name: 'list', data: rowsOf(5_000).map((i) => (i % 5 ? [i] : [i, i])) },
          ],
          rowGroupSize: 2_000,
          pageSize: 3_000,
        }),
      );
      // One comparison of all: one of each row would cost many times what the reading does.
      expect(items).toEqual(
        rowsOf(5_000).map((i) => ({
          kind: 'row',
          line: i + 1,
          values: [i, i, `prefix ${i}`, i % 3 ? `kind ${i % 7}` : null, i % 5 ? `[${i}]` : `[${i},${i}]`],
          bytesRead: expect.any(Number),
        })),
      );
    }
  });

  it('knows a file without rows', async () => {
    const table = await open(write({ columnData: [{ name: 'a', data: [], type: 'DOUBLE' }] }));
    expect(table).toMatchObject({ kind: 'table', format: 'parquet', columns: ['a'], isEmpty: true });
  });

  it('reports text that no database can hold as a malformed row', async () => {
    expect(await read(write({ columnData: [{ name: 'a', data: ['x\0y', 'fine'] }] }))).toMatchObject([
      { kind: 'malformed', line: 1 },
      { kind: 'row', line: 2, values: ['fine'] },
    ]);
  });
});

describe('hostile Parquet', () => {
  const whole = write({
    columnData: [
      { name: 'id', data: Int32Array.from(rowsOf(3_000)) },
      { name: 'empty', data: rowsOf(3_000).map(() => null), type: 'DOUBLE', nullable: true },
      { name: 'name', data: rowsOf(3_000).map((i) => `name ${i % 50}`), type: 'STRING' },
    ],
    codec: 'UNCOMPRESSED',
    rowGroupSize: 2_000,
  });

  it('that is cut off, at either end, is damaged', async () => {
    for (const cut of [
      whole.subarray(0, whole.length - 100),
      whole.subarray(0, 4),
      Buffer.from('PAR1\x08\0\0\0PAR1', 'latin1'),
    ]) {
      expect(await open(cut)).toMatchObject({ kind: 'unreadable', code: 'damaged-parquet' });
    }
    const withoutMiddle = Buffer.concat([whole.subarray(0, 50), whole.subarray(5_000)]);
    expect((await read(withoutMiddle)).at(-1)).toMatchObject({ kind: 'unreadable', code: 'damaged-parquet' });
  });

  it('cannot claim a footer of gigabytes', async () => {
    const claim = Buffer.from('PAR1\xff\xff\xff\xffPAR1', 'latin1');
    expect(await open(claim)).toMatchObject({ kind: 'unreadable', code: 'parquet-too-large' });
  });

  it('cannot make a run of equal values longer than its column', async () => {
    // 2,000 missing values are one run: its length twice, as a varint, then the level 0.
    const run = Buffer.from([0xa0, 0x1f, 0x00]);
    const at = Buffer.from(whole).indexOf(run);
    expect(at).toBeGreaterThan(0);
    const bomb = Buffer.from(whole);
    bomb.set([0xfe, 0x7f], at);
    expect(await read(bomb)).toMatchObject([{ kind: 'unreadable', code: 'damaged-parquet' }]);
  });

  it('cannot make the decompressor reserve what its frame claims', async () => {
    const columnData = [{ name: 'a', data: [1.5, 2.5] }];
    expect(valuesOf(await read(write({ codec: 'ZSTD', columnData, compressors: LYING_ZSTD })))).toMatchObject([
      { kind: 'unreadable', code: 'damaged-parquet' },
    ]);
  });

  it('with a row group over the limit is refused with what to do', async () => {
    const rows = 1_100_000;
    const columnData = [{ name: 'a', data: rowsOf(rows).map(() => null), type: 'DOUBLE' as const, nullable: true }];
    const content = Buffer.from(write({ columnData, rowGroupSize: rows }));
    // A run of missing values takes no bytes, so a small file can claim any number of rows.
    const [real, claimed] = [thriftInteger(rows), thriftInteger(2 ** 27 - 1)];
    for (let at = content.indexOf(real); at >= 0; at = content.indexOf(real, at + 1)) content.set(claimed, at);
    expect(2 ** 27 - 1).toBeGreaterThan(FILE_LIMITS.parquetRowGroupCells);
    const table = await open(content);
    expect(table).toMatchObject({ kind: 'unreadable', code: 'parquet-too-large' });
    expect(table.kind === 'unreadable' && table.sentence).toContain('row_group_size');
  });

  it('with any bytes changed gives rows or a value, never a throw', async () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    // The fewer rows, the more of the changes meet the words of the format and not the values.
    const few = write({
      columnData: [
        { name: 'id', data: Int32Array.from(rowsOf(300)) },
        { name: 'empty', data: rowsOf(300).map(() => null), type: 'DOUBLE', nullable: true },
        { name: 'name', data: rowsOf(300).map((i) => `name ${i % 50}`), type: 'STRING' },
      ],
      codec: 'UNCOMPRESSED',
      rowGroupSize: 200,
    });
    for (let i = 0; i < 300; i++) {
      const changed = Buffer.from(few);
      for (let flips = 0; flips < 3; flips++) changed[random(changed.length)] = random(256);
      const items = await read(changed);
      expect(items.length).toBeLessThanOrEqual(301);
    }
  });
});
