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

  it('wait longer and longer for what is away, use up no attempt by that, and go on at once when it is back for one', async () => {
    let isAway = true;
    const handlers = {
      remote: {
        run: async () => {
          if (isAway) throw new Error('away');
        },
        isWaitedFor: (error: unknown) => error instanceof Error && error.message === 'away',
      },
    };
    let jobs = await startJobs(database, handlers, log);
    const [first, second] = await database.transaction(async (tx) => [
      await jobs.enqueue(tx, 'remote', {}),
      await jobs.enqueue(tx, 'remote', {}),
    ]);
    const rowOf = async (id: string) => {
      const [row] = await database.query<{ state: string; attempts: number; waits: number; pause: number }>(
        `select state, attempts, waits, extract(epoch from run_at - now())::float8 as pause from jobs where id = $1`,
        [id],
      );
      return row;
    };
    const pauses: number[] = [];
    for (const waits of [1, 2, 3, 4, 5, 21]) {
      await until(async () => (await rowOf(first))?.waits === waits);
      pauses.push((await rowOf(first))?.pause ?? 0);
      if (waits === 5) await database.query('update jobs set waits = 20 where id = $1', [first]);
      if (waits === 3) {
        await jobs.stop();
        jobs = await startJobs(database, handlers, log);
      }
      if (waits === 21) continue;
      await database.query('update jobs set run_at = now() where id = $1', [first]);
      await database.notify('throughline_jobs', 'new');
    }
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(pauses.at(-1)).toBeLessThanOrEqual(JOB_LIMITS.longestPauseMs / 1_000);
    expect(await rowOf(first)).toMatchObject({ state: 'waiting', attempts: 0 });
    isAway = false;
    await database.query(`update jobs set run_at = now() + interval '1 hour' where id = $1`, [second]);
    await database.query('update jobs set run_at = now() where id = $1', [first]);
    await database.notify('throughline_jobs', 'new');
    await until(async () => (await rowOf(second))?.state === 'done');
    await jobs.stop();
    expect([await rowOf(first), await rowOf(second)]).toMatchObject([
      { state: 'done', attempts: 1 },
      { state: 'done', attempts: 1 },
    ]);
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
