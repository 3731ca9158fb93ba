import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Tables of the verdicts that were taken. Nothing in them is ever changed or removed. */
export const outcomesMigrations: readonly Migration[] = [
  {
    name: '0060-verdicts',
    async up(db) {
      await sql`
        create table verdicts (
          initiative_no bigint not null references initiatives,
          number int not null,
          id uuid not null unique,
          iteration int not null,
          phase_number int not null,
          phase_hash text not null,
          as_of timestamptz(3) not null,
          look text not null,
          state text not null,
          inputs_hash text not null,
          report json not null,
          context json not null,
          taken_at timestamptz(3) not null,
          taken_by uuid not null,
          taken_by_name text not null,
          note text,
          primary key (initiative_no, number)
        )`.execute(db);
      await sql`
        create table verdict_sign_offs (
          initiative_no bigint not null,
          number int not null,
          label text not null check (label in ('measured', 'validated')),
          account_id uuid not null,
          name text not null,
          at timestamptz(3) not null,
          note text,
          primary key (initiative_no, number, label),
          foreign key (initiative_no, number) references verdicts
        )`.execute(db);
      for (const table of ['verdicts', 'verdict_sign_offs']) {
        await sql`
          create trigger ${sql.id(`${table}_append_only`)} before update or delete or truncate on ${sql.table(table)}
          for each statement execute function refuse_change_of_history()`.execute(db);
      }
    },
  },
  {
    // What lists say of a verdict, taken out of its report once, when it is stored: a report has about 40 kB, and a list
    // over all lines would read them all.
    name: '0115-verdict-summaries',
    async up(db) {
      await sql`
        create function verdict_summary(report json) returns jsonb language sql immutable parallel safe as $$
          select jsonb_build_object(
            'brokenLink', report #>> '{verdict,brokenLink}',
            'grade', report #>> '{verdict,grade}',
            'headline', coalesce(report #>> '{answer,headline,0}', report #>> '{verdict,ask}'),
            'contribution', (
              select figure from json_array_elements(report #> '{numbers,rows}') figure
              where figure ->> 'group' = 'goal' and figure ->> 'id' = 'whole' limit 1),
            'money', case when json_typeof(report -> 'money') = 'object' then jsonb_build_object(
              'label', report #> '{money,label}',
              'currency', report #> '{money,currency}',
              'netTotal', report #> '{money,netTotal}') end)
        $$`.execute(db);
      await sql`
        alter table verdicts
          add column report_version smallint not null default 1,
          add column summary jsonb not null generated always as (verdict_summary(report)) stored`.execute(db);
    },
  },
];
