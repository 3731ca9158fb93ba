import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import type { z } from 'zod';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { eventsMigrations } from '../../platform/events/events.migrations.ts';
import { openUploadStore } from '../../platform/files/upload-store.ts';
import { jobsMigrations } from '../../platform/jobs/jobs.migrations.ts';
import { type Jobs, startJobs } from '../../platform/jobs/jobs.ts';
import type { StoredPhase } from '../actions/index.ts';
import type { WideMapping } from './import-mapping.ts';
import { importMigrations } from './imports.migrations.ts';
import { importsModule } from './imports.module.ts';
import type { importSchema } from './imports.schema.ts';
import { ledgerMigrations } from './ledger.migrations.ts';
import { TEST_PHASE } from './ledger-phase.fixture.ts';
import { initiativesByNumber, log, serveToAna } from './ledger-server.fixture.ts';

type Import = z.infer<typeof importSchema>;

/** When every test happens. */
export const NOW = new Date('2026-11-20T12:00:00.000Z');
/** The largest file that this installation takes. */
export const MOST_BYTES = 3_000_000;
/** The room that takes files, with one initiative for each test. */
export type ImportsTest = Awaited<ReturnType<typeof openImportsTest>>;

/** Opens a database with the room that takes files, and what tests of files do with it. */
export async function openImportsTest() {
  /** What a test may set: the open phase, and who does the jobs; each test has an initiative with a number of its own. */
  const room: { phase: StoredPhase | null; no: number; jobs: Pick<Jobs, 'enqueue' | 'cancel' | 'stop'> } = {
    phase: TEST_PHASE,
    no: 0,
    jobs: {
      enqueue: () => Promise.reject(new Error('No jobs are done yet.')),
      cancel: async () => undefined,
      stop: async () => undefined,
    },
  };

  const database = await openTestDatabase([
    ...eventsMigrations,
    ...jobsMigrations,
    ...ledgerMigrations,
    ...importMigrations,
  ]);
  const dataFolder = await mkdtemp(join(inject('testFolder'), 'imports-'));
  const imports = importsModule({
    refuseHeld: async () => undefined,
    database,
    now: () => NOW,
    log,
    uploads: await openUploadStore(dataFolder),
    jobs: { enqueue: (...given) => room.jobs.enqueue(...given), cancel: (...given) => room.jobs.cancel(...given) },
    phases: { open: async () => room.phase, list: async () => [] },
    initiatives: initiativesByNumber,
    onStored: () => undefined,
    onChanged: () => undefined,
    maxFileBytes: MOST_BYTES,
  });
  room.jobs = await startJobs(database, imports.jobHandlers, log);
  const server = await serveToAna(imports.mounted);

  const address = (path = '') => `/api/initiatives/churn-${room.no}/imports${path}`;
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
        { interval: 20 },
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

  async function held(): Promise<Record<string, number>> {
    const tables = ['predictions', 'assignments', 'actions', 'outcomes', 'watermarks', 'units', 'ledger_batches'];
    const counts: Record<string, number> = {};
    for (const table of tables) {
      const [row] = await database.query<{ count: number }>(
        `select count(*) as count from ${table} where initiative_no = $1`,
        [room.no],
      );
      counts[table] = row?.count ?? 0;
    }
    return counts;
  }

  return Object.assign(room, {
    database,
    dataFolder,
    server,
    imports,
    address,
    uploadsOnDisk,
    call,
    send,
    upload,
    until,
    check,
    load,
    bring,
    held,
    /** Goes on with another initiative. */
    begin: () => {
      room.no += 1;
      room.phase = TEST_PHASE;
    },
    end: async () => {
      await server.close();
      await room.jobs.stop();
      await database.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  });
}

/** What was guessed of a wide file, counted from a day where the file has none. */
export function guessed(file: Import): WideMapping {
  if (file.guess.shape !== 'wide') throw new Error('The file was guessed to be narrow.');
  return { ...file.guess, assignedAt: file.guess.assignedAt ?? { from: 'constant', at: '2026-05-01T00:00:00Z' } };
}

/** What is held before anything was loaded. */
export const NOTHING = {
  predictions: 0,
  assignments: 0,
  actions: 0,
  outcomes: 0,
  watermarks: 0,
  units: 0,
  ledger_batches: 0,
};

/** A campaign with four good rows and three that cannot be read. */
export const HEADER = 'customer_id,group,score,flagged,called,cost,assigned_on,churned';
export const GOOD_ROWS = [
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
export const GOOD_CAMPAIGN = [HEADER, ...GOOD_ROWS].join('\n');
export const CAMPAIGN = [HEADER, ...GOOD_ROWS, ...BAD_ROWS].join('\n');

/** What the columns of the campaign mean. */
export const MAPPING: WideMapping = {
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
