import { copyFile, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { openTableEngine, type TableEngine } from './table-engine.ts';
import { TableRefusal } from './table-refusal.ts';
import type { BroughtTable, TableCheck } from './tables.schema.ts';

let engine: TableEngine;
let folder: string;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(inject('testFolder'), 'tables-'));
  engine = await openTableEngine(inject('tableProgram'), folder);
});

async function bring(content: string | Buffer, fileName = 'table.csv') {
  const path = join(folder, `f${files++}`);
  await writeFile(path, content);
  const kept = `${path}.parquet`;
  const table: BroughtTable = await engine.run(
    'bring',
    (work) => ({ path, fileName, target: join(work, 't.parquet'), said: [] }),
    {
      keep: async (work) => {
        await copyFile(join(work, 't.parquet'), kept);
      },
    },
  );
  return { table, path: kept };
}

const refused = (content: string | Buffer, fileName?: string) =>
  bring(content, fileName).then(
    () => 'was read',
    (error: unknown) => (error instanceof TableRefusal ? error.message : Promise.reject(error)),
  );

const typesOf = ({ columns }: BroughtTable) => Object.fromEntries(columns.map(({ name, type }) => [name, type]));

describe('a file that is read into a table', () => {
  it('keeps names of things as they stand, and drops the .0 that tools add beside gaps', async () => {
    const { table } = await bring('CustomerID,StockCode,zip,machine_id\n17850.0,85123A,01067,7\n,71053,80331,8\n');
    expect(typesOf(table)).toEqual({ CustomerID: 'id', StockCode: 'id', zip: 'text', machine_id: 'id' });
    expect(table.profile.columns[0]?.shape).toMatchObject({ top: [{ value: '17850', rows: 1 }] });
  });

  it('reads a column as something wider when later cells do not fit, and says what did not', async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, i) => `${i === 25_000 ? 5 : i % 2},${i === 9 ? 'unknown' : i},${i < 21_000 ? i : `w${i}`}`,
    );
    const { table } = await bring(`flag,amount,mixed\n${rows.join('\n')}\n`);
    expect(typesOf(table)).toEqual({ flag: 'number', amount: 'number', mixed: 'text' });
    expect(table.columns[1]).toMatchObject({ unfit: 1, unfitExamples: ['unknown'] });
    expect(table.profile.columns[1]?.missing).toBe(1);
  });

  it('describes numbers exactly', async () => {
    const rows = Array.from({ length: 1_001 }, (_, i) => `${i}`);
    const { table } = await bring(`x\n${rows.join('\n')}\n10000\n`);
    const shape = table.profile.columns[0]?.shape;
    if (shape?.kind !== 'number') throw new Error('It is a column of numbers.');
    expect(shape.quantiles[50]).toBeCloseTo(501, -1);
    expect(shape).toMatchObject({ farOut: 1, isWhole: true, zeros: 1 });
    expect(shape.mean).toBeCloseTo((500_500 + 10_000) / 1_002, 9);
    expect(shape.bins.reduce((sum, { rows: some }) => sum + some, 0)).toBe(1_002);
  });

  it('gives its columns as typed arrays, or an even choice of rows that depends on the seed alone', async () => {
    const rows = Array.from(
      { length: 500 },
      (_, i) =>
        `${i},${i % 3 === 0 ? '' : 'abc'[i % 3]},2024-01-${String((i % 28) + 1).padStart(2, '0')},${i % 2 ? 'yes' : 'no'}`,
    );
    const { table, path } = await bring(`n,word,day,left\n${rows.join('\n')}\n`);
    const columns = table.columns.map(({ name, type }) => ({ name, type }));
    const read = (seed: number, maxRows: number) => engine.run('read', () => ({ path, columns, maxRows, seed }));
    const all = await read(1, 1_000);
    expect(all).toMatchObject({ tableRows: 500, rows: 500 });
    const [n, word, day, left] = all.columns;
    expect(n?.kind === 'number' && [n.values[3], n.values[499]]).toEqual([3, 499]);
    expect(word).toMatchObject({ kind: 'category', levels: ['b', 'c'] });
    expect(word?.kind === 'category' && Array.from(word.codes.subarray(0, 3))).toEqual([-1, 0, 1]);
    expect(day?.kind === 'time' && day.values[0]).toBe(Date.UTC(2024, 0, 1));
    expect(left?.kind === 'number' && Array.from(left.values.subarray(0, 2))).toEqual([0, 1]);
    const [some, again, other] = [await read(1, 50), await read(1, 50), await read(2, 50)];
    expect(some.rows).toBe(50);
    expect(some).toEqual(again);
    expect(some).not.toEqual(other);
    const chosen = some.columns[0]?.kind === 'number' ? [...some.columns[0].values] : [];
    expect(chosen).toEqual([...chosen].sort((a, b) => a - b));
  });
});

describe('a check of a table', () => {
  it('finds what breaks it, with examples, and a statement of somebody reaches nothing but the table', async () => {
    const { table, path } = await bring('k,v,region\n1,5,north\n2,-3,south\n2,8,nrth\n');
    const { path: other } = await bring('region\nnorth\nsouth\n');
    const columns = table.columns.map(({ name, type }) => ({ name, type }));
    const checks: TableCheck[] = [
      { kind: 'unique', columns: ['k'] },
      { kind: 'range', column: 'v', min: 0, max: null },
      { kind: 'accepted', column: 'region', values: ['north', 'south'] },
      { kind: 'foreign-key', column: 'region', file: other, otherColumn: 'region' },
      { kind: 'not-null', column: 'v' },
      { kind: 'row-count', min: 10, max: null },
      { kind: 'not-null', column: 'gone' },
      { kind: 'sql', sql: 'select * from data where v < 0;' },
      { kind: 'sql', sql: `select * from read_text('/etc/passwd')` },
      { kind: 'sql', sql: `copy data to '${folder}/stolen.csv'` },
      { kind: 'sql', sql: 'select 1; select 2' },
      { kind: 'sql', sql: `attach '${folder}/x.db'` },
      { kind: 'sql', sql: 'set threads = 1' },
    ];
    const { outcomes } = await engine.run('check', () => ({ path, columns, checks, nowMs: 0 }));
    expect(outcomes.map(({ state, broken }) => [state, broken])).toEqual([
      ['broken', 1],
      ['broken', 1],
      ['broken', 1],
      ['broken', 1],
      ['kept', 0],
      ['broken', 1],
      ['impossible', 0],
      ['broken', 1],
      ['impossible', 0],
      ['impossible', 0],
      ['impossible', 0],
      ['impossible', 0],
      ['impossible', 0],
    ]);
    expect(outcomes[2]?.examples).toEqual(['nrth']);
    expect(outcomes.slice(0, 4).map(({ sentence }) => sentence)).toEqual([
      '1 row repeats an earlier one.',
      '1 row lies outside of the range.',
      '1 row has a value that is not accepted.',
      '1 row names something that the other table does not have.',
    ]);
    expect(outcomes[8]?.sentence).toMatch(/disabled/);
  });
});

describe('a hostile file', () => {
  const wide = Array.from({ length: 5_000 }, (_, i) => `c${i}`).join(',');
  it.each([
    ['is empty', '', /empty/],
    ['has a header alone', 'a,b\n', /not one row/],
    ['is too wide', `${wide}\n${wide}\n`, /5,000 columns; at most 2,000/],
    ['only says that it is Parquet', Buffer.from('PAR1not really parquet'), /Parquet file is damaged/],
    ['is a bomb', gzipSync(`a,b\n${`${'a'.repeat(2_000)},b\n`.repeat(12_000)}`), /expands to more than/],
  ])('that %s is refused with a sentence', async (_, content, sentence) => {
    expect(await refused(content)).toMatch(sentence);
  });

  it('that is only odd is read: one row, an empty column, mixed encodings, formulas, names that differ in capitals', async () => {
    const mixed = Buffer.concat([
      Buffer.from('Name,name,empty,formula\nMüller,x,,=1+1\n', 'utf8'),
      Buffer.from('Göttingen,y,,@SUM(A1)\n', 'latin1'),
    ]);
    const { table } = await bring(mixed);
    expect(table.columns.map(({ name }) => name)).toEqual(['Name', 'name (2)', 'empty', 'formula']);
    expect(table.profile.columns[2]).toMatchObject({ missing: 2, shape: null });
    expect(table.profile.columns[0]?.shape).toMatchObject({ top: [{ value: 'Göttingen' }, { value: 'Müller' }] });
    expect(table.profile.columns[3]?.shape).toMatchObject({ top: [{ value: '=1+1' }, { value: '@SUM(A1)' }] });
    expect((await bring('a\n1\n')).table.rows).toBe(1);
  });

  it('is given up when somebody stops it, and leaves nothing', async () => {
    const home = await mkdtemp(join(folder, 'stopped-'));
    const apart = await openTableEngine(inject('tableProgram'), home);
    const path = join(home, 'long.csv');
    await writeFile(path, `a,b\n${'1,x\n'.repeat(1_000_000)}`);
    const stop = new AbortController();
    const running = apart.run(
      'bring',
      (work) => ({ path, fileName: 'long.csv', target: join(work, 't.parquet'), said: [] }),
      { signal: stop.signal, onProgress: () => stop.abort(new Error('stopped')) },
    );
    await expect(running).rejects.toThrow('stopped');
    const [run] = await readdir(join(home, 'table-work'));
    expect(await readdir(join(home, 'table-work', run ?? ''))).toEqual([]);
  });
});
