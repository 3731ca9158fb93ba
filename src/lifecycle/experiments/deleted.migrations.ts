import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Who deleted what, and how long it is kept. */
export const deletedMigrations: readonly Migration[] = [
  {
    name: '0251-deleted-by',
    async up(db) {
      for (const table of [sql.table('experiments'), sql.table('runs'), sql.table('registered_models')])
        await sql`alter table ${table} add column deleted_by_name text`.execute(db);
      await sql`create index runs_deleted on runs (deleted_ms desc, no desc) where deleted_ms is not null`.execute(db);
    },
  },
  {
    name: '0252-retention',
    async up(db) {
      await sql`
        create table retention (
          only_one boolean primary key default true check (only_one),
          kept_days int check (kept_days > 0)
        )`.execute(db);
      // Nothing is removed until an administrator says so.
      await sql`insert into retention (kept_days) values (null)`.execute(db);
      // Removing a run looks for what refers to it.
      await sql`create index conclusion_runs_by_run on conclusion_runs (run_no)`.execute(db);
      await sql`create index logged_model_metrics_by_run on logged_model_metrics (run_no)`.execute(db);
    },
  },
];
