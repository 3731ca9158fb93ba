import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Databases of the organisation, and the tables that were fetched from them. */
export const connectionsMigrations: readonly Migration[] = [
  {
    name: '0315-source-connections',
    async up(db) {
      await sql`
        create table source_connections (
          id uuid primary key,
          name text not null unique,
          description text not null,
          host text not null,
          port int not null,
          database_name text not null,
          account_name text not null,
          sealed_password text,
          encryption text not null check (encryption in ('verified', 'encrypted', 'none')),
          certificate text,
          is_for_all boolean not null,
          created_by uuid not null,
          created_by_name text not null,
          created_at timestamptz(3) not null
        )`.execute(db);
      await sql`
        create table source_connection_initiatives (
          connection_id uuid not null references source_connections on delete cascade,
          initiative_no bigint not null,
          primary key (connection_id, initiative_no)
        )`.execute(db);
      await sql`
        create table dataset_fetches (
          id uuid primary key,
          initiative_no bigint not null,
          dataset_id uuid references datasets,
          name text not null,
          connection_id uuid references source_connections on delete set null,
          connection_name text not null,
          query text not null,
          state text not null check (state in ('fetching', 'brought', 'failed', 'cancelled')),
          rows_done bigint not null default 0,
          bytes_done bigint not null default 0,
          upload_id uuid,
          version int,
          failure text,
          asked_by uuid not null,
          asked_by_name text not null,
          asked_at timestamptz(3) not null,
          finished_at timestamptz(3),
          job_id uuid
        )`.execute(db);
      await sql`create index dataset_fetches_newest on dataset_fetches (initiative_no, asked_at desc)`.execute(db);
      await sql`create index dataset_fetches_of_dataset on dataset_fetches (dataset_id)`.execute(db);
    },
  },
  {
    name: '0316-dataset-contracts',
    async up(db) {
      // The text as it was brought: what nothing of ours stands for is in it and nowhere else.
      await sql`
        create table dataset_contracts (
          dataset_id uuid primary key references datasets,
          yaml text not null,
          brought_by uuid not null,
          brought_by_name text not null,
          brought_at timestamptz(3) not null
        )`.execute(db);
    },
  },
  {
    name: '0360-refused-fetches',
    async up(db) {
      await sql`
        alter table dataset_fetches drop constraint dataset_fetches_state_check,
          add constraint dataset_fetches_state_check
            check (state in ('fetching', 'brought', 'refused', 'failed', 'cancelled'))`.execute(db);
      await sql`create index dataset_fetches_of_connection on dataset_fetches (connection_id, asked_at desc)`.execute(
        db,
      );
    },
  },
];
