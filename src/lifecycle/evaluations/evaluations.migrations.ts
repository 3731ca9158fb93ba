import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** The tables of what answers are judged on and by. */
export const evaluationsMigrations: readonly Migration[] = [
  {
    name: '0395-evaluation-sets',
    async up(db) {
      await sql`
        create table evaluation_sets (
          no bigint generated always as identity primary key,
          id text not null unique,
          name text not null,
          tags jsonb not null,
          schema text,
          records int not null default 0,
          digest text not null,
          created_ms bigint not null,
          updated_ms bigint not null,
          -- What clients say; who it belongs to while it belongs to no experiment is an account.
          created_by text,
          updated_by text,
          owner_id uuid not null,
          deleted_ms bigint,
          deleted_by_name text
        )`.execute(db);
      await sql`create index evaluation_sets_in_order on evaluation_sets (created_ms desc, no desc)
        where deleted_ms is null`.execute(db);
      await sql`create index evaluation_sets_by_name on evaluation_sets (name) where deleted_ms is null`.execute(db);
      await sql`create index evaluation_sets_deleted on evaluation_sets (deleted_ms) where deleted_ms is not null`.execute(
        db,
      );
      await sql`
        create table evaluation_set_experiments (
          set_no bigint not null references evaluation_sets on delete cascade,
          experiment_no bigint not null references experiments on delete cascade,
          primary key (set_no, experiment_no)
        )`.execute(db);
      await sql`create index evaluation_sets_of_experiment on evaluation_set_experiments (experiment_no, set_no)`.execute(
        db,
      );
      await sql`
        create table evaluation_records (
          no bigint generated always as identity primary key,
          id text not null unique,
          set_no bigint not null references evaluation_sets on delete cascade,
          input_hash text not null,
          -- JSON as text: numbers and the order of fields come back as they were.
          inputs text not null,
          outputs text,
          expectations text,
          tags text not null,
          source text,
          source_type text,
          source_id text,
          size int not null,
          created_ms bigint not null,
          updated_ms bigint not null,
          created_by text,
          updated_by text,
          deleted_ms bigint,
          deleted_by_name text
        )`.execute(db);
      await sql`create unique index evaluation_records_by_inputs on evaluation_records (set_no, input_hash)
        where deleted_ms is null`.execute(db);
      await sql`create index evaluation_records_in_order on evaluation_records (set_no, no)`.execute(db);
      await sql`create index evaluation_records_deleted on evaluation_records (deleted_ms)
        where deleted_ms is not null`.execute(db);
    },
  },
  {
    name: '0396-scorers',
    async up(db) {
      await sql`
        create table scorers (
          no bigint generated always as identity primary key,
          id text not null unique,
          experiment_no bigint not null references experiments on delete cascade,
          name text not null,
          last_version int not null default 0,
          deleted_ms bigint
        )`.execute(db);
      await sql`create unique index scorers_by_name on scorers (experiment_no, name) where deleted_ms is null`.execute(
        db,
      );
      await sql`create index scorers_of_experiment on scorers (experiment_no)`.execute(db);
      await sql`create index scorers_deleted on scorers (deleted_ms) where deleted_ms is not null`.execute(db);
      await sql`
        create table scorer_versions (
          scorer_no bigint not null references scorers on delete cascade,
          version int not null,
          text text not null,
          created_ms bigint not null,
          created_by uuid not null,
          deleted_ms bigint,
          deleted_by_name text,
          primary key (scorer_no, version)
        )`.execute(db);
      await sql`create index scorer_versions_deleted on scorer_versions (deleted_ms) where deleted_ms is not null`.execute(
        db,
      );
    },
  },
];
