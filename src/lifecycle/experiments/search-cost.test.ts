import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import type { Queryable } from '../../platform/database/queryable.ts';
import { openTestDatabase, settleTables } from '../../platform/database/test-database.ts';
import { initiativesMigrations } from '../initiatives/initiatives.migrations.ts';
import { curvesMigrations } from './curves.migrations.ts';
import { experimentsMigrations } from './experiments.migrations.ts';
import { RUN_GRAMMAR } from './filter-grammar.ts';
import { readFilter, readOrder } from './filter-language.ts';
import { type GatherLimits, gatherRuns } from './gather-runs.store.ts';
import { type LoggedKeys, openLoggedKeys } from './logged-keys.store.ts';
import { searchRuns } from './search-runs.store.ts';
import { textIndexesMigrations } from './text-indexes.migrations.ts';

const RUNS = 5_000;
const PAGE = 20;
const LIMITS: GatherLimits = { most: 1_000, few: 100 };

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
  await keys.numbersOf(['auc', 'epoch', 'seed', 'depth', 'kind', 'epochs', 'prompt']);
  await database.query(
    `insert into runs (id, experiment_no, name, user_name, status, start_ms, started_by, started_by_name)
     select md5(n::text), 0, 'run ' || n, 'ana', 'FINISHED', n, gen_random_uuid(), 'Ana' from generate_series(1, ${RUNS}) n`,
  );
  await database.query(
    `insert into run_latest_metrics (run_no, key_no, experiment_no, start_ms, timestamp_ms, step, value)
     select r.no, k.no, 0, r.start_ms, 1, 1, case k.key when 'auc' then (r.no * 7919 % 10007) / 10007.0 else r.no % 10 end
     from runs r, logged_keys k where k.key in ('auc', 'epoch')`,
  );
  await database.query(
    `insert into run_params (run_no, key_no, experiment_no, start_ms, value)
     select r.no, k.no, 0, r.start_ms, case k.key when 'depth' then (r.no % 20)::text when 'kind' then 'kind ' || r.no % 4
       when 'epochs' then (r.no % 7)::text when 'prompt' then repeat('long ', 120) || r.no else r.no::text end
     from runs r, logged_keys k where k.key not in ('auc', 'epoch') and (k.key <> 'prompt' or r.no % 10 = 0)`,
  );
  await settleTables(database, ['runs', 'run_params', 'run_latest_metrics']);
}, 60_000);
afterAll(() => database.close());

/** The runs that a search finds, and how many rows of runs the database fetched for them. */
async function costOf(filter: string, order: string, experimentNos: readonly number[] = [0]) {
  const conditions = readFilter(filter, RUN_GRAMMAR);
  const terms = readOrder([order], RUN_GRAMMAR);
  if (conditions.kind !== 'read' || terms.kind !== 'read') throw new Error('The filter of the test is wrong.');
  const search = {
    experimentNos,
    view: 'active' as const,
    conditions: conditions.conditions,
    order: terms.terms,
    after: undefined,
    limit: PAGE,
  };
  return database.transaction(async (tx) => {
    // Counts of transactions before this one may still be in it.
    const before = await fetchedRows(tx);
    const { runNos } = await searchRuns(tx, keys, search, LIMITS);
    return { found: runNos.length, fetched: (await fetchedRows(tx)) - before };
  });
}

async function fetchedRows(tx: Queryable): Promise<number> {
  const [row] = await tx.query<{ fetched: number }>(
    `select seq_tup_read + idx_tup_fetch as fetched from pg_stat_xact_user_tables where relname = 'runs'`,
  );
  return row?.fetched ?? 0;
}

describe('a page of a search costs its own length', () => {
  it.each([
    ['', 'params.seed DESC'],
    ['', 'params.depth DESC'],
    ['', 'params.depth'],
    ['', 'metrics.auc DESC'],
    ['', 'metrics.epoch DESC'],
    ['', 'metrics.epoch'],
    ["params.depth = '4'", 'metrics.auc DESC'],
    ["params.depth = '4'", 'params.kind DESC'],
    ["params.seed LIKE '%99'", 'params.kind'],
    ["params.depth = '4' AND params.kind = 'kind 0'", 'metrics.auc'],
    ["params.depth = '4'", 'params.seed'],
    ["params.depth = '4'", 'start_time DESC'],
    ["params.seed LIKE '%9'", 'start_time'],
    ["params.kind = 'kind 1' AND params.depth != '4'", 'start_time DESC'],
  ])('%s by %s', async (filter, order) => {
    const { found, fetched } = await costOf(filter, order);
    expect(found).toBe(PAGE);
    // A page, and not what shares its last value; looking each run up until it is full would be hundreds.
    expect(fetched).toBeLessThanOrEqual(order.startsWith('start_time') ? 21 * (PAGE + 1) : 3 * PAGE);
  });

  it.each([
    ['', 'start_time DESC'],
    ['', 'metrics.auc DESC'],
    ['', 'params.depth'],
    ["params.kind = 'kind 1'", 'params.depth DESC'],
    ['metrics.auc > 0.5', 'metrics.auc'],
    ["params.depth = '4'", 'metrics.auc'],
  ])('%s by %s over several experiments costs a page of each', async (filter, order) => {
    const { found, fetched } = await costOf(filter, order, [0, 1, 2]);
    expect(found).toBe(PAGE);
    expect(fetched).toBeLessThanOrEqual(2 * PAGE);
  });

  it('a text of few runs sends the search to those and not along the index', async () => {
    const { found, fetched } = await costOf("params.seed = '777'", 'metrics.auc DESC');
    expect(found).toBe(1);
    // Once for each stage.
    expect(fetched).toBeLessThanOrEqual(3);
  });

  it.each([
    ["params.seed LIKE '%9'", 500],
    ["params.kind ILIKE 'KIND%'", null],
    ["params.prompt LIKE '%g 10'", 1],
    ["params.seed != '9'", null],
  ])(
    '%s is known to fit %s runs before an index is walked, or to fit too many or to say nothing',
    async (filter, count) => {
      const conditions = readFilter(filter, RUN_GRAMMAR);
      const order = readOrder(['metrics.auc'], RUN_GRAMMAR);
      if (conditions.kind !== 'read' || order.kind !== 'read') throw new Error('The filter of the test is wrong.');
      const asked = { experimentNos: [0], conditions: conditions.conditions, order: order.terms };
      const { lists } = await gatherRuns(database, asked, await keys.find(['auc', 'seed', 'kind', 'prompt']), LIMITS);
      expect(lists.map((list) => list.count)).toEqual(count === null ? [] : [count]);
    },
  );

  it('a text of no run ends the search before it began', async () => {
    expect(await costOf("params.seed = 'none'", 'metrics.auc DESC')).toEqual({ found: 0, fetched: 0 });
  });

  it('values too long for the index are sorted with the others', async () => {
    expect((await costOf('', 'params.prompt DESC')).found).toBe(PAGE);
  });
});

it('searches that differ in how much they ask leave no statements behind on the server', async () => {
  const named = async (tx: Queryable) =>
    (await tx.query<{ count: number }>('select count(*)::int as count from pg_prepared_statements'))[0]?.count ?? 0;
  await database.transaction(async (tx) => {
    const search = (parts: number) => ({
      experimentNos: [0],
      view: 'active' as const,
      conditions: Array.from({ length: parts }, () => ({
        kind: 'param' as const,
        key: 'seed',
        test: 'text' as const,
        operator: 'LIKE' as const,
        value: '%77',
      })),
      order: [{ kind: 'param' as const, key: 'depth', isDescending: true }],
      after: undefined,
      limit: PAGE,
    });
    await searchRuns(tx, keys, search(1), LIMITS);
    const before = await named(tx);
    for (let parts = 2; parts < 12; parts += 1)
      expect((await searchRuns(tx, keys, search(parts), LIMITS)).runNos).toHaveLength(PAGE);
    expect(await named(tx)).toBe(before);
  });
});
