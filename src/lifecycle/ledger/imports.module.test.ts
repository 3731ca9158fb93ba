import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { pino } from 'pino';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { z } from 'zod';
import type { Database } from '../../platform/database/database.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { eventsMigrations } from '../../platform/events/events.migrations.ts';
import { readEvents } from '../../platform/events/events.store.ts';
import { openUploadStore } from '../../platform/files/upload-store.ts';
import { createMetrics } from '../../platform/http/metrics.ts';
import { createServer } from '../../platform/http/server.ts';
import { jobsMigrations } from '../../platform/jobs/jobs.migrations.ts';
import { type Jobs, startJobs } from '../../platform/jobs/jobs.ts';
import type { StoredPhase } from '../actions/index.ts';
import type { WideMapping } from './import-mapping.ts';
import { importMigrations } from './imports.migrations.ts';
import { type ImportsModule, importsModule } from './imports.module.ts';
import type { importSchema } from './imports.schema.ts';
import { ledgerMigrations } from './ledger.migrations.ts';
import { TEST_PHASE } from './ledger-phase.fixture.ts';

type Import = z.infer<typeof importSchema>;

const NOW = new Date('2026-11-20T12:00:00.000Z');
const ACCOUNT = '0190c6f4-2d5e-7000-8000-00000000000a';
const MOST_BYTES = 3_000_000;
const log = pino({ level: 'silent' });
const idOf = (number: number) => `0190c6f4-2d5e-7000-8000-${String(number).padStart(12, '0')}`;

let database: Database;
let dataFolder: string;
let server: FastifyInstance;
let imports: ImportsModule;
let jobs: Jobs;
let phase: StoredPhase | null = TEST_PHASE;
let no = 0;

beforeAll(async () => {
  database = await openTestDatabase([...eventsMigrations, ...jobsMigrations, ...ledgerMigrations, ...importMigrations]);
  dataFolder = await mkdtemp(join(inject('testFolder'), 'imports-'));
  imports = importsModule({
    refuseHeld: async () => undefined,
    database,
    now: () => NOW,
    log,
    uploads: await openUploadStore(dataFolder),
    jobs: { enqueue: (...given) => jobs.enqueue(...given), cancel: (...given) => jobs.cancel(...given) },
    phases: { open: async () => phase, list: async () => [] },
    initiatives: {
      bySlug: async (slug) => {
        const number = Number(/^churn-(\d+)$/.exec(slug)?.[1]);
        return Number.isSafeInteger(number) ? { id: idOf(number), no: number } : null;
      },
    },
    onStored: () => undefined,
    onChanged: () => undefined,
    maxFileBytes: MOST_BYTES,
  });
  jobs = await startJobs(database, imports.jobHandlers, log);
  server = await createServer({
    apis: [imports.mounted],
    identify: async () => ({
      accountId: ACCOUNT,
      name: 'Ana',
      email: 'ana@example.com',
      via: 'session',
      scopes: 'all',
      isAdministrator: false,
      isAuditor: false,
    }),
    guard: async () => ({ kind: 'allowed' }),
    log,
    metrics: createMetrics(),
    publicUrl: undefined,
    isBehindProxy: false,
    isReady: async () => true,
    webRoot: undefined,
    version: '0.0.0',
  });
});

afterAll(async () => {
  await server.close();
  await jobs.stop();
  await database.close();
  await rm(dataFolder, { recursive: true, force: true });
});

beforeEach(() => {
  no += 1;
  phase = TEST_PHASE;
});

const address = (path = '') => `/api/initiatives/churn-${no}/imports${path}`;
const uploadsOnDisk = () => readdir(join(dataFolder, 'uploads'));

async function call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) {
  const response = await server.inject({
    method,
    url: address(path),
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, payload: JSON.stringify(body) }),
  });
  const text = response.body;
  return { status: response.statusCode, text, body: text.startsWith('{') ? response.json() : undefined };
}

async function send(content: string | Buffer, fileName = 'campaign.csv') {
  const response = await server.inject({
    method: 'POST',
    url: `${address()}?fileName=${encodeURIComponent(fileName)}`,
    headers: { 'content-type': 'application/octet-stream' },
    payload: content,
  });
  return { status: response.statusCode, body: response.json() };
}

async function upload(content: string | Buffer, fileName?: string): Promise<Import> {
  const { status, body } = await send(content, fileName);
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

async function until(id: string, states: readonly string[]): Promise<Import> {
  let file: Import | undefined;
  await expect
    .poll(
      async () => {
        file = (await call('GET', `/${id}`)).body;
        return states.includes(file?.state ?? '');
      },
      { timeout: 60_000, interval: 20 },
    )
    .toBe(true);
  if (!file) throw new Error('There is no such file.');
  return file;
}

async function check(id: string, mapping: unknown): Promise<Import> {
  const mapped = await call('PUT', `/${id}/mapping`, mapping);
  expect(mapped.status, mapped.text).toBe(200);
  expect((await call('POST', `/${id}/check`)).status).toBe(202);
  return until(id, ['checked', 'failed']);
}

async function load(id: string, leaveOutBad = false): Promise<Import> {
  const started = await call('POST', `/${id}/load`, { leaveOutBad });
  expect(started.status, started.text).toBe(202);
  return until(id, ['loaded', 'failed']);
}

/** Brings a file of the campaign as far as it is good. */
async function bring(content: string | Buffer, fileName?: string): Promise<Import> {
  const file = await upload(content, fileName);
  await check(file.id, MAPPING);
  return load(file.id, true);
}

function guessed(file: Import): WideMapping {
  if (file.guess.shape !== 'wide') throw new Error('The file was guessed to be narrow.');
  return { ...file.guess, assignedAt: file.guess.assignedAt ?? { from: 'constant', at: '2026-05-01T00:00:00Z' } };
}

async function held(): Promise<Record<string, number>> {
  const tables = ['predictions', 'assignments', 'actions', 'outcomes', 'watermarks', 'units', 'ledger_batches'];
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const [row] = await database.query<{ count: number }>(
      `select count(*) as count from ${table} where initiative_no = $1`,
      [no],
    );
    counts[table] = row?.count ?? 0;
  }
  return counts;
}

const NOTHING = {
  predictions: 0,
  assignments: 0,
  actions: 0,
  outcomes: 0,
  watermarks: 0,
  units: 0,
  ledger_batches: 0,
};

const HEADER = 'customer_id,group,score,flagged,called,cost,assigned_on,churned';
const GOOD_ROWS = [
  'c1,call,0.9,yes,delivered,4.50,2026-05-01,0',
  'c2,call,0.8,yes,none,,2026-05-01,1',
  'c3,control,0.7,yes,none,,2026-05-02,1',
  'c4,control,0.2,no,none,,2026-05-02,0',
];
const BAD_ROWS = [
  'c5,call,high,yes,delivered,4.50,2026-05-01,0',
  ',call,0.5,yes,none,,2026-05-01,0',
  'c7,call,0.6,yes,none,,2026-05-99,0',
];
const GOOD_CAMPAIGN = [HEADER, ...GOOD_ROWS].join('\n');
const CAMPAIGN = [HEADER, ...GOOD_ROWS, ...BAD_ROWS].join('\n');

/** What the columns of the campaign mean. */
const MAPPING: WideMapping = {
  shape: 'wide',
  unit: { from: 'column', column: 'customer_id' },
  assignedAt: { from: 'column', column: 'assigned_on' },
  arm: {
    from: 'column',
    column: 'group',
    values: [
      { value: 'call', arm: 'action' },
      { value: 'control', arm: 'holdout' },
    ],
  },
  propensity: { from: 'observed' },
  prediction: {
    score: { from: 'column', column: 'score' },
    flagged: { from: 'column', column: 'flagged' },
    covariates: [],
  },
  reached: {
    from: 'column',
    column: 'called',
    statuses: [
      { value: 'none', status: 'none' },
      { value: 'delivered', status: 'delivered' },
    ],
  },
  action: { actionType: 'retention call', cost: { from: 'column', column: 'cost', amountsAre: 'units' } },
  outcomes: [
    {
      metric: 'churned',
      column: 'churned',
      kind: 'binary',
      negate: false,
      blank: 'nothing',
      when: { from: 'offset', days: 1 },
    },
  ],
  complete: { from: 'window' },
  corrects: false,
  source: 'file',
};

/** A file of many units, every third left alone and every fifth lost. */
function largeFile(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const isAlone = index % 3 === 0;
    return `u${index},${isAlone ? 'control' : 'call'},${(index % 97) / 97},2026-05-01,${index % 5 === 0 ? 1 : 0}`;
  });
  return ['customer_id,group,score,assigned_on,churned', ...lines].join('\n');
}

describe('a wide file', () => {
  it('is understood from its columns: ids, groups, score, calls, costs, dates and the metric of the framing', async () => {
    const file = await upload(GOOD_CAMPAIGN);
    expect(file).toMatchObject({ state: 'uploaded', format: 'csv', fileName: 'campaign.csv', questions: [] });
    expect(file.columns.find(({ name }) => name === 'group')?.values).toEqual([
      { value: 'call', rows: 2 },
      { value: 'control', rows: 2 },
    ]);
    expect(file.guess).toEqual(MAPPING);
  });

  it('shows its first rows as they would be stored, in words and as records, and stores nothing', async () => {
    const file = await upload(CAMPAIGN);
    const { status, body } = await call('PUT', `/${file.id}/mapping`, MAPPING);
    expect(status).toBe(200);
    expect(body.rows[0]).toMatchObject({ line: 2, state: 'good', reason: null });
    expect(body.rows[0].records.map(({ words }: { words: string }) => words)).toEqual([
      'On 2026-05-01 the model gave "c1" the score 0.9: flagged for action.',
      '"c1" was put into the action group on 2026-05-01.',
      '"c1": retention call delivered on 2026-05-01, for EUR 4.50.',
    ]);
    expect(body.rows[3].records[1].row).toMatchObject({ unitId: 'c4', arm: 'none' });
    expect(body.rows[4]).toMatchObject({
      line: 6,
      state: 'refused',
      column: 'score',
      reason: '"high" is not a number',
    });
    expect(body.unmapped).toEqual([]);
    expect(body.import.state).toBe('mapped');
    expect(await held()).toEqual(NOTHING);
  });

  it('is checked as a whole: counts, groups with their shares, and a report of the rows that cannot be read', async () => {
    const file = await upload(CAMPAIGN);
    const checked = await check(file.id, MAPPING);
    expect(checked.check).toMatchObject({
      rows: 7,
      good: 4,
      bad: 3,
      units: { count: 4, isExact: true },
      blockers: [],
      records: [
        { kind: 'predictions', count: 4 },
        { kind: 'assignments', count: 4 },
        { kind: 'actions', count: 1 },
        { kind: 'outcomes', count: 2 },
      ],
      arms: [
        { arm: 'action', rows: 2, propensity: 0.667 },
        { arm: 'holdout', rows: 1, propensity: 0.333 },
        { arm: 'none', rows: 1, propensity: 1 },
      ],
    });
    const report = await call('GET', `/${file.id}/refused.csv`);
    expect(report.text.split('\r\n').slice(1, 4)).toEqual([
      '6,score,"""high"" is not a number","c5,call,high,yes,delivered,4.50,2026-05-01,0"',
      '7,customer_id,the cell is blank,",call,0.5,yes,none,,2026-05-01,0"',
      '8,assigned_on,"""2026-05-99"" is not a date that can be read","c7,call,0.6,yes,none,,2026-05-99,0"',
    ]);
    expect(await held()).toEqual(NOTHING);
  });

  it('is not loaded while it has bad rows, unless somebody decides to leave them out', async () => {
    const file = await upload(CAMPAIGN);
    expect((await call('POST', `/${file.id}/load`, {})).body.code).toBe('IMPORT_NOT_CHECKED');
    await check(file.id, MAPPING);
    const refused = await call('POST', `/${file.id}/load`, {});
    expect(refused.body).toMatchObject({ code: 'IMPORT_HAS_BAD_ROWS', detail: '3 of 7 rows cannot be read.' });
    const loaded = await load(file.id, true);
    expect(loaded).toMatchObject({ state: 'loaded', result: { rows: 7, bad: 3, leftOut: 0 }, progress: null });
    expect(await held()).toMatchObject({
      predictions: 4,
      assignments: 4,
      actions: 1,
      outcomes: 2,
      watermarks: 1,
      units: 4,
    });
    const [mark] = await database.query<{ complete_through: Date; source: string }>(
      'select complete_through, source from watermarks where initiative_no = $1',
      [no],
    );
    expect(mark).toEqual({ complete_through: new Date('2026-07-31T00:00:00.000Z'), source: 'file' });
    expect(await uploadsOnDisk()).not.toContain(file.id);
    const events = await readEvents(database, { subjectId: idOf(no), limit: 20 });
    expect(events.map(({ kind }) => kind)).toEqual([
      'import.loaded',
      ...Array(5).fill('ledger.brought'),
      'import.load-started',
      'import.brought',
    ]);
    expect((await call('POST', `/${file.id}/load`, {})).body.code).toBe('IMPORT_OVER');
    expect((await call('DELETE', `/${file.id}`)).body.code).toBe('IMPORT_OVER');
  });

  it('changes nothing when it is brought again', async () => {
    await bring(CAMPAIGN);
    const before = await held();
    const again = await bring(CAMPAIGN);
    expect(again.loadedBefore).not.toBeNull();
    expect(again.result?.records).toEqual(
      ['predictions', 'assignments', 'actions', 'outcomes', 'watermarks'].map((kind) => ({
        kind,
        stored: 0,
        duplicates: { predictions: 4, assignments: 4, actions: 1, outcomes: 2, watermarks: 1 }[kind],
        mixed: 0,
        refused: 0,
      })),
    );
    expect({ ...(await held()), ledger_batches: 0 }).toEqual({ ...before, ledger_batches: 0 });
  });

  it('with other values is refused row by row by the ledger, unless it says that it corrects, zeros included', async () => {
    await bring(GOOD_CAMPAIGN);
    const corrected = [HEADER, ...GOOD_ROWS.map((row) => row.replace(/,1$/, ',0'))].join('\n');
    const plain = await bring(corrected);
    expect(plain.result?.records.find(({ kind }) => kind === 'outcomes')).toBeUndefined();
    const file = await upload(corrected);
    await check(file.id, { ...MAPPING, corrects: true });
    const loaded = await load(file.id);
    expect(loaded.result?.records.find(({ kind }) => kind === 'outcomes')).toMatchObject({ stored: 4 });
    const values = await database.query<{ value: number; revision: number }>(
      'select value, revision from outcomes where initiative_no = $1 and superseded_at is null',
      [no],
    );
    expect(new Set(values.map(({ value, revision }) => `${revision}: ${value}`))).toEqual(new Set(['2: 0']));
  });

  it('reports what the ledger refuses or finds contradictory, with its line', async () => {
    await bring(GOOD_CAMPAIGN);
    const other = await bring(GOOD_CAMPAIGN.replace('c1,call', 'c1,control').replace('0.8', '0.4'));
    expect(other.result?.records).toContainEqual({
      kind: 'assignments',
      stored: 0,
      duplicates: 1,
      mixed: 1,
      refused: 2,
    });
    const report = (await call('GET', `/${other.id}/refused.csv`)).text;
    expect(report).toContain('keeps its first arm');
    expect(report).toMatch(/^3,,"The prediction ""prediction\|\|2026-05-01/m);
  });

  it('without a column of ids names units by line, says so, and asks what it cannot know', async () => {
    const rows = ['recency,segment,visit,spend', ...Array.from({ length: 30 }, (_, i) => segmentRow(i))].join('\n');
    const file = await upload(rows, 'mailing.csv');
    expect(file.questions.map(({ path }) => path)).toEqual(['arm.values', 'assignedAt', 'reached', 'outcomes']);
    expect(file.questions[0]?.sentence).toContain('"Womens E-Mail" and "Mens E-Mail" both got something');
    const preview = await call('PUT', `/${file.id}/mapping`, guessed(file));
    expect(preview.body.warnings[0]).toContain('The same file in another order would count twice.');
    const missing = await call('PUT', `/${file.id}/mapping`, file.guess);
    expect(missing.body).toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('cannot be loaded before the windows of its units have ended, or with another date than before', async () => {
    const late = GOOD_CAMPAIGN.replaceAll('2026-05', '2026-11');
    const file = await upload(late);
    const { check: found } = await check(file.id, MAPPING);
    expect(found?.blockers[0]).toContain('end on 2027-01-31, which has not come yet');
    expect((await call('POST', `/${file.id}/load`, {})).body.code).toBe('IMPORT_BLOCKED');
    await bring(GOOD_CAMPAIGN);
    const twin = await upload(GOOD_CAMPAIGN);
    const mapping = { ...MAPPING, assignedAt: { from: 'constant', at: '2026-04-01T00:00:00Z' } };
    expect((await check(twin.id, mapping)).check?.blockers[0]).toContain('would count twice');
  });

  it('can be mapped again after its check, which forgets the check', async () => {
    const file = await upload(CAMPAIGN);
    await check(file.id, MAPPING);
    const { body } = await call('PUT', `/${file.id}/mapping`, MAPPING);
    expect(body.import).toMatchObject({ state: 'mapped', check: null, refusedRows: 0 });
    expect((await call('POST', `/${file.id}/load`, {})).body.code).toBe('IMPORT_NOT_CHECKED');
  });
});

function segmentRow(index: number): string {
  const segment = ['Womens E-Mail', 'Mens E-Mail', 'No E-Mail'][index % 3];
  return `${index % 12},${segment},${index % 2},${index % 4 === 0 ? '12.5' : '0'}`;
}

describe('the formats', () => {
  const rows = [HEADER, ...GOOD_ROWS].map((line) => line.split(','));
  const [names = [], ...records] = rows;
  const variants: readonly (readonly [string, () => string | Buffer])[] = [
    ['campaign.tsv', () => rows.map((cells) => cells.join('\t')).join('\n')],
    ['campaign.csv.gz', () => gzipSync(GOOD_CAMPAIGN)],
    [
      'campaign.ndjson',
      () =>
        records
          .map((cells) => JSON.stringify(Object.fromEntries(cells.map((cell, i) => [names[i], cell || null]))))
          .join('\n'),
    ],
    [
      'campaign.parquet',
      () => {
        const columnData = names.map((name, i) => ({ name, data: records.map((cells) => cells[i] ?? '') }));
        return Buffer.from(parquetWriteBuffer({ columnData }));
      },
    ],
  ];
  it.each(variants)('give the same records: %s', async (fileName, content) => {
    const loaded = await bring(content(), fileName);
    expect(loaded.state, loaded.failure ?? '').toBe('loaded');
    expect(await held()).toMatchObject({ predictions: 4, assignments: 4, actions: 1, outcomes: 2, units: 4 });
  });

  it('include narrow files, whose records are told by their columns', async () => {
    const costs =
      'date,amount,currency,team\n2026-05-01,120.50,EUR,calls\n2026-06-01,80,EUR,calls\n2026-06-01,80,USD,calls\n';
    const file = await upload(costs, 'costs.csv');
    expect(file.guess).toMatchObject({ shape: 'narrow', kind: 'costs' });
    const checked = await check(file.id, file.guess);
    expect(checked.check).toMatchObject({ good: 2, bad: 1, refusals: [{ column: 'currency', rows: 1 }] });
    await load(file.id, true);
    const stored = await database.query('select amount_cents from costs where initiative_no = $1 order by 1', [no]);
    expect(stored).toEqual([{ amount_cents: 8_000 }, { amount_cents: 12_050 }]);
  });
});

describe('what must not happen', () => {
  it('a file that cannot be read is refused with its sentence and leaves nothing', async () => {
    const before = await uploadsOnDisk();
    for (const [content, name] of [
      ['', 'empty.csv'],
      ['customer_id,churned\n', 'header.csv'],
      [Buffer.from('PK\u0003\u0004 and more'), 'book.xlsx'],
      [gzipSync(Buffer.from('a,b\n1,2\n3,4\n')).subarray(0, 18), 'cut.csv.gz'],
    ] as const) {
      const { status, body } = await send(content, name);
      expect([status, body.code], name).toEqual([422, 'IMPORT_UNREADABLE']);
      expect(body.detail.length).toBeGreaterThan(20);
    }
    expect(await uploadsOnDisk()).toEqual(before);
    expect((await call('GET', '')).body.imports).toEqual([]);
  });

  it('a file above the limit is refused and leaves nothing', async () => {
    const before = await uploadsOnDisk();
    const { status, body } = await send(Buffer.alloc(MOST_BYTES + 1, 'a,b\n'));
    expect([status, body.code]).toEqual([413, 'IMPORT_TOO_LARGE']);
    expect(await uploadsOnDisk()).toEqual(before);
  });

  it('a sender that hangs up leaves nothing', async () => {
    const before = await uploadsOnDisk();
    await server.listen({ port: 0, host: '127.0.0.1' });
    const place = server.server.address();
    if (typeof place !== 'object' || place === null) throw new Error('The server does not listen.');
    const socket = connect(place.port, '127.0.0.1');
    await once(socket, 'connect');
    const head = ['content-type: application/octet-stream', 'content-length: 1000000', 'host: localhost'];
    socket.write(
      `POST ${address()}?fileName=half.csv HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\ncustomer_id,churned\n1,0\n`,
    );
    await expect.poll(async () => (await uploadsOnDisk()).length).toBe(before.length + 1);
    socket.destroy();
    await expect.poll(uploadsOnDisk).toEqual(before);
    expect((await call('GET', '')).body.imports).toEqual([]);
  });

  it('a mapping to columns that are not there, or twice to one metric, is refused by field', async () => {
    const file = await upload(CAMPAIGN);
    const [outcome] = MAPPING.outcomes;
    const { status, body } = await call('PUT', `/${file.id}/mapping`, {
      ...MAPPING,
      unit: { from: 'column', column: 'nobody' },
    });
    expect([status, body.code]).toEqual([422, 'IMPORT_MAPPING_INVALID']);
    expect(body.fields).toEqual([{ path: 'unit.column', message: 'The file has no column "nobody".' }]);
    const twice = await call('PUT', `/${file.id}/mapping`, { ...MAPPING, outcomes: [outcome, outcome] });
    expect(twice.body.fields).toEqual([
      { path: 'outcomes[1].metric', message: 'Another column is mapped to this metric already.' },
    ]);
    phase = null;
    const early = await call('PUT', `/${file.id}/mapping`, MAPPING);
    expect(early.body.fields.map(({ path }: { path: string }) => path)).toEqual(['arm', 'complete']);
  });

  it('a file of another initiative is not there', async () => {
    const file = await upload(CAMPAIGN);
    no += 1;
    for (const [method, path] of [
      ['GET', `/${file.id}`],
      ['GET', `/${file.id}/refused.csv`],
      ['POST', `/${file.id}/check`],
      ['DELETE', `/${file.id}`],
    ] as const) {
      expect((await call(method, path)).body.code, path).toBe('IMPORT_UNKNOWN');
    }
    expect((await call('PUT', `/${file.id}/mapping`, MAPPING)).body.code).toBe('IMPORT_UNKNOWN');
    expect((await call('POST', `/${file.id}/load`, {})).body.code).toBe('IMPORT_UNKNOWN');
  });

  it('another phase between check and load is found', async () => {
    const file = await upload(GOOD_CAMPAIGN);
    await check(file.id, MAPPING);
    phase = { ...TEST_PHASE, number: 2 };
    expect((await call('POST', `/${file.id}/load`, {})).body.code).toBe('IMPORT_PHASE_CHANGED');
  });

  it('uploads that nothing needs are removed at the start, those in use and those on their way stay', async () => {
    const file = await upload(CAMPAIGN);
    const folder = join(dataFolder, 'uploads');
    await writeFile(join(folder, idOf(999_999)), 'left behind by a crash');
    expect(await imports.removeOrphans()).toEqual([]);
    expect(await uploadsOnDisk()).toContain(idOf(999_999));
    const { utimes } = await import('node:fs/promises');
    const yesterday = new Date(Date.now() - 86_400_000);
    for (const name of await uploadsOnDisk()) await utimes(join(folder, name), yesterday, yesterday);
    expect(await imports.removeOrphans()).toEqual([idOf(999_999)]);
    expect((await check(file.id, MAPPING)).state).toBe('checked');
  });
});

describe('a load that is cut short', { timeout: 120_000 }, () => {
  let bundleFolder: string;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    bundleFolder = resolve('test-results', `imports-${process.pid}`);
    await mkdir(bundleFolder, { recursive: true });
    await writeFile(join(bundleFolder, 'loader.ts'), LOADER);
    await build({
      configFile: false,
      logLevel: 'error',
      ssr: { noExternal: true },
      build: { ssr: join(bundleFolder, 'loader.ts'), outDir: bundleFolder, emptyOutDir: false, target: 'node20' },
    });
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });
  afterAll(() => rm(bundleFolder, { recursive: true, force: true }));

  async function underWay(id: string): Promise<void> {
    await expect
      .poll(async () => (await call('GET', `/${id}`)).body.progress?.rowsDone ?? 0, { timeout: 60_000, interval: 10 })
      .toBeGreaterThan(0);
  }

  it('by cancelling rolls back, and removes the file', async () => {
    const file = await upload(largeFile(20_000));
    await check(file.id, guessed(file));
    await call('POST', `/${file.id}/load`, {});
    await underWay(file.id);
    expect((await call('DELETE', `/${file.id}`)).status).toBe(204);
    expect((await call('GET', `/${file.id}`)).body).toMatchObject({ state: 'cancelled', progress: null });
    const settled = () => database.query(`select from jobs where state in ('waiting', 'running')`);
    await expect.poll(settled, { timeout: 20_000 }).toEqual([]);
    const locks = () => database.query(`select from pg_locks where locktype = 'advisory' and classid = 720003`);
    await expect.poll(locks, { timeout: 20_000 }).toEqual([]);
    expect(await held()).toEqual(NOTHING);
  });

  it('by kill -9 leaves nothing half, and is done exactly once by whoever comes next', async () => {
    const rows = 20_000;
    const file = await upload(largeFile(rows));
    await check(file.id, guessed(file));
    await jobs.stop();
    const started = await call('POST', `/${file.id}/load`, {});
    expect(started.status).toBe(202);
    const child = spawn(process.execPath, [join(bundleFolder, 'loader.js')], {
      env: {
        ...process.env,
        ADDRESS: JSON.stringify(database.address),
        FOLDER: dataFolder,
        PHASE: JSON.stringify(phase),
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    children.push(child);
    await underWay(file.id);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await call('GET', `/${file.id}`)).body.state).toBe('loading');
    expect(await held()).toEqual(NOTHING);
    await database.query(`update jobs set leased_until = now() where state = 'running'`);
    jobs = await startJobs(database, imports.jobHandlers, log);
    const loaded = await until(file.id, ['loaded', 'failed']);
    expect(loaded.state, loaded.failure ?? '').toBe('loaded');
    expect(await held()).toEqual({
      predictions: rows,
      assignments: rows,
      actions: rows - Math.ceil(rows / 3),
      outcomes: rows / 5,
      watermarks: 1,
      units: rows,
      ledger_batches: 5,
    });
    const [counted] = await database.query<{ count: number }>(
      `select count from ledger_counts where initiative_no = $1 and kind = 'units'`,
      [no],
    );
    expect(counted?.count).toBe(rows);
  });
});

const sources = JSON.stringify(resolve('src'));
const LOADER = `
import { openDatabase } from ${sources.slice(0, -1)}/platform/database/database.ts";
import { openUploadStore } from ${sources.slice(0, -1)}/platform/files/upload-store.ts";
import { startJobs } from ${sources.slice(0, -1)}/platform/jobs/jobs.ts";
import { openLog } from ${sources.slice(0, -1)}/platform/log/log.ts";
import { importsModule } from ${sources.slice(0, -1)}/lifecycle/ledger/imports.module.ts";
const log = openLog('warn');
const database = await openDatabase({ embedded: JSON.parse(process.env.ADDRESS) });
const phase = JSON.parse(process.env.PHASE);
const imports = importsModule({
  refuseHeld: async () => undefined,
  database,
  now: () => new Date(${JSON.stringify(NOW.toISOString())}),
  log,
  uploads: await openUploadStore(process.env.FOLDER),
  jobs: { enqueue: async () => '', cancel: async () => undefined },
  phases: { open: async () => phase, list: async () => [] },
  initiatives: { bySlug: async () => null },
  onStored: () => undefined,
  onChanged: () => undefined,
});
await startJobs(database, imports.jobHandlers, log);
`;
