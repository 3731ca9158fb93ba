import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** The table of traces; their spans are artifacts of the experiment. */
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
];
