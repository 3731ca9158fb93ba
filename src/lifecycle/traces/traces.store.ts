import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { findTraces, type TraceSearch } from './search-traces.store.ts';
import type { Trace, TracePosition } from './trace.ts';

interface TraceRow {
  readonly no: number;
  readonly id: string;
  readonly experiment_no: number;
  readonly request_ms: number;
  readonly duration_ms: number | null;
  readonly state: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Stores a trace, or what became of one that is known; `null` when the id belongs to another experiment. */
export async function storeTrace(tx: Transaction, trace: Trace): Promise<{ readonly isNew: boolean } | null> {
  const [row] = await tx.query<{ isNew: boolean }>(
    `insert into traces (id, experiment_no, request_ms, duration_ms, state, info, tags) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set request_ms = excluded.request_ms, duration_ms = excluded.duration_ms,
       state = excluded.state, info = excluded.info, tags = traces.tags || excluded.tags
     where traces.experiment_no = excluded.experiment_no and traces.deleted_at is null
     -- A row that was not there before names no transaction that ended it.
     returning xmax = 0 as "isNew"`,
    [
      trace.id,
      trace.experimentNo,
      trace.requestMs,
      trace.durationMs,
      trace.state,
      JSON.stringify(trace.info),
      JSON.stringify(trace.tags),
    ],
  );
  return row ?? null;
}

/** A trace that was not deleted, or `null`. */
export async function findTrace(queryable: Queryable, id: string): Promise<Trace | null> {
  const rows = await queryable.query<TraceRow>('select * from traces where id = $1 and deleted_at is null', [id]);
  return rows[0] ? toTrace(rows[0]) : null;
}

/** Traces by their numbers, in no order. */
export async function findTracesByNo(queryable: Queryable, nos: readonly number[]): Promise<readonly Trace[]> {
  const rows = await queryable.query<TraceRow>('select * from traces where no = any($1) and deleted_at is null', [nos]);
  return rows.map(toTrace);
}

/** Of some experiments, by their numbers, those with traces that were not deleted. */
export async function findTracedExperiments(
  queryable: Queryable,
  experimentNos: readonly number[],
): Promise<ReadonlySet<number>> {
  const rows = await queryable.query<{ readonly no: number }>(
    `select e.no from unnest($1::bigint[]) e (no)
     where exists (select from traces t where t.experiment_no = e.no and t.deleted_at is null)`,
    [experimentNos],
  );
  return new Set(rows.map(({ no }) => no));
}

/** Traces of experiments, the newest first unless ordered otherwise, and where the next page begins. */
export async function searchTraceRows(
  queryable: Queryable,
  search: TraceSearch,
): Promise<{ readonly found: readonly Trace[]; readonly next: TracePosition | undefined }> {
  const { rows, next } = await findTraces<TraceRow>(queryable, search, sql`t.*`);
  return { found: rows.map(toTrace), next };
}

/** A trace as a list shows it. */
export interface TraceLine extends Pick<Trace, 'id' | 'requestMs' | 'durationMs' | 'state'> {
  readonly name: string | null;
  /** The run that it says it belongs to. */
  readonly runId: string | null;
  /** The beginnings of what was asked and answered, as far as the client told them. */
  readonly request: string | null;
  readonly response: string | null;
}

interface LineRow extends Pick<TraceRow, 'no' | 'id' | 'request_ms' | 'duration_ms' | 'state'> {
  readonly name: string | null;
  readonly run_id: string | null;
  readonly request: string | null;
  readonly response: string | null;
}

/** A page of traces with the first `characters` of their names and of what was asked and answered: the rest may be long. */
export async function listTraceLines(
  queryable: Queryable,
  search: TraceSearch,
  characters: number,
): Promise<{ readonly found: readonly TraceLine[]; readonly next: TracePosition | undefined }> {
  const beginning = (preview: string, metadata: string) =>
    sql`left(nullif(coalesce(t.info ->> ${preview}::text, t.info -> 'trace_metadata' ->> ${metadata}::text), ''), ${characters}::int)`;
  const { rows, next } = await findTraces<LineRow>(
    queryable,
    search,
    sql`t.no, t.id, t.request_ms, t.duration_ms, t.state, left(t.tags ->> 'mlflow.traceName', ${characters}::int) as name,
      left(t.info -> 'trace_metadata' ->> 'mlflow.sourceRun', ${characters}::int) as run_id,
      ${beginning('request_preview', 'mlflow.traceInputs')} as request,
      ${beginning('response_preview', 'mlflow.traceOutputs')} as response`,
  );
  const found = rows.map((row) => ({
    id: row.id,
    requestMs: row.request_ms,
    durationMs: row.duration_ms,
    state: row.state,
    name: row.name,
    runId: row.run_id,
    request: row.request,
    response: row.response,
  }));
  return { found, next };
}

/** Sets or, with `null`, removes a tag of a trace. */
export async function changeTraceTag(
  queryable: Queryable,
  id: string,
  key: string,
  value: string | null,
): Promise<void> {
  await queryable.query(
    `update traces set tags = case when $3::text is null then tags - $2::text else tags || jsonb_build_object($2::text, $3::text) end
     where id = $1 and deleted_at is null`,
    [id, key, value],
  );
}

/** Puts traces of an experiment aside: these ones, or the oldest up to a moment; returns their numbers. */
export async function markTracesDeleted(
  tx: Transaction,
  experimentNo: number,
  which: { readonly ids: readonly string[] } | { readonly upToMs: number; readonly limit: number },
  at: Date,
): Promise<readonly number[]> {
  const rows =
    'ids' in which
      ? await tx.query<{ no: number }>(
          'update traces set deleted_at = $3 where experiment_no = $1 and id = any($2) and deleted_at is null returning no',
          [experimentNo, which.ids, at],
        )
      : await tx.query<{ no: number }>(
          `update traces set deleted_at = $4 where no in (
             select no from traces where experiment_no = $1 and request_ms <= $2 and deleted_at is null
             order by request_ms, no limit $3) returning no`,
          [experimentNo, which.upToMs, which.limit, at],
        );
  return rows.map(({ no }) => no);
}

function toTrace(row: TraceRow): Trace {
  return {
    id: row.id,
    experimentNo: row.experiment_no,
    requestMs: row.request_ms,
    durationMs: row.duration_ms,
    state: row.state,
    info: row.info,
    tags: row.tags,
  };
}
