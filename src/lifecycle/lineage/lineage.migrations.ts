import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Tables of lineage: what OpenLineage events said of tables and jobs, and which data sets are made from which tables. */
export const lineageMigrations: readonly Migration[] = [
  {
    name: '0320-lineage-sources',
    async up(db) {
      // Names are longer than an index entry may be, so that their digest identifies them.
      await sql`
        create table lineage_tables (
          no bigint generated always as identity primary key,
          id uuid not null unique,
          identity bytea not null unique,
          namespace text not null,
          name text not null,
          short_name text not null,
          facets jsonb not null default '{}',
          first_seen_at timestamptz(3) not null,
          seen_at timestamptz(3) not null
        )`.execute(db);
      await sql`create index lineage_tables_by_short_name on lineage_tables (short_name)`.execute(db);
      await sql`create index lineage_tables_newest on lineage_tables (seen_at desc, no desc)`.execute(db);
      await sql`
        create table lineage_jobs (
          no bigint generated always as identity primary key,
          id uuid not null unique,
          identity bytea not null unique,
          namespace text not null,
          name text not null,
          facets jsonb not null default '{}',
          settled_run uuid,
          seen_at timestamptz(3) not null
        )`.execute(db);
      await sql`
        create table lineage_runs (
          id uuid primary key,
          job_no bigint not null references lineage_jobs,
          state text not null check (state in ('running', 'complete', 'failed', 'aborted')),
          state_at timestamptz(3) not null,
          started_at timestamptz(3) not null,
          ended_at timestamptz(3),
          error text,
          sent_by uuid not null,
          sent_by_name text not null
        )`.execute(db);
      await sql`create index lineage_runs_of_job on lineage_runs (job_no, started_at desc)`.execute(db);
      await sql`create index lineage_runs_ended on lineage_runs (job_no, ended_at desc) where ended_at is not null`.execute(
        db,
      );
      await sql`
        create table lineage_uses (
          job_no bigint not null references lineage_jobs,
          table_no bigint not null references lineage_tables,
          side text not null check (side in ('reads', 'writes')),
          at timestamptz(3) not null,
          run_id uuid,
          primary key (job_no, table_no, side)
        )`.execute(db);
      await sql`create index lineage_uses_of_table on lineage_uses (table_no, side)`.execute(db);
      await sql`
        create table lineage_rules (
          table_no bigint not null references lineage_tables,
          identity bytea not null,
          rule jsonb not null,
          is_kept boolean not null,
          at timestamptz(3) not null,
          sent_by uuid not null,
          sent_by_name text not null,
          primary key (table_no, identity)
        )`.execute(db);
      await sql`create index lineage_rules_broken on lineage_rules (table_no) where not is_kept`.execute(db);
      await sql`
        create table lineage_received (
          digest bytea primary key,
          kind text not null check (kind in ('run', 'job', 'dataset')),
          event_at timestamptz(3) not null,
          received_at timestamptz(3) not null,
          producer text not null,
          sent_by uuid not null,
          sent_by_name text not null
        )`.execute(db);
      await sql`create index lineage_received_by_age on lineage_received (received_at)`.execute(db);
    },
  },
  {
    name: '0321-dataset-sources',
    async up(db) {
      await sql`
        create table dataset_sources (
          dataset_id uuid not null references datasets,
          table_no bigint not null references lineage_tables,
          linked_by uuid not null,
          linked_by_name text not null,
          linked_at timestamptz(3) not null,
          primary key (dataset_id, table_no)
        )`.execute(db);
      await sql`create index dataset_sources_of_table on dataset_sources (table_no)`.execute(db);
    },
  },
];
