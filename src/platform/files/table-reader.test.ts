import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createGzip, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Table, TableItem } from './table.ts';
import { type OpenTableOptions, openTable } from './table-reader.ts';
import type { Unreadable } from './unreadable.ts';

let folder: string;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'table-reader-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileOf(content: string | Buffer): Promise<string> {
  const path = join(folder, `file-${files++}`);
  await writeFile(path, content);
  return path;
}

function asTable(opened: Table | Unreadable): Table {
  if (opened.kind === 'unreadable') throw new Error(opened.sentence);
  return opened;
}

async function read(
  content: string | Buffer,
  options?: OpenTableOptions,
): Promise<{ table: Table; items: TableItem[] }> {
  const table = asTable(await openTable(await fileOf(content), options));
  const items: TableItem[] = [];
  for await (const item of table.rows) items.push(item);
  return { table, items };
}

const valuesOf = (items: readonly TableItem[]): unknown[] =>
  items.map((item) => (item.kind === 'row' ? item.values : item.kind));

async function refusal(content: string | Buffer, options?: OpenTableOptions): Promise<string> {
  const opened = await openTable(await fileOf(content), options);
  return opened.kind === 'unreadable' ? opened.code : opened.kind;
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Looks every few milliseconds at what is still held after the garbage is gone, whatever else this process has done. */
function watchHeldMemory(): { readonly stop: () => number; readonly looks: () => number } {
  const heldNow = (): number => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = heldNow();
  let most = 0;
  let looks = 0;
  const look = (): void => {
    looks += 1;
    most = Math.max(most, heldNow() - before);
  };
  // Collecting the garbage of everything that a worker has loaded takes a while: half of the time is left to the reader.
  let timer: NodeJS.Timeout;
  const lookAgain = (): void => {
    const startedMs = performance.now();
    look();
    timer = setTimeout(lookAgain, Math.max(50, performance.now() - startedMs));
  };
  timer = setTimeout(lookAgain, 50);
  return {
    stop: () => {
      clearTimeout(timer);
      look();
      return most;
    },
    looks: () => looks,
  };
}

describe('finding out what a file is', () => {
  it('finds the delimiter by which the rows agree with the header', async () => {
    for (const [text, delimiter] of [
      ['a,b\n1,2\n', ','],
      ['a;b;c\n1,5;2,5;x\n', ';'],
      ['a\tb\n1,5\t2\n', '\t'],
      ['a|b\nx, y, z|2\n', '|'],
      ['"a;x",b\n"1;2;3",2\n', ','],
    ] as const) {
      expect((await read(text)).table.delimiter).toBe(delimiter);
    }
  });

  it('reads a file of one column', async () => {
    const { table, items } = await read('id\n1\n2');
    expect(table).toMatchObject({ format: 'csv', columns: ['id'], isEmpty: false, sizeBytes: 6 });
    expect(valuesOf(items)).toEqual([['1'], ['2']]);
  });

  it('obeys the line in which Excel announces the delimiter, and still counts it as a line', async () => {
    const { table, items } = await read('sep=;\r\na;b\r\n1,5;2\r\n');
    expect(table).toMatchObject({ delimiter: ';', decimalComma: true, columns: ['a', 'b'] });
    expect(items).toEqual([{ kind: 'row', line: 3, values: ['1,5', '2'], bytesRead: 19 }]);
  });

  it('tells formats by content, and by the name only between text formats', async () => {
    expect((await read('{"a":1}\n', { nameHint: 'x.csv' })).table.format).toBe('csv');
    expect((await read('{"a":1}\n', { nameHint: 'x.json' })).table.format).toBe('ndjson');
    expect((await read('{"a":1}\n')).table.format).toBe('ndjson');
    expect((await read('a\tb\n1\t2\n', { nameHint: 'data.TSV.gz' })).table.format).toBe('tsv');
    expect(await refusal('PK\x03\x04rest', { nameHint: 'x.csv' })).toBe('damaged-workbook');
  });

  it('names blank and repeated columns so that every name is unique', async () => {
    const { table } = await read(' price ,price,,price (2),\n1,2,3,4,5\n');
    expect(table.columns).toEqual(['price', 'price (3)', 'column 3', 'price (2)', 'column 5']);
  });

  it('says which formats work when it refuses one', async () => {
    const opened = await openTable(await fileOf('Rar!\x1a\x07'), { nameHint: 'x.rar' });
    expect(opened).toMatchObject({ kind: 'unreadable', code: 'archive' });
    expect(opened.kind === 'unreadable' && opened.sentence).toMatch(/CSV or TSV.*NDJSON.*gzip.*Excel.*Parquet/s);
  });

  it('tells an empty file from one that has a header and no rows', async () => {
    expect(await refusal('')).toBe('empty-file');
    expect(await refusal('\ufeff\r\n \n')).toBe('empty-file');
    const { table, items } = await read('a,b\r\n\r\n');
    expect(table).toMatchObject({ columns: ['a', 'b'], isEmpty: true });
    expect(items).toEqual([]);
  });

  it('reports a file that is gone as a value', async () => {
    const path = await fileOf('a,b\n1,2\n');
    const table = asTable(await openTable(path));
    await rm(path);
    expect(await openTable(path)).toMatchObject({ kind: 'unreadable', code: 'missing-file' });
    const items: TableItem[] = [];
    for await (const item of table.rows) items.push(item);
    expect(items).toMatchObject([{ kind: 'unreadable', code: 'missing-file' }]);
  });
});

describe('encodings', () => {
  const rows = [['Zürich', '5 €']];

  it('are UTF-8 with and without a byte order mark, and UTF-16 with one', async () => {
    const text = 'city;price\r\nZürich;5 €\r\n';
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const content of [text, `\ufeff${text}`, utf16, Buffer.from(utf16).swap16()]) {
      const { table, items } = await read(content);
      expect(table.columns).toEqual(['city', 'price']);
      expect(valuesOf(items)).toEqual(rows);
    }
  });

  it('fall back to windows-1252 line by line, also after a million plain bytes', async () => {
    const plain = `city;price\n${'Basel;1\n'.repeat(130_000)}`;
    const { items } = await read(
      Buffer.concat([Buffer.from(`${plain}Genève;2\n`), Buffer.from('Z\xfcrich;5 \x80\n', 'latin1')]),
    );
    expect(valuesOf(items.slice(-2))).toEqual([['Genève', '2'], ...rows]);
  });

  it('do not let a NUL character through', async () => {
    expect(await refusal('a,b\0\n1,2\n')).toBe('not-a-table');
    const { items } = await read(`a,b\n${'1,2\n'.repeat(200)}3,\0\n4,5\n`);
    expect(items.slice(-2)).toMatchObject([
      { kind: 'malformed', line: 202 },
      { kind: 'row', values: ['4', '5'] },
    ]);
  });
});

describe('malformed records', () => {
  it('are delivered with line, problem and raw text, and reading goes on', async () => {
    const { items } = await read('a,b\n1,2\n"x\r\ny",2\n1,2,3\n"open,4\n5,6');
    expect(items).toMatchObject([
      { kind: 'row', line: 2, values: ['1', '2'] },
      { kind: 'row', line: 3, values: ['x\r\ny', '2'] },
      { kind: 'malformed', line: 5, problem: 'The record has 3 cells, but the header has 2.', raw: '1,2,3' },
      { kind: 'malformed', line: 6, problem: 'A quotation mark is opened and never closed.', raw: '"open,4' },
      { kind: 'row', line: 7, values: ['5', '6'] },
    ]);
  });

  it('are shown by at most 500 characters', async () => {
    const { items } = await read(`a,b\n${'x'.repeat(2_000)}\n`);
    expect(items[0]?.kind === 'malformed' && items[0].raw).toBe('x'.repeat(500));
  });
});

describe('NDJSON', () => {
  it('has the keys of its first records as columns, and keeps what a number would damage', async () => {
    const { table, items } = await read(
      '{"id":12345678901234567890,"on":true}\n\n{"id":"1234567890123456789","tags":["a",1],"on":null}\n',
    );
    expect(table).toMatchObject({ format: 'ndjson', columns: ['id', 'on', 'tags'] });
    expect(items).toMatchObject([
      { line: 1, values: ['12345678901234567890', 'true', null] },
      { line: 3, values: ['1234567890123456789', null, '["a",1]'] },
    ]);
  });

  it('reports lines that are no object, and keys that come too late', async () => {
    const late = `${'{"a":1}\n'.repeat(40_000)}{"late":1}\n{"a":\n[1]\n{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}\n{"__proto__":{"a":1}}\n{"a":2}`;
    const { items } = await read(late);
    expect(items.slice(40_000)).toMatchObject([
      { kind: 'malformed', line: 40_001, problem: expect.stringContaining('"late"') },
      { kind: 'malformed', problem: 'The line is not valid JSON.' },
      { kind: 'malformed', problem: expect.stringContaining('not an object') },
      { kind: 'malformed', problem: 'The record is nested too deeply.' },
      { kind: 'malformed', problem: expect.stringContaining('__proto__') },
      { kind: 'row', values: ['2'] },
    ]);
  });

  it('is not a JSON array and not an object over several lines', async () => {
    expect(await refusal('[{"a":1},{"a":2}]')).toBe('json-array');
    expect(await refusal('{\n  "a": 1\n}\n')).toBe('not-ndjson');
  });
});

describe('hostile files', () => {
  it('cannot have more columns than the limit', async () => {
    expect(await refusal(`${Array.from({ length: 5_000 }, (_, i) => `c${i}`).join(',')}\n1\n`)).toBe(
      'too-many-columns',
    );
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [`k${i}`, i])));
    expect(await refusal(wide)).toBe('too-many-columns');
  });

  it('cannot fill memory with one line of 100 MB', async () => {
    const path = join(folder, 'long-line');
    const file = createWriteStream(path);
    file.write('a,b\n1,2\n"');
    const block = Buffer.alloc(1_000_000, 'x');
    for (let i = 0; i < 100; i++) if (!file.write(block)) await once(file, 'drain');
    file.end('\n3,4\n');
    await once(file, 'close');
    const held = watchHeldMemory();
    const items: TableItem[] = [];
    for await (const item of asTable(await openTable(path)).rows) items.push(item);
    const mostHeld = held.stop();
    expect(items.map((item) => item.kind)).toEqual(['row', 'malformed', 'row']);
    expect(items.at(-1)).toMatchObject({ line: 4 });
    expect(held.looks()).toBeGreaterThan(1);
    expect(mostHeld).toBeLessThan(60_000_000);
    expect(await refusal(Buffer.alloc(10_000_000, 'x'))).toBe('bad-header');
  });

  it('cannot expand without end from gzip', async () => {
    const path = join(folder, 'bomb');
    const gzip = createGzip({ level: 9 });
    const file = gzip.pipe(createWriteStream(path));
    gzip.write('a,b\n');
    // Records over the limit, so that the test spends its time on expansion and not on rows.
    const block = Buffer.alloc(1_000_000, 'x');
    for (let i = 0; i < 200; i++) if (!gzip.write(block)) await once(gzip, 'drain');
    gzip.end();
    await once(file, 'close');
    const items: TableItem[] = [];
    for await (const item of asTable(await openTable(path)).rows) items.push(item);
    expect(items.at(-1)).toMatchObject({ kind: 'unreadable', code: 'expands-too-much' });
  });

  it('in gzip end with a clear result where they break, and hold nothing but text', async () => {
    const whole = gzipSync(Array.from({ length: 50_000 }, (_, i) => `${i},${Math.sin(i)}`).join('\n'));
    const { items } = await read(whole.subarray(0, whole.length - 1_000));
    expect(items.length).toBeGreaterThan(1_000);
    expect(items.at(-1)).toMatchObject({ kind: 'unreadable', code: 'damaged-gzip' });
    expect(await refusal(Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(100, 7)]))).toBe('damaged-gzip');
    expect(await refusal(gzipSync(gzipSync('a,b\n')))).toBe('archive');
    expect(await refusal(gzipSync('PAR1'))).toBe('archive');
    const tar = Buffer.alloc(1_024);
    tar.write('ustar', 257);
    expect(await refusal(gzipSync(tar))).toBe('archive');
    expect(await refusal(gzipSync(''))).toBe('empty-file');
  });
});

describe('streaming', () => {
  const manyRows = `id,text\n${Array.from({ length: 60_000 }, (_, i) => `${i},some text ${i}`).join('\n')}`;

  async function openHandles(path: string): Promise<number> {
    const links = await Promise.all(
      (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
    );
    return links.filter((link) => link === path).length;
  }

  it.skipIf(process.platform !== 'linux')('closes the file when iteration is abandoned', async () => {
    for (const content of [manyRows, gzipSync(manyRows)]) {
      const path = await fileOf(content);
      for await (const item of asTable(await openTable(path)).rows) {
        expect(item.kind).toBe('row');
        expect(await openHandles(path)).toBe(1);
        break;
      }
      expect(await openHandles(path)).toBe(0);
    }
  });

  it('reads no further than one block ahead of a slow consumer', async () => {
    const table = asTable(await openTable(await fileOf(manyRows)));
    const rows = table.rows[Symbol.asyncIterator]();
    await rows.next();
    for (let i = 0; i < 20; i++) await nextTurn();
    const second = await rows.next();
    expect(second.value).toMatchObject({ kind: 'row', line: 3, bytesRead: 262_144 });
    await rows.return?.();
  });

  it('can be iterated again from the beginning, and reports progress up to the size of the file', async () => {
    for (const content of [manyRows, gzipSync(manyRows)]) {
      const { table, items } = await read(content);
      expect(items).toHaveLength(60_000);
      expect(items.at(-1)).toMatchObject({ kind: 'row', line: 60_001, bytesRead: table.sizeBytes });
      let again = 0;
      for await (const item of table.rows) again += item.kind === 'row' ? 1 : 0;
      expect(again).toBe(60_000);
    }
  });
});
