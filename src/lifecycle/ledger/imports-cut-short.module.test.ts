import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startJobs } from '../../platform/jobs/jobs.ts';
import { guessed, type ImportsTest, NOTHING, NOW, openImportsTest } from './imports.fixture.ts';
import { log } from './ledger-server.fixture.ts';

let room: ImportsTest;

beforeAll(async () => {
  room = await openImportsTest();
});
afterAll(() => room.end());
beforeEach(() => room.begin());

/** A file of many units, every third left alone and every fifth lost. */
function largeFile(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const isAlone = index % 3 === 0;
    return `u${index},${isAlone ? 'control' : 'call'},${(index % 97) / 97},2026-05-01,${index % 5 === 0 ? 1 : 0}`;
  });
  return ['customer_id,group,score,assigned_on,churned', ...lines].join('\n');
}

describe('a load that is cut short', () => {
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
      .poll(async () => (await room.call('GET', `/${id}`)).body.progress?.rowsDone ?? 0, {
        interval: 10,
      })
      .toBeGreaterThan(0);
  }

  it('by cancelling rolls back, and removes the file', async () => {
    const file = await room.upload(largeFile(20_000));
    await room.check(file.id, guessed(file));
    await room.call('POST', `/${file.id}/load`, {});
    await underWay(file.id);
    expect((await room.call('DELETE', `/${file.id}`)).status).toBe(204);
    expect((await room.call('GET', `/${file.id}`)).body).toMatchObject({ state: 'cancelled', progress: null });
    const settled = () => room.database.query(`select from jobs where state in ('waiting', 'running')`);
    await expect.poll(settled).toEqual([]);
    const locks = () => room.database.query(`select from pg_locks where locktype = 'advisory' and classid = 720003`);
    await expect.poll(locks).toEqual([]);
    expect(await room.held()).toEqual(NOTHING);
  });

  it('by kill -9 leaves nothing half, and is done exactly once by whoever comes next', async () => {
    const rows = 20_000;
    const file = await room.upload(largeFile(rows));
    await room.check(file.id, guessed(file));
    await room.jobs.stop();
    const started = await room.call('POST', `/${file.id}/load`, {});
    expect(started.status).toBe(202);
    const child = spawn(process.execPath, [join(bundleFolder, 'loader.js')], {
      env: {
        ...process.env,
        ADDRESS: JSON.stringify(room.database.address),
        FOLDER: room.dataFolder,
        PHASE: JSON.stringify(room.phase),
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    children.push(child);
    await underWay(file.id);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await room.call('GET', `/${file.id}`)).body.state).toBe('loading');
    expect(await room.held()).toEqual(NOTHING);
    await room.database.query(`update jobs set leased_until = now() where state = 'running'`);
    room.jobs = await startJobs(room.database, room.imports.jobHandlers, log);
    const loaded = await room.until(file.id, ['loaded', 'failed']);
    expect(loaded.state, loaded.failure ?? '').toBe('loaded');
    expect(await room.held()).toEqual({
      predictions: rows,
      assignments: rows,
      actions: rows - Math.ceil(rows / 3),
      outcomes: rows / 5,
      watermarks: 1,
      units: rows,
      ledger_batches: 5,
    });
    const [counted] = await room.database.query<{ count: number }>(
      `select count from ledger_counts where initiative_no = $1 and kind = 'units'`,
      [room.no],
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
