import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Tables of data sets: what they are, their versions, what the columns mean, and the rules they keep. */
export const datasetsMigrations: readonly Migration[] = [
  {
    name: '0260-datasets',
    async up(db) {
      await sql`
        create table datasets (
          id uuid primary key,
          initiative_no bigint not null,
          initiative_id uuid not null,
          name text not null,
          target text,
          moment text,
          label jsonb,
          created_by uuid not null,
          created_by_name text not null,
          created_at timestamptz(3) not null,
          unique (initiative_no, name)
        )`.execute(db);
      await sql`
        create table dataset_versions (
          id uuid primary key,
          dataset_id uuid not null references datasets,
          number int not null,
          state text not null check (state in ('reading', 'ready', 'failed', 'cancelled')),
          file_name text not null,
          size_bytes bigint not null,
          sha256 text not null,
          upload_id uuid not null,
          said jsonb not null,
          brought_by uuid not null,
          brought_by_name text not null,
          brought_at timestamptz(3) not null,
          finished_at timestamptz(3),
          table_id uuid,
          contents jsonb,
          relations jsonb,
          failure text,
          job_id uuid,
          unique (dataset_id, number)
        )`.execute(db);
      await sql`create index dataset_versions_under_way on dataset_versions (dataset_id) where state = 'reading'`.execute(
        db,
      );
      // Apart from the version itself, because it is written many times while that does not change.
      await sql`
        create table dataset_progress (
          version_id uuid primary key references dataset_versions,
          phase text not null check (phase in ('reading', 'profiling')),
          rows_done bigint not null,
          share double precision not null
        )`.execute(db);
    },
  },
  {
    name: '0261-dataset-dictionary',
    async up(db) {
      await sql`
        create table dataset_columns (
          dataset_id uuid not null references datasets,
          name text not null,
          entry jsonb not null,
          changed_by uuid not null,
          changed_by_name text not null,
          changed_at timestamptz(3) not null,
          primary key (dataset_id, name)
        )`.execute(db);
      await sql`
        create table dataset_checks (
          id uuid primary key,
          dataset_id uuid not null references datasets,
          name text not null,
          rule jsonb not null,
          created_by uuid not null,
          created_by_name text not null,
          created_at timestamptz(3) not null,
          removed_at timestamptz(3)
        )`.execute(db);
      await sql`create index dataset_checks_in_force on dataset_checks (dataset_id) where removed_at is null`.execute(
        db,
      );
      await sql`
        create table dataset_check_results (
          check_id uuid not null references dataset_checks,
          version_id uuid not null references dataset_versions,
          outcome jsonb not null,
          at timestamptz(3) not null,
          primary key (check_id, version_id)
        )`.execute(db);
    },
  },
];
