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
];
