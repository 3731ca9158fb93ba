import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Summaries of long histories, from which curves are drawn, and how searches are planned. */
export const curvesMigrations: readonly Migration[] = [
  {
    name: '0250-curve-summaries',
    async up(db) {
      // Every point that was sent counts, those included that were there already: the number only tells whether a summary
      // has seen them all.
      await sql`alter table run_latest_metrics add column logged bigint not null default 0`.execute(db);
      await sql`
        update run_latest_metrics l set logged = m.points
        from (select run_no, key_no, count(*) as points from run_metrics group by run_no, key_no) m
        where l.run_no = m.run_no and l.key_no = m.key_no`.execute(db);
      await sql`
        create table metric_curves (
          run_no bigint not null,
          key_no int not null,
          logged bigint not null,
          points bigint not null,
          points_per_block bigint not null,
          blocks bytea not null,
          begin_ms bigint not null,
          end_ms bigint not null,
          end_step bigint not null,
          end_value float8 not null,
          least_step bigint not null,
          greatest_step bigint not null,
          primary key (run_no, key_no)
        )`.execute(db);
    },
  },
  {
    name: '0253-searches-by-one-process',
    async up(db) {
      // A search ends after some hundred rows of an index; starting helpers for it takes longer than that, and takes their
      // processors from those who search at the same time.
      for (const table of ['runs', 'run_latest_metrics', 'run_params', 'run_tags'])
        await sql`alter table ${sql.table(table)} set (parallel_workers = 0)`.execute(db);
    },
  },
];
