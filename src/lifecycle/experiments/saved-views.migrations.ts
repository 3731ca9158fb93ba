import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** How people look at the runs of an experiment: shared by everybody who may see it. */
export const savedViewsMigrations: readonly Migration[] = [
  {
    name: '0210-saved-views',
    async up(db) {
      await sql`
        create table saved_views (
          id uuid primary key,
          experiment_no bigint not null references experiments,
          name text not null,
          columns text[] not null,
          filter text not null,
          order_by text not null,
          saved_by uuid not null,
          saved_by_name text not null,
          saved_at timestamptz(3) not null
        )`.execute(db);
      await sql`create unique index saved_views_of_experiment on saved_views (experiment_no, lower(name))`.execute(db);
    },
  },
  {
    name: '0371-views-keep-grouping-and-curves',
    async up(db) {
      // What was saved before said nothing of either, and was looked at as a page is before anybody chooses.
      await sql`
        alter table saved_views
          add column is_grouped boolean not null default false,
          add column has_curves boolean not null default true`.execute(db);
    },
  },
];
