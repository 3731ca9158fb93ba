import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/test-database.ts';
import { removeEndedJobs } from './ended-jobs.store.ts';
import { jobsMigrations } from './jobs.migrations.ts';

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase(jobsMigrations);
});
afterAll(() => database.close());

/** Adds jobs of a kind that ended some days ago, or never. */
async function add(kind: string, state: string, count: number, days: number | null): Promise<void> {
  await database.query(
    `insert into jobs (id, kind, payload, state, finished_at)
     select gen_random_uuid(), $1, '{}', $2, now() - $4::int * interval '1 day' from generate_series(1, $3)`,
    [kind, state, count, days],
  );
}

it('jobs that ended long ago are removed, many of them by two processes at once, and no others', async () => {
  await add('old', 'done', 2_500, 8);
  await add('dropped', 'cancelled', 1, 8);
  await add('recent', 'done', 3, 6);
  await add('broken', 'failed', 2, 900);
  await add('asked for', 'waiting', 1, null);
  await add('under way', 'running', 1, null);
  const removed = await Promise.all([removeEndedJobs(database), removeEndedJobs(database)]);
  expect(removed.reduce((sum, count) => sum + count)).toBe(2_501);
  expect(await database.query('select kind, count(*)::int as left from jobs group by kind order by kind')).toEqual([
    { kind: 'asked for', left: 1 },
    { kind: 'broken', left: 2 },
    { kind: 'recent', left: 3 },
    { kind: 'under way', left: 1 },
  ]);
});
