import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { newId } from '../../platform/database/new-id.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { eventsMigrations } from '../../platform/events/events.migrations.ts';
import { openUploadStore } from '../../platform/files/upload-store.ts';
import { startCheck, startLoad } from './change-import.use-case.ts';
import { checkImport } from './check-import.use-case.ts';
import { importMigrations } from './imports.migrations.ts';
import { findImport } from './imports.store.ts';
import { ledgerMigrations } from './ledger.migrations.ts';
import { TEST_PHASE } from './ledger-phase.fixture.ts';
import { loadImport } from './load-import.use-case.ts';
import { mapImport } from './map-import.use-case.ts';
import type { ImportPorts } from './read-import.use-case.ts';
import { receiveImport } from './receive-import.use-case.ts';

/** Rows of the file; a million and more are measured by hand. */
const ROWS = Number(process.env.IMPORT_ROWS ?? 100_000);
const INITIATIVE = { id: '0190c6f4-2d5e-7000-8000-000000000001', no: 1 };
const ACTOR = { accountId: '0190c6f4-2d5e-7000-8000-00000000000a', name: 'Ana' };

let database: Database;
let ports: ImportPorts;

beforeAll(async () => {
  database = await openTestDatabase([...eventsMigrations, ...ledgerMigrations, ...importMigrations]);
  ports = {
    database,
    now: () => new Date('2026-11-20T12:00:00.000Z'),
    log: pino({ level: 'silent' }),
    uploads: await openUploadStore(await mkdtemp(join(inject('testFolder'), 'imports-'))),
    jobs: { enqueue: async () => newId(), cancel: async () => undefined },
    phases: { open: async () => TEST_PHASE, list: async () => [] },
    onStored: () => undefined,
    onChanged: () => undefined,
  };
});

afterAll(() => database.close());

/** Customers in no order: a prediction, an assignment and half an action each, and an outcome of every fifth. */
function* lines(): Generator<string> {
  yield 'customer_id,group,score,assigned_on,churned\n';
  for (let row = 0; row < ROWS; row += 1) {
    const unit = `customer-${(row * 7_919) % ROWS}`;
    yield `${unit},${row % 2 === 0 ? 'control' : 'call'},${(row % 997) / 997},2026-0${1 + (row % 6)}-01,${row % 5 === 0 ? 1 : 0}\n`;
  }
}

async function timed(what: string, work: () => Promise<void>): Promise<void> {
  const delays = monitorEventLoopDelay({ resolution: 5 });
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  delays.enable();
  const startedMs = performance.now();
  await work();
  const seconds = (performance.now() - startedMs) / 1000;
  delays.disable();
  clearInterval(watch);
  const told = [
    `${Math.round(ROWS / seconds).toLocaleString('en')} rows/s`,
    `${seconds.toFixed(1)} s`,
    `peak RSS ${Math.round(peak / 2 ** 20)} MiB`,
    `event loop p99 ${Math.round(delays.percentile(99) / 1e6)} ms, max ${Math.round(delays.max / 1e6)} ms`,
  ];
  process.stdout.write(`${what}: ${told.join(', ')}\n`);
}

it('brings a file in bounded memory while the process keeps answering', { timeout: 3_600_000 }, async () => {
  const { signal } = new AbortController();
  const upload = { fileName: 'large.csv', stream: Readable.from(lines()) };
  const file = await receiveImport(ports, ACTOR, INITIATIVE, TEST_PHASE, upload);
  const { guess } = file.layout;
  if (guess.shape !== 'wide' || !guess.assignedAt) throw new Error('The file was not understood.');
  await mapImport(ports, INITIATIVE, TEST_PHASE, file.id, { ...guess, assignedAt: guess.assignedAt });
  const checking = await startCheck(ports, INITIATIVE, file.id);
  const run = { importId: file.id, signal };
  await timed('check', () => checkImport(ports, { ...run, jobId: checking.jobId ?? '' }));
  const loading = await startLoad(ports, ACTOR, INITIATIVE, TEST_PHASE, file.id, false);
  await timed('load', () => loadImport(ports, { ...run, jobId: loading.jobId ?? '' }));
  const loaded = await findImport(database, file.id);
  expect(loaded?.result?.records).toMatchObject([
    { kind: 'predictions', stored: ROWS },
    { kind: 'assignments', stored: ROWS },
    { kind: 'actions', stored: ROWS / 2 },
    { kind: 'outcomes', stored: ROWS / 5 },
    { kind: 'watermarks', stored: 1 },
  ]);
});
