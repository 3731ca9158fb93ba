import { sql } from 'kysely';
import type { Migration } from '../database/migrations.ts';

/** The table of background jobs. */
export const jobsMigrations: readonly Migration[] = [
  {
    name: '0005-jobs',
    async up(db) {
      await sql`
        create table jobs (
          id uuid primary key,
          kind text not null,
          payload jsonb not null,
          state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
          attempts int not null default 0,
          run_at timestamptz(3) not null default now(),
          leased_until timestamptz(3),
          error text,
          created_at timestamptz(3) not null default now(),
          finished_at timestamptz(3)
        )`.execute(db);
      await sql`create index jobs_to_run on jobs (run_at) where state in ('waiting', 'running')`.execute(db);
    },
  },
  {
    name: '0402-jobs-that-wait',
    async up(db) {
      await sql`alter table jobs add waits int not null default 0`.execute(db);
    },
  },
  {
    name: '0403-jobs-that-ended',
    async up(db) {
      await sql`create index jobs_that_ended on jobs (finished_at) where state in ('done', 'cancelled')`.execute(db);
    },
  },
];
