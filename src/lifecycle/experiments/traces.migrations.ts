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
];
