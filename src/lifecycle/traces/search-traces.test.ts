import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import type { Queryable } from '../../platform/database/queryable.ts';
import { openTestDatabase, settleTables } from '../../platform/database/test-database.ts';
import { experimentsMigrations } from '../experiments/experiments.migrations.ts';
import type { OrderTerm } from '../experiments/filter-grammar.ts';
import { readFilter } from '../experiments/filter-language.ts';
import { initiativesMigrations } from '../initiatives/initiatives.migrations.ts';
import { findTraces, type TraceSearchLimits } from './search-traces.store.ts';
import { TRACE_GRAMMAR, type TracePosition } from './trace.ts';
import { tracesMigrations } from './traces.migrations.ts';

const TRACES = 6_000;
const PAGE = 20;
const LIMITS: TraceSearchLimits = { first: 100, gathered: 200, later: [300, 600], experiments: 2 };
/** Walks to the end of everything, whatever an index knows. */
const PLAIN: TraceSearchLimits = { first: 1_000_000, gathered: 0, later: [], experiments: 1_000 };

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase([...initiativesMigrations, ...experimentsMigrations, ...tracesMigrations]);
  await database.query(`insert into experiments (no, name, created_ms, updated_ms) overriding system value
    select n, 'experiment ' || n, 0, 0 from generate_series(1, 3) n`);
  // Several share a moment; the oldest half is of another version; every 40th failed, in the older half alone.
  await database.query(`
    insert into traces (id, experiment_no, request_ms, duration_ms, state, info, tags)
    select 'tr-' || n, case when n % 10 = 0 then 1 + n % 3 else 0 end, 1000 * (n / 3), case when n % 7 > 0 then n % 1000 end,
      case when n < ${TRACES / 2} and n % 40 = 1 then 'ERROR' else 'OK' end,
      jsonb_build_object('client_request_id', 'client ' || n, 'trace_metadata', jsonb_build_object(
        'mlflow.trace.session', 'session ' || n / 4, 'tries', case when n % 2 = 0 then to_jsonb(n % 50) else to_jsonb((n % 50)::text) end)
        || case when n % 5 = 2 then jsonb_build_object('mlflow.sourceRun', 'run ' || n / 500) else '{}' end),
      jsonb_build_object('mlflow.traceName', case when n % 300 = 11 then 'nightly report' else 'answer' end,
        'version', (1 + n / ${TRACES / 2})::text, 'team', 'team ' || n % 3)
        || case when n % 600 = 13 then jsonb_build_object('reviewed', 'yes') else '{}' end
    from generate_series(1, ${TRACES}) n`);
  await database.query(`
    insert into trace_assessments (id, trace_id, kind, name, value, source_type, source_id, rationale, metadata, span_id,
      overrides, is_valid, created_by, created_ms, updated_ms)
    select k.name || t.id, t.id, 'feedback', k.name, k.value, 'HUMAN', '', '', '{}', '', '', true, gen_random_uuid(), 0, 0
    from traces t, lateral (values ('score', (t.no % 100 / 100.0)::text, t.no % 4 = 1),
      ('note', '"note ' || t.no % 3 || '"', t.no % 30 = 1), ('good', 'true', t.no < 2000)) k (name, value, is_said)
    where k.is_said`);
  // The first run was linked to a few traces of its own and to many others, the second to nearly none.
  await database.query(`insert into runs (id, experiment_no, name, user_name, status, start_ms, started_by, started_by_name)
    select 'run ' || n, 0, '', '', 'FINISHED', 0, gen_random_uuid(), '' from generate_series(3, 4) n`);
  await database.query(`insert into trace_runs (run_no, trace_no)
    select r.no, t.no from runs r, traces t where case r.id when 'run 3' then t.no % 9 = 0 else t.no in (7, 77, 2777) end`);
  await database.query(`insert into trace_prompts (prompt, trace_no, experiment_no)
    select p, no, experiment_no from traces, (values ('greet/1', 11), ('greet/2', 1000)) v (p, every) where no % every = 5`);
  await database.query(`insert into trace_spans (trace_no, spans)
    select no, jsonb_build_array(
      jsonb_build_object('name', 'answer', 'type', 'LLM', 'status', 'OK', 'attributes', jsonb_build_object('model', 'm' || no % 1000)),
      jsonb_build_object('name', 'look up', 'type', 'TOOL', 'status', case when no % 500 = 1 then 'ERROR' else 'OK' end, 'attributes', '{}'::jsonb))
    from traces where no % 3 > 0`);
  await settleTables(database, ['traces', 'trace_assessments', 'trace_runs', 'trace_prompts', 'trace_spans']);
}, 60_000);
afterAll(() => database.close());

interface Asked {
  readonly experimentNos?: readonly number[];
  readonly isOldestFirst?: boolean;
  readonly after?: TracePosition | undefined;
}

function findPage(queryable: Queryable, filter: string, limits: TraceSearchLimits, asked: Asked = {}) {
  const reading = readFilter(filter, TRACE_GRAMMAR);
  if (reading.kind !== 'read') throw new Error(reading.message);
  const { experimentNos = [0], isOldestFirst = false, after } = asked;
  const order: readonly OrderTerm[] = isOldestFirst
    ? [{ kind: 'attribute', key: 'request_time', isDescending: false }]
    : [];
  const search = { experimentNos, conditions: reading.conditions, order, after, limit: PAGE };
  return findTraces<{ no: number; request_ms: number }>(queryable, search, sql`t.no, t.request_ms`, limits);
}

/** The traces of the first three pages. */
async function threePages(filter: string, limits: TraceSearchLimits, asked: Asked): Promise<readonly number[]> {
  const nos: number[] = [];
  let after: TracePosition | undefined;
  for (let page = 0; page < 3; page += 1) {
    const { rows, next } = await findPage(database, filter, limits, { ...asked, after });
    nos.push(...rows.map(({ no }) => no));
    after = next;
    if (!after) break;
  }
  return nos;
}

const FILTERS = [
  '',
  'request_time >= 500000 AND request_time < 600000.5',
  'request_time = 12000',
  'request_time < 1e30',
  'execution_duration > 990',
  'execution_duration <= 1.5',
  'execution_duration = 0.5',
  'execution_duration > 100 AND execution_duration < 103',
  'end_time > 500000 AND end_time <= 510000',
  "status = 'ERROR'",
  "status != 'OK'",
  "status IN ('ERROR', 'IN_PROGRESS')",
  "status NOT IN ('OK')",
  "run_id = 'run 3'",
  "run_id IN ('run 3', 'run 11')",
  "run_id = 'run 3' AND tags.team = 'team 1'",
  "tags.version = '1'",
  "tags.version = '1' AND tags.team LIKE '%1'",
  "tags.team != 'team 1' AND tags.version = '1'",
  "tags.team LIKE 'nobody%'",
  'tags.reviewed IS NOT NULL',
  "tags.reviewed IS NULL AND status = 'ERROR'",
  "metadata.`mlflow.trace.session` = 'session 77'",
  "metadata.tries = '7'",
  "metadata.tries = '8'",
  "metadata.tries = '{'",
  "name = 'nightly report'",
  "name IN ('nightly report', 'nobody')",
  "name ILIKE '%NIGHTLY%'",
  "name LIKE '%t'",
  "client_request_id = 'client 12'",
  "client_request_id IN ('client 12', 'client 13', 'client 20')",
  "trace_id IN ('tr-7', 'tr-8')",
  'feedback.score > 0.95',
  'feedback.score != 0.01',
  "feedback.score = '0.25'",
  "feedback.note = 'note 1'",
  "feedback.note LIKE '%2'",
  "feedback.good = 'true'",
  "feedback.good IS NULL AND status = 'ERROR'",
  "feedback.nothing = 'x'",
  "run_id = 'run 4'",
  "run_id = 'run 4' AND run_id = 'run 3'",
  "run_id IN ('run 4', 'run 3') AND status = 'OK'",
  "run_id != 'run 3'",
  "run_id NOT IN ('run 3')",
  'run_id IS NULL',
  "run_id RLIKE '[34]$'",
  "metadata.`mlflow.sourceRun` = 'run 4'",
  "prompt = 'greet/1'",
  "prompt = 'greet/2' AND status = 'OK'",
  "prompt = 'nobody/1'",
  "span.name = 'look up'",
  "span.name = 'look up' AND span.type = 'LLM'",
  "span.type = 'TOOL' AND span.status = 'ERROR'",
  "span.status != 'OK'",
  "span.attributes.model = 'm7'",
  "span.attributes.model = 'm7' AND span.name IN ('answer', 'x')",
  "span.attributes.model LIKE 'm77%'",
  "span.attributes.model RLIKE '^m77.?$' AND run_id = 'run 3'",
  "span.name = 'look up' AND span.name = 'answer'",
  "tags.team RLIKE '[12]$' AND tags.version = '1'",
  "name RLIKE '^nightly'",
  "feedback.note RLIKE '[12]'",
];

describe('a search finds the same whichever way it goes', () => {
  it.each(FILTERS)('%s', async (filter) => {
    for (const asked of [
      {},
      { isOldestFirst: true },
      { experimentNos: [0, 1] },
      { experimentNos: [0, 1, 2, 3], isOldestFirst: true },
    ])
      expect(await threePages(filter, LIMITS, asked)).toEqual(await threePages(filter, PLAIN, asked));
  });
});

describe('a condition finds what it says, by an index as well', () => {
  const longest = Array.from({ length: TRACES }, (_, at) => at + 1).filter(
    (n) => n % 1_000 === 999 && n % 7 > 0,
  ).length;
  it.each([
    ['execution_duration > 998.5', longest],
    ['execution_duration >= 998.5 AND execution_duration < 1e300', longest],
    ['execution_duration > -1e300 AND execution_duration >= 999 AND execution_duration <= 999.9', longest],
    ['execution_duration != 0.5 AND execution_duration > 998', longest],
    ['execution_duration = 998.5', 0],
    ['execution_duration < 0.5', 0],
    ['execution_duration > 9223372036854775808', 0],
    ['execution_duration = 1e999', 0],
    ["status IN ('nothing', 'ERROR')", PAGE],
    ["run_id IN ('nothing', 'run 3')", PAGE],
    ["status != 'OK'", PAGE],
    ["metadata.tries = '7'", PAGE],
    ["metadata.tries = '8'", PAGE],
    ["feedback.note = 'note 1'", PAGE],
    ["feedback.good = 'true'", PAGE],
    ["run_id = 'run 4'", PAGE],
    ["run_id = 'run 4' AND run_id = 'run 3'", 11],
    ["prompt = 'greet/2'", 6],
    ["span.type = 'TOOL' AND span.status = 'ERROR'", 8],
    ["span.name = 'look up' AND span.type = 'LLM'", 0],
    ["span.name = 'look up' AND span.name = 'answer'", 0],
    ["span.attributes.model = 'm7'", 4],
    ["span.attributes.model RLIKE '^m7$'", 4],
    ["span.attributes.model != 'm7' AND span.type = 'TOOL'", 0],
    ["name RLIKE '^nightly'", PAGE],
  ])('%s', async (filter, count) => {
    expect((await findPage(database, filter, LIMITS)).rows).toHaveLength(count);
  });
});

/** How many traces a search finds, and how many rows the database fetched for them. */
async function costOf(filter: string, asked: Asked = {}) {
  return database.transaction(async (tx) => {
    // Counts of transactions before this one may still be in it.
    const before = await fetchedRows(tx);
    const { rows } = await findPage(tx, filter, LIMITS, asked);
    return { found: rows.length, fetched: (await fetchedRows(tx)) - before };
  });
}

async function fetchedRows(tx: Queryable): Promise<number> {
  const [row] = await tx.query<{ fetched: number }>(
    `select sum(seq_tup_read + idx_tup_fetch)::int as fetched from pg_stat_xact_user_tables
     where relname in ('traces', 'trace_assessments')`,
  );
  return row?.fetched ?? 0;
}

describe('a page of traces costs its own length', () => {
  it.each<[string, Asked]>([
    ['', {}],
    ['', { isOldestFirst: true }],
    ['', { experimentNos: [0, 1, 2, 3] }],
    ['request_time >= 500000 AND request_time < 600000', {}],
    ['request_time > 1500000', { isOldestFirst: true }],
    ["status = 'ERROR'", {}],
    ["run_id = 'run 3'", {}],
  ])('%s %o', async (filter, asked) => {
    const { found, fetched } = await costOf(filter, asked);
    expect(found).toBe(PAGE);
    expect(fetched).toBeLessThanOrEqual((PAGE + 1) * (asked.experimentNos?.length ?? 1) * 2);
  });
});

describe('what few traces have is looked up after a short walk', () => {
  it.each([
    ["tags.team = 'nobody'", 0],
    ['tags.absent IS NOT NULL', 0],
    ["tags.absent LIKE 'x%'", 0],
    ["tags.version = '2' AND tags.reviewed = 'yes'", 5],
    ["metadata.`mlflow.trace.session` = 'session 77'", 3],
    ["name LIKE '%nightly%'", PAGE],
    ["name = 'nobody'", 0],
    ["name LIKE '%answer%'", PAGE],
    ['execution_duration > 998', 5],
    ['end_time > 500000 AND end_time < 501000', 2],
    ["status != 'OK'", PAGE],
    ["client_request_id = 'client 12'", 1],
    ['feedback.score > 1', 0],
    ["feedback.note = 'nothing'", 0],
    ["feedback.nothing LIKE '%x%'", 0],
    ["prompt = 'greet/2'", 6],
    ["prompt = 'nobody/1'", 0],
    ["span.attributes.model = 'm7'", 4],
    ["span.type = 'TOOL' AND span.status = 'ERROR'", 8],
    ["span.name = 'nobody'", 0],
    ["run_id = 'run 4' AND status = 'ERROR'", 0],
  ])('%s', async (filter, some) => {
    const { found, fetched } = await costOf(filter);
    expect(found).toBe(some);
    // The walk before; each trace of the list is fetched as it is gathered and as it is looked up.
    expect(fetched).toBeLessThanOrEqual(LIMITS.first + 2 * LIMITS.gathered);
  });

  it('what many have, but none of the newest, is found in their index and not among all', async () => {
    const { found, fetched } = await costOf("tags.version = '1'");
    const walks = LIMITS.first + LIMITS.later.reduce((sum, traces) => sum + traces, 0);
    expect(found).toBe(PAGE);
    // To learn where a part of a walk ends may fetch what is walked once more.
    expect(fetched).toBeLessThanOrEqual(2 * walks + LIMITS.gathered + 1 + TRACES / 2);
  });
});

describe('what goes with a trace', () => {
  it('is found by it when the trace is removed for good, and not among all that was ever said', async () => {
    const fetched = await database.transaction(async (tx) => {
      const before = await fetchedRows(tx);
      await tx.query(`delete from traces where id = 'tr-1'`);
      return (await fetchedRows(tx)) - before;
    });
    expect(fetched).toBeLessThanOrEqual(10);
  });
});

describe('texts of any length are kept', () => {
  it('in states and names of runs', async () => {
    const long = Array.from({ length: 2_000 }, (_, at) => `${at * 7919} `).join('');
    await database.query(
      `insert into traces (id, experiment_no, request_ms, state, info, tags)
       values ('tr-long', 3, 1, $1, jsonb_build_object('trace_metadata', jsonb_build_object('mlflow.sourceRun', $1::text)), '{}')`,
      [long],
    );
    for (const filter of [`status = '${long}'`, `run_id = '${long}'`, `run_id IN ('x', '${long}')`]) {
      const { rows } = await findPage(database, filter, LIMITS, { experimentNos: [3] });
      expect(rows).toHaveLength(1);
    }
  });
});
