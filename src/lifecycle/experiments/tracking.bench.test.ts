import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { initiativesMigrations } from '../initiatives/initiatives.migrations.ts';
import { curvesMigrations } from './curves.migrations.ts';
import { experimentsMigrations } from './experiments.migrations.ts';

import { RUN_GRAMMAR } from './filter-grammar.ts';
import { readFilter, readOrder } from './filter-language.ts';
import { type LoggedKeys, openLoggedKeys } from './logged-keys.store.ts';
import { readCurves } from './metric-history.store.ts';
import { searchRuns } from './search-runs.store.ts';
import { textIndexesMigrations } from './text-indexes.migrations.ts';
import { writeRuns } from './write-runs.store.ts';

const RUNS = 100_000;
const METRICS = 10;
const REPETITIONS = 9;

let database: Database;
let keys: LoggedKeys;

beforeAll(async () => {
  database = await openTestDatabase([
    ...initiativesMigrations,
    ...experimentsMigrations,
    ...curvesMigrations,
    ...textIndexesMigrations,
  ]);
  keys = openLoggedKeys(database);
  await keys.numbersOf([
    ...Array.from({ length: METRICS }, (_, index) => `m${index}`),
    'depth',
    'seed',
    'team',
    'long',
  ]);
  await database.transaction(
    async (tx) => {
      await tx.query(
        `insert into runs (id, experiment_no, name, user_name, status, start_ms, end_ms, started_by, started_by_name)
         select md5(n::text), 0, 'run ' || n, 'ana', 'FINISHED', n, n + 1, gen_random_uuid(), 'Ana'
         from generate_series(1, $1::int) n`,
        [RUNS],
      );
      await tx.query(
        `insert into run_latest_metrics (run_no, key_no, experiment_no, start_ms, timestamp_ms, step, value, least, greatest)
         select r.no, k.no, 0, r.start_ms, 1, 1, v, v, v from runs r, logged_keys k, lateral (select random() as v where r.no > 0) v
         where k.key like 'm_'`,
      );
      await tx.query(
        `insert into run_params (run_no, key_no, experiment_no, start_ms, value)
         select r.no, k.no, 0, r.start_ms, case k.key when 'depth' then (r.no % 20)::text else r.no::text end
         from runs r, logged_keys k where k.key in ('depth', 'seed')`,
      );
      await tx.query(
        `insert into run_tags (run_no, key_no, experiment_no, start_ms, value)
         select r.no, k.no, 0, r.start_ms, 'team ' || r.no % 7 from runs r, logged_keys k where k.key = 'team'`,
      );
      await tx.query(
        `insert into run_metrics (run_no, key_no, timestamp_ms, step, value)
         select 1, k.no, n, n, sin(n / 1000.0) + random() from logged_keys k, generate_series(1, 1000000) n
         where k.key = 'long'`,
      );
      await tx.query(
        `insert into run_latest_metrics
           (run_no, key_no, experiment_no, start_ms, timestamp_ms, step, value, least, greatest, logged)
         select 1, k.no, 0, 1, 1000000, 1000000, 0, 0, 0, 1000000 from logged_keys k where k.key = 'long'`,
      );
    },
    { statementTimeoutMs: 0 },
  );
  for (const table of ['runs', 'run_latest_metrics', 'run_params', 'run_tags', 'run_metrics'])
    await database.query(`select count(*) from ${table}`);
});

afterAll(() => database.close());

async function median(work: () => Promise<unknown>): Promise<string> {
  const times: number[] = [];
  for (let turn = 0; turn < REPETITIONS; turn += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`;
}

describe(`searches over ${RUNS} runs with ${RUNS * METRICS} latest metrics`, () => {
  it.each([
    ['', []],
    ['', ['metrics.m1 DESC']],
    ['metrics.m1 > 0.5', ['metrics.m1 DESC']],
    ["metrics.m1 > 0.5 AND params.depth = '4'", ['metrics.m1 DESC']],
    ["metrics.m1 > 0.5 AND params.depth = '4'", ['metrics.m2 ASC']],
    ["metrics.m1 > 0.9 AND metrics.m2 > 0.9 AND params.depth = '4'", ['metrics.m3 DESC', 'start_time ASC']],
    ["params.seed = '777'", []],
    ["tags.team = 'team 3' AND metrics.m5 < 0.01", ['start_time DESC']],
    ["params.seed LIKE '%99'", ['params.depth DESC']],
    ["run_name LIKE '%777'", []],
  ])('%s %j', async (filter, order) => {
    const conditions = readFilter(filter, RUN_GRAMMAR);
    const terms = readOrder(order, RUN_GRAMMAR);
    if (conditions.kind !== 'read' || terms.kind !== 'read') throw new Error('The filter of the measurement is wrong.');
    const search = {
      experimentNos: [0],
      view: 'active' as const,
      conditions: conditions.conditions,
      order: terms.terms,
      after: undefined,
      limit: 100,
    };
    const figures = await median(async () =>
      writeRuns(database, keys, (await searchRuns(database, keys, search)).runNos),
    );
    console.info(`${filter || 'everything'} by ${order.join() || 'start'}: ${figures}`);
    expect((await searchRuns(database, keys, search)).runNos.length).toBeGreaterThan(0);
  });
});

describe('a curve of a million points', () => {
  const read = async () => {
    const keyNo = (await keys.find(['long'])).get('long') ?? 0;
    return (await readCurves(database, { runNos: [1], keyNo, axis: 'step' }, 2_500)).get(1);
  };

  it('is summarised when nobody has opened it before', async () => {
    const began = performance.now();
    const curve = await read();
    console.info(`a million points for the first time: ${(performance.now() - began).toFixed(1)} ms`);
    expect(curve?.count).toBe(1_000_000);
  });

  it('is drawn from its summary afterwards', async () => {
    console.info(`a million points: ${await median(read)}`);
    const curve = await read();
    expect([curve?.count, (curve?.points.length ?? Number.POSITIVE_INFINITY) <= 2_500]).toEqual([1_000_000, true]);
  });
});
