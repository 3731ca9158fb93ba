import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../test/until.ts';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/test-database.ts';
import { openLog } from '../log/log.ts';
import { jobsMigrations } from './jobs.migrations.ts';
import { JOB_LIMITS, startJobs } from './jobs.ts';

const log = openLog('silent');
let database: Database;

beforeAll(async () => {
  database = await openTestDatabase(jobsMigrations);
});
afterAll(() => database.close());

async function stateOf(id: string): Promise<string | undefined> {
  const rows = await database.query<{ state: string }>('select state from jobs where id = $1', [id]);
  return rows[0]?.state;
}

describe('background jobs', () => {
  it('start after the commit that asked for them, and never when it was rolled back', async () => {
    const seen: unknown[] = [];
    const jobs = await startJobs(database, { note: { run: async (payload) => void seen.push(payload.text) } }, log);
    await database.transaction((tx) => jobs.enqueue(tx, 'note', { text: 'kept' }));
    await database
      .transaction(async (tx) => {
        await jobs.enqueue(tx, 'note', { text: 'lost' });
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    await until(() => seen.length > 0);
    await sleep(100);
    await jobs.stop();
    expect(seen).toEqual(['kept']);
  });

  it('are each done once by two processes that share the table', async () => {
    const seen: unknown[] = [];
    const handlers = { once: { run: async (payload: { n?: unknown }) => void seen.push(payload.n) } };
    const [first, second] = await Promise.all([startJobs(database, handlers, log), startJobs(database, handlers, log)]);
    for (let n = 0; n < 20; n += 1) await database.transaction((tx) => first.enqueue(tx, 'once', { n }));
    await until(() => seen.length === 20);
    await Promise.all([first.stop(), second.stop()]);
    expect(new Set(seen).size).toBe(20);
  });

  it('are taken up again when their process died without giving them back', async () => {
    await database.query(
      `insert into jobs (id, kind, payload, state, attempts, leased_until) values ($1, 'orphan', '{}', 'running', 1, now() - interval '1 second')`,
      ['00000000-0000-7000-8000-000000000001'],
    );
    let attempt = 0;
    const jobs = await startJobs(
      database,
      {
        orphan: {
          run: async (_, context) => {
            attempt = context.attempt;
          },
        },
      },
      log,
    );
    await until(async () => (await stateOf('00000000-0000-7000-8000-000000000001')) === 'done');
    await jobs.stop();
    expect(attempt).toBe(2);
  });

  it('are given up after their last attempt, and their owner is told why', async () => {
    const told: unknown[] = [];
    const jobs = await startJobs(
      database,
      {
        bad: { run: async () => Promise.reject(new Error('no')), onGivenUp: async (_, error) => void told.push(error) },
      },
      log,
    );
    const id = await database.transaction((tx) => jobs.enqueue(tx, 'bad', {}));
    await until(async () => {
      await database.query(`update jobs set run_at = now() where id = $1`, [id]);
      await database.notify('throughline_jobs', 'new');
      return (await stateOf(id)) === 'failed';
    });
    await until(() => told.length > 0);
    await jobs.stop();
    const [row] = await database.query<{ attempts: number }>('select attempts from jobs where id = $1', [id]);
    expect(row?.attempts).toBe(JOB_LIMITS.attempts);
  });

  it('are stopped when somebody cancels them', async () => {
    let wasAborted = false;
    const jobs = await startJobs(
      database,
      {
        long: {
          run: (_, { signal }) =>
            new Promise((_resolve, reject) => {
              signal.addEventListener('abort', () => {
                wasAborted = true;
                reject(new Error('stopped'));
              });
            }),
        },
      },
      log,
    );
    const id = await database.transaction((tx) => jobs.enqueue(tx, 'long', {}));
    await until(async () => (await stateOf(id)) === 'running');
    await database.transaction((tx) => jobs.cancel(tx, id));
    await until(() => wasAborted);
    await jobs.stop();
    expect(await stateOf(id)).toBe('cancelled');
  });
});
