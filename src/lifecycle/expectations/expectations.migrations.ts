import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Tables of expectations and of how models fared. */
export const expectationsMigrations: readonly Migration[] = [
  {
    name: '0311-expectations',
    async up(db) {
      await sql`
        create table expectations (
          id uuid primary key,
          initiative_no bigint not null,
          number int not null,
          unique (initiative_no, number)
        )`.execute(db);
      // A version is only ever added; the newest counts.
      await sql`
        create table expectation_versions (
          no bigint generated always as identity primary key,
          id uuid not null unique,
          expectation_id uuid not null references expectations,
          version int not null,
          dataset_id uuid not null,
          content jsonb not null,
          is_retired boolean not null,
          reason text,
          written_by uuid not null,
          written_by_name text not null,
          written_at timestamptz(3) not null,
          unique (expectation_id, version)
        )`.execute(db);
    },
  },
  {
    name: '0312-judged-models',
    async up(db) {
      // One look at a model by the expectations of a data set as they were then: revision is their newest version.
      await sql`
        create table judged_models (
          no bigint generated always as identity primary key,
          id uuid not null unique,
          initiative_no bigint not null,
          kind text not null check (kind in ('training', 'logged-model', 'version')),
          ref text not null,
          dataset_id uuid not null,
          data_version int not null,
          revision bigint not null,
          name text not null,
          model_digest text,
          data_digest text,
          state text not null check (state in ('waiting', 'judged', 'unfit', 'failed')),
          sentence text,
          job_id uuid,
          asked_at timestamptz(3) not null,
          finished_at timestamptz(3),
          unique (initiative_no, kind, ref, dataset_id, data_version, revision)
        )`.execute(db);
      await sql`
        create table expectation_results (
          model_digest text not null,
          expectation_version_id uuid not null references expectation_versions (id),
          data_digest text not null,
          judgement jsonb not null,
          judged_at timestamptz(3) not null,
          primary key (model_digest, expectation_version_id, data_digest)
        )`.execute(db);
    },
  },
  {
    name: '0340-models-of-runs',
    async up(db) {
      await sql`alter table judged_models drop constraint judged_models_kind_check`.execute(db);
      await sql`
        alter table judged_models add constraint judged_models_kind_check
          check (kind in ('training', 'logged-model', 'run-model', 'version'))`.execute(db);
    },
  },
];
