import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** The table of signal checks: what was asked of which version, and what was found. */
export const signalsMigrations: readonly Migration[] = [
  {
    name: '0280-signals',
    async up(db) {
      await sql`
        create table signal_checks (
          id uuid primary key,
          initiative_no bigint not null,
          initiative_id uuid not null,
          dataset_id uuid not null references datasets,
          dataset_name text not null,
          version int not null,
          table_sha256 text not null,
          choice jsonb not null,
          task jsonb,
          state text not null check (state in ('running', 'done', 'failed', 'cancelled')),
          phase text,
          result jsonb,
          failure text,
          started_by uuid not null,
          started_by_name text not null,
          started_at timestamptz(3) not null,
          finished_at timestamptz(3),
          job_id uuid,
          check ((state = 'done') = (result is not null)),
          check ((state = 'failed') = (failure is not null))
        )`.execute(db);
      await sql`create index signal_checks_of_initiative on signal_checks (initiative_no, started_at desc, id desc)`.execute(
        db,
      );
    },
  },
];
