import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Tables of the assignment plan. */
export const actionsMigrations: readonly Migration[] = [
  {
    name: '0045-phases',
    async up(db) {
      await sql`
        create table phases (
          no bigint generated always as identity primary key,
          id uuid not null unique,
          initiative_no bigint not null references initiatives,
          initiative_id uuid not null,
          number int not null,
          iteration int not null,
          framing_version int not null,
          content jsonb not null,
          content_hash text not null,
          salt text not null,
          opened_at timestamptz(3) not null,
          closed_at timestamptz(3),
          unique (initiative_id, number)
        )`.execute(db);
      await sql`create unique index phases_open on phases (initiative_no) where closed_at is null`.execute(db);
      // Amendments that left the measured part as it was; the phase goes on under the words that opened it.
      await sql`
        create table phase_confirmations (
          phase_no bigint not null references phases,
          framing_version int not null,
          content_hash text not null,
          confirmed_at timestamptz(3) not null,
          primary key (phase_no, framing_version)
        )`.execute(db);
      await sql`
        create function refuse_change_of_phase() returns trigger language plpgsql as $$
        begin
          if tg_op = 'UPDATE' and old.closed_at is null and (to_jsonb(new) - 'closed_at') = (to_jsonb(old) - 'closed_at') then
            return new;
          end if;
          raise exception 'a phase never changes once it is open: % is refused', tg_op using errcode = 'insufficient_privilege';
        end $$`.execute(db);
      await sql`
        create trigger phases_stay before update or delete on phases
        for each row execute function refuse_change_of_phase()`.execute(db);
    },
  },
];
