import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Database } from '../../platform/database/database.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { initiativesMigrations } from '../initiatives/initiatives.migrations.ts';
import { curvesMigrations } from './curves.migrations.ts';
import { experimentsMigrations } from './experiments.migrations.ts';
import { findPlainly, writtenPlainly } from './find-plainly.fixture.ts';
import { GATHER_LIMITS } from './gather-runs.store.ts';
import { type LoggedKeys, openLoggedKeys } from './logged-keys.store.ts';
import { aSearch, inventRuns, PLAIN_KEYS, type PlainRun, randomOf } from './plain-runs.fixture.ts';
import { INDEXED_CHARACTERS } from './run-conditions.store.ts';
import { type RunPosition, searchRuns } from './search-runs.store.ts';
import { textIndexesMigrations } from './text-indexes.migrations.ts';
import { writeRuns } from './write-runs.store.ts';

const RUNS = 240;
const SEARCHES = 400;
const PAGE = 7;
/** Everything gathered and looked up, everything gathered and walked, and hardly anything gathered. */
const GATHERINGS = [GATHER_LIMITS, { most: GATHER_LIMITS.most, few: 0 }, { most: 10, few: 3 }, { most: 1, few: 1 }];

const loggedSchema = z.array(z.looseObject({ key: z.string() }));

let database: Database;
let keys: LoggedKeys;
let runs: readonly PlainRun[];
const random = randomOf(20_261_128);

beforeAll(async () => {
  database = await openTestDatabase([
    ...initiativesMigrations,
    ...experimentsMigrations,
    ...curvesMigrations,
    ...textIndexesMigrations,
  ]);
  keys = openLoggedKeys(database);
  const [other] = await database.query<{ no: number }>(
    `insert into experiments (name, artifact_location, created_ms, updated_ms) values ('other', 's3://there', 1, 1) returning no`,
  );
  runs = await storeRuns(await keys.numbersOf(PLAIN_KEYS), inventRuns(random, RUNS, [0, other?.no ?? 0]));
});
afterAll(() => database.close());

async function storeRuns(
  keyNos: ReadonlyMap<string, number>,
  runs: readonly Omit<PlainRun, 'no'>[],
): Promise<readonly PlainRun[]> {
  const stored: PlainRun[] = [];
  for (const run of runs) {
    const [row] = await database.query<{ no: number }>(
      `insert into runs (id, experiment_no, name, user_name, status, start_ms, end_ms, deleted_ms, started_by, started_by_name)
       values ($1, $2, $3, $4, $5, $6, $7, $8, gen_random_uuid(), 'Ana') returning no`,
      [run.id, run.experimentNo, run.name, run.user, run.status, run.startMs, run.endMs, run.isDeleted ? 1 : null],
    );
    const no = row?.no ?? 0;
    await database.query(
      `insert into run_latest_metrics (run_no, key_no, experiment_no, start_ms, timestamp_ms, step, value)
       select $1, k, $2, $5, 7, 3, v from unnest($3::int[], $4::float8[]) given (k, v)`,
      [no, run.experimentNo, numbersOf(keyNos, run.metrics), [...run.metrics.values()], run.startMs],
    );
    for (const [table, texts] of [
      ['run_params', run.params],
      ['run_tags', run.tags],
    ] as const)
      await database.query(
        `insert into ${table} (run_no, key_no, value, experiment_no, start_ms)
         select $1, k, v, $4, $5 from unnest($2::int[], $3::text[]) given (k, v)`,
        [no, numbersOf(keyNos, texts), [...texts.values()], run.experimentNo, run.startMs],
      );
    stored.push({ ...run, no });
  }
  await database.query('analyze runs, run_params, run_tags, run_latest_metrics');
  return stored;
}

function numbersOf(keyNos: ReadonlyMap<string, number>, values: ReadonlyMap<string, unknown>): readonly number[] {
  return [...values.keys()].map((key) => keyNos.get(key) ?? 0);
}

describe('a search', () => {
  it('finds what reading every run finds, in that order, whatever is asked for', async () => {
    let found = 0;
    for (let turn = 0; turn < SEARCHES; turn += 1) {
      const search = aSearch(random, runs);
      const expected = findPlainly(runs, search);
      // Whether the runs with a text are few enough to be gathered, or to be looked up, must change nothing.
      const limits = GATHERINGS[turn % GATHERINGS.length];
      const { runNos } = await searchRuns(database, keys, { ...search, after: undefined, limit: RUNS }, limits);
      expect(runNos, JSON.stringify(search)).toEqual(expected);
      found += expected.length;
    }
    // Searches that find nothing would agree about everything.
    expect(found).toBeGreaterThan(SEARCHES * 3);
  });

  it('gives the same runs page by page', async () => {
    for (let turn = 0; turn < SEARCHES / 4; turn += 1) {
      const search = aSearch(random, runs);
      const paged: number[] = [];
      let after: RunPosition | undefined;
      do {
        const limits = GATHERINGS[turn % GATHERINGS.length];
        const page = await searchRuns(database, keys, { ...search, after, limit: PAGE }, limits);
        paged.push(...page.runNos);
        after = page.next ?? undefined;
      } while (after);
      expect(paged, JSON.stringify(search)).toEqual(findPlainly(runs, search));
    }
  });

  it('that brings texts along brings those of its runs, as they are written alone', async () => {
    let brought = 0;
    for (let turn = 0; turn < SEARCHES / 4; turn += 1) {
      const search = { ...aSearch(random, runs), after: undefined, limit: PAGE, isWritten: true };
      const { runNos, texts } = await searchRuns(database, keys, search, GATHERINGS[turn % GATHERINGS.length]);
      expect(await writeRuns(database, keys, runNos, texts)).toEqual(await writeRuns(database, keys, runNos));
      expect(runNos).toEqual(expect.arrayContaining([...texts.keys()]));
      brought += texts.size;
    }
    expect(brought).toBeGreaterThan(0);
  });
});

it('the indexes of texts hold values of the length that conditions speak of', async () => {
  const indexes = await database.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes where tablename in ('run_params', 'run_tags') and indexdef like '% WHERE %'`,
  );
  expect(indexes.map(({ indexname }) => indexname).sort()).toEqual([
    'run_params_by_part',
    'run_params_long',
    'run_params_of_value',
    'run_tags_long',
    'run_tags_of_value',
  ]);
  for (const { indexname, indexdef } of indexes)
    expect(indexdef).toContain(`length(value) ${indexname.endsWith('long') ? '>' : '<='} ${INDEXED_CHARACTERS}`);
});

describe('a run on its way', () => {
  it('has everything that was logged to it, as JSON that reads back as what it was', async () => {
    const written = await writeRuns(
      database,
      openLoggedKeys(database),
      runs.map(({ no }) => no),
    );
    // No order of keys is promised.
    const read = (text: string | undefined) =>
      loggedSchema
        .parse(JSON.parse(text ?? '[]'))
        .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
    expect(written).toHaveLength(runs.length);
    for (const [index, { info, metrics, params, tags }] of written.entries()) {
      const run = runs[index];
      if (!run) throw new RangeError('There are more runs than were stored.');
      const lists = { metrics: read(metrics), params: read(params), tags: read(tags) };
      expect({ info: JSON.parse(info), ...lists }).toEqual(writtenPlainly(run));
    }
  });

  it('is passed over when it is gone, and leaves the order of the others', async () => {
    const [first, second] = runs;
    const written = await writeRuns(database, keys, [second?.no ?? 0, 9_999_999, first?.no ?? 0]);
    expect(written.map(({ info }) => JSON.parse(info))).toMatchObject([{ run_id: second?.id }, { run_id: first?.id }]);
  });
});
