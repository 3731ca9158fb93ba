import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** How runs are found by the texts that were logged to them. */
export const textIndexesMigrations: readonly Migration[] = [
  {
    name: '0330-values-within-their-index',
    async up(db) {
      // An index of whole values answers by itself; one of their beginnings sent each search to the row. An entry has a limit
      // of size, so that longer values stand aside: the queries say of which length they speak (`run-conditions.store.ts`).
      for (const table of ['run_params', 'run_tags']) {
        const of = (name: string) => sql.raw(`${table}_${name}`);
        await sql`create index ${of('of_value')} on ${sql.table(table)} (key_no, value collate "C", run_no)
          where length(value) <= 500`.execute(db);
        await sql`create index ${of('long')} on ${sql.table(table)} (key_no, run_no) where length(value) > 500`.execute(
          db,
        );
        await sql`drop index ${of('by_value')}`.execute(db);
        // Without it the planner takes a third of all values for short, and expects a third of the runs.
        await sql`create statistics ${of('length')} on (length(value)) from ${sql.table(table)}`.execute(db);
        await sql`analyze ${sql.table(table)}`.execute(db);
      }
    },
  },
  {
    name: '0331-parts-of-values',
    async up(db) {
      await sql`create extension if not exists pg_trgm`.execute(db);
      // New entries wait in a list that every search reads and that is sorted in when it is full: a short one.
      await sql`
        create index run_params_by_part on run_params using gin (value gin_trgm_ops)
        with (gin_pending_list_limit = 256) where length(value) <= 500`.execute(db);
      await sql`
        create index runs_by_part_of_name on runs using gin (name gin_trgm_ops)
        with (gin_pending_list_limit = 256)`.execute(db);
    },
  },
  {
    name: '0367-texts-of-a-key',
    async up(db) {
      // Without it the planner takes the texts of all keys together, and expects a fifth of the runs that have one of twenty
      // values of their key; it then looks up and sorts thousands where walking an index would fill the page.
      for (const table of ['run_params', 'run_tags']) {
        await sql`create statistics ${sql.raw(`${table}_of_key`)} (mcv) on key_no, value from ${sql.table(table)}`.execute(
          db,
        );
        await sql`analyze ${sql.table(table)}`.execute(db);
      }
    },
  },
  {
    name: '0375-values-know-their-run',
    async up(db) {
      // An order by values goes on with the start of runs. Looked up in each run, it costs a look at all runs that share the
      // last value of a page, which are thousands where a param has few values; and one index for all experiments leads
      // through the runs of all others. Neither ever changes, so that both may stand beside each value.
      for (const table of ['run_params', 'run_tags', 'run_latest_metrics']) {
        const isText = table !== 'run_latest_metrics';
        const values = sql.table(table);
        const of = (name: string) => sql.raw(`${table}_${name}`);
        if (isText) await sql`alter table ${values} add column experiment_no bigint`.execute(db);
        await sql`alter table ${values} add column start_ms bigint`.execute(db);
        await sql`drop index ${of(isText ? 'of_value' : 'by_value')}`.execute(db);
        const experiment = sql.raw(isText ? 'experiment_no = r.experiment_no, ' : '');
        await sql`
          update ${values} v set ${experiment}start_ms = r.start_ms from runs r where r.no = v.run_no`.execute(db);
        // A point that was stored in the moment in which its run was removed for good belongs to nobody.
        if (!isText) await sql`delete from ${values} where start_ms is null`.execute(db);
        if (isText) await sql`alter table ${values} alter experiment_no set not null`.execute(db);
        await sql`alter table ${values} alter start_ms set not null`.execute(db);
        if (!isText) {
          await sql`create index ${of('by_value')} on ${values} (experiment_no, key_no, value, start_ms, run_no)`.execute(
            db,
          );
          continue;
        }
        await sql`
          create index ${of('of_value')} on ${values} (experiment_no, key_no, value collate "C", start_ms, run_no)
          where length(value) <= 500`.execute(db);
        await sql`drop index ${of('long')}`.execute(db);
        await sql`
          create index ${of('long')} on ${values} (experiment_no, key_no, run_no) where length(value) > 500`.execute(
          db,
        );
      }
      await sql`analyze run_params, run_tags, run_latest_metrics`.execute(db);
    },
  },
];
