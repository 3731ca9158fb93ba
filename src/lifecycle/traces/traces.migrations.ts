import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** The tables of traces and of what is said of them; their spans are artifacts of the experiment. */
export const tracesMigrations: readonly Migration[] = [
  {
    name: '0168-traces',
    async up(db) {
      await sql`
        create table traces (
          no bigint generated always as identity primary key,
          id text not null unique,
          experiment_no bigint not null references experiments,
          request_ms bigint not null,
          duration_ms bigint,
          state text not null,
          info jsonb not null,
          tags jsonb not null,
          deleted_at timestamptz(3)
        )`.execute(db);
      await sql`create index traces_of_experiment on traces (experiment_no, request_ms desc, no) where deleted_at is null`.execute(
        db,
      );
    },
  },
  {
    name: '0335-trace-assessments',
    async up(db) {
      await sql`
        create table trace_assessments (
          no bigint generated always as identity primary key,
          id text not null unique,
          trace_id text not null references traces (id) on delete cascade,
          kind text not null check (kind in ('feedback', 'expectation')),
          name text not null,
          -- JSON as text: any value that a client gives comes back as it was.
          value text not null,
          error jsonb,
          source_type text not null,
          source_id text not null,
          rationale text not null,
          metadata jsonb not null,
          span_id text not null,
          overrides text not null,
          is_valid boolean not null,
          created_by uuid not null,
          created_ms bigint not null,
          updated_ms bigint not null,
          deleted_at timestamptz(3)
        )`.execute(db);
      await sql`create index trace_assessments_of_trace on trace_assessments (trace_id, created_ms, no) where deleted_at is null`.execute(
        db,
      );
    },
  },
  {
    name: '0341-traces-of-runs',
    async up(db) {
      await sql`create index traces_of_run on traces ((info -> 'trace_metadata' ->> 'mlflow.sourceRun'), request_ms desc, no desc)
        where deleted_at is null`.execute(db);
    },
  },
  {
    name: '0342-trace-assessments-by-name',
    async up(db) {
      await sql`create index trace_assessments_by_name on trace_assessments (name, kind, trace_id)
        where deleted_at is null and is_valid`.execute(db);
    },
  },
  {
    name: '0369-traces-by-what-they-say',
    async up(db) {
      await sql`create extension if not exists pg_trgm`.execute(db);
      // Tags, metadata and parts of names in one index, so that they are intersected in it. What hardly two traces share
      // would make it several times as large. New entries wait in a list that every search reads: a short one.
      await sql`
        create index traces_by_text on traces using gin (
          (tags - '{mlflow.artifactLocation,mlflow.traceSpans}'::text[]),
          (case when jsonb_typeof(info -> 'trace_metadata') = 'object' then (info -> 'trace_metadata')
            - '{mlflow.traceInputs,mlflow.traceOutputs,mlflow.trace.sizeStats,mlflow.trace.tokenUsage}'::text[] end),
          (tags ->> 'mlflow.traceName') gin_trgm_ops
        ) with (gin_pending_list_limit = 256) where deleted_at is null`.execute(db);
      // An index of hashes has no limit of length, and these are looked up whole or not at all.
      await sql`create index traces_by_client_id on traces using hash ((info ->> 'client_request_id'))
        where deleted_at is null`.execute(db);
      await sql`create index traces_by_duration on traces (experiment_no, duration_ms) where deleted_at is null`.execute(
        db,
      );
      await sql`create index traces_by_end on traces (experiment_no, (request_ms + coalesce(duration_ms, 0)))
        where deleted_at is null`.execute(db);
      // Traces are walked in this very order; that of the index before had to be sorted on the way.
      await sql`create index traces_in_order on traces (experiment_no, request_ms desc, no desc)
        where deleted_at is null`.execute(db);
      await sql`drop index traces_of_experiment`.execute(db);
      // Clients write what they like there, and an entry has a limit of size: the beginnings stand in the index.
      await sql`create index traces_by_state on traces (experiment_no, left(state, 100), request_ms desc, no desc)
        where deleted_at is null`.execute(db);
      const run = sql`info -> 'trace_metadata' ->> 'mlflow.sourceRun'`;
      await sql`create index traces_by_run on traces (left(${run}, 100), request_ms desc, no desc)
        where deleted_at is null and (${run}) is not null`.execute(db);
      await sql`drop index traces_of_run`.execute(db);
      // The planner does not ask indexes of a part of a table how often a value is, and expects two thirds to be another.
      await sql`create statistics traces_of_state on (left(state, 100)) from traces`.execute(db);
      await sql`create statistics traces_of_name on (tags ->> 'mlflow.traceName') from traces`.execute(db);
      await sql`analyze traces`.execute(db);
    },
  },
  {
    name: '0370-what-was-said-of-traces',
    async up(db) {
      // Whatever belongs to a trace goes with it, what was taken back as well: an index of the rest is of no use there.
      await sql`create index trace_assessments_by_trace on trace_assessments (trace_id, created_ms, no)`.execute(db);
      await sql`drop index trace_assessments_of_trace`.execute(db);
      await sql`create index trace_assessments_by_text on trace_assessments (name, kind, left(value, 200), trace_id)
        where deleted_at is null and is_valid`.execute(db);
      await sql`drop index trace_assessments_by_name`.execute(db);
      await sql`create index trace_assessments_by_number on trace_assessments (name, kind,
          (case when value ~ '^-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?$' then value::float8 end))
        where deleted_at is null and is_valid`.execute(db);
      await sql`analyze trace_assessments`.execute(db);
    },
  },
  {
    name: '0380-links-of-traces',
    async up(db) {
      await sql`
        create table trace_runs (
          run_no bigint not null references runs,
          trace_no bigint not null references traces on delete cascade,
          primary key (run_no, trace_no)
        )`.execute(db);
      await sql`create index trace_runs_of_trace on trace_runs (trace_no)`.execute(db);
      await sql`
        create table trace_prompts (
          -- Name and version, as in greeting/1.
          prompt text not null,
          trace_no bigint not null references traces on delete cascade,
          primary key (prompt, trace_no)
        )`.execute(db);
      await sql`create index trace_prompts_of_trace on trace_prompts (trace_no)`.execute(db);
    },
  },
  {
    name: '0381-spans-of-traces',
    async up(db) {
      // What spans are found by, a list of objects for each trace; a list that has an object is found by its index.
      await sql`
        create table trace_spans (
          trace_no bigint primary key references traces on delete cascade,
          spans jsonb not null
        )`.execute(db);
      await sql`create index trace_spans_by_value on trace_spans using gin (spans jsonb_path_ops)
        with (gin_pending_list_limit = 256)`.execute(db);
    },
  },
  {
    name: '0390-traces-to-go-through',
    async up(db) {
      // While there is a row, traces below its number are still to be gone through: their files came before spans were
      // noted, and prompts that their tags name were not linked.
      await sql`create table traces_to_go_through (below_no bigint not null)`.execute(db);
      await sql`insert into traces_to_go_through select max(no) + 1 from traces having max(no) is not null`.execute(db);
    },
  },
  {
    name: '0391-traces-go-with-what-they-belong-to',
    async up(db) {
      // Whoever removes a run or an experiment for good does not know this room.
      await sql`alter table traces drop constraint traces_experiment_no_fkey,
        add constraint traces_experiment_no_fkey foreign key (experiment_no) references experiments on delete cascade`.execute(
        db,
      );
      await sql`alter table trace_runs drop constraint trace_runs_run_no_fkey,
        add constraint trace_runs_run_no_fkey foreign key (run_no) references runs on delete cascade`.execute(db);
    },
  },
  {
    name: '0405-prompts-by-experiment',
    async up(db) {
      // Where a prompt was used is told experiment by experiment, because readers do not see the same ones. A trace that
      // is deleted uses nothing, is found by nothing, and comes back never.
      await sql`alter table trace_prompts add experiment_no bigint`.execute(db);
      await sql`delete from trace_prompts l using traces t where t.no = l.trace_no and t.deleted_at is not null`.execute(
        db,
      );
      await sql`update trace_prompts l set experiment_no = t.experiment_no from traces t where t.no = l.trace_no`.execute(
        db,
      );
      await sql`alter table trace_prompts alter experiment_no set not null`.execute(db);
      await sql`create index trace_prompts_by_experiment on trace_prompts (prompt, experiment_no, trace_no)`.execute(
        db,
      );
    },
  },
];
