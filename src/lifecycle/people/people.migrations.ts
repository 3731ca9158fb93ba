import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';
import { DEFAULT_SILENT_AFTER_DAYS } from './presence.ts';

/** Tables of who is at the table. */
export const peopleMigrations: readonly Migration[] = [
  {
    name: '0030-seats',
    async up(db) {
      await sql`
        create table seats (
          id uuid primary key,
          initiative_no bigint not null references initiatives,
          step text not null,
          role text not null,
          account_id uuid not null,
          seated_at timestamptz(3) not null,
          seated_by uuid not null,
          left_at timestamptz(3)
        )`.execute(db);
      await sql`create unique index seats_taken on seats (initiative_no, step, role, account_id) where left_at is null`.execute(
        db,
      );
      await sql`create index seats_of_person on seats (account_id) where left_at is null`.execute(db);
    },
  },
  {
    name: '0104-presence-and-departures',
    async up(db) {
      await sql`
        alter table seats
          add column last_contribution_at timestamptz(3),
          add column left_with_account boolean not null default false`.execute(db);
      await sql`create index seats_lost on seats (left_at desc, initiative_no desc) where left_with_account`.execute(
        db,
      );
      await sql`
        create table people_settings (
          only_row boolean primary key default true check (only_row),
          silent_after_days int not null check (silent_after_days between 1 and 365),
          changed_at timestamptz(3),
          changed_by uuid
        )`.execute(db);
      await sql`insert into people_settings (silent_after_days) values (${DEFAULT_SILENT_AFTER_DAYS})`.execute(db);
    },
  },
  {
    name: '0105-contributions',
    async up(db) {
      // Sitting down and getting up is no contribution; everything else that somebody does at a step is one.
      await sql`
        create function is_contribution(kind text) returns boolean language sql immutable as
        $$ select kind not in ('seat.taken', 'seat.left') $$`.execute(db);
      // Contributions of a person at one table share the lock, and whoever seats them there holds it alone: either the
      // new seat is seen by the contribution, or the contribution is seen by the new seat.
      await sql`
        create function hold_contributions(initiative_no bigint, account_id uuid, is_shared boolean)
        returns void language plpgsql as $$
        declare lock_key bigint := hashtextextended('contributions:' || initiative_no || ':' || account_id, 0);
        begin
          if is_shared then perform pg_advisory_xact_lock_shared(lock_key);
          else perform pg_advisory_xact_lock(lock_key);
          end if;
        end $$`.execute(db);
      // Presence over ten thousand initiatives cannot be looked up event by event, so each event leaves its moment on
      // the seat, in its own transaction and whichever room wrote it.
      await sql`
        create function note_contribution() returns trigger language plpgsql as $$
        declare line bigint;
        begin
          select i.no into line from initiatives i where i.id = new.subject_id;
          if not found then return null; end if;
          perform hold_contributions(line, new.actor_id, true);
          update seats s set last_contribution_at = new.at
          where s.initiative_no = line and s.step = new.section and s.account_id = new.actor_id and s.left_at is null
            and (s.last_contribution_at is null or s.last_contribution_at < new.at);
          return null;
        end $$`.execute(db);
      await sql`
        create trigger events_note_contribution after insert on events for each row
        when (new.subject_id is not null and new.section is not null and new.actor_id is not null
          and is_contribution(new.kind))
        execute function note_contribution()`.execute(db);
      await sql`
        update seats s set last_contribution_at = (
          select max(e.at) from events e join initiatives i on i.id = e.subject_id
          where i.no = s.initiative_no and e.section = s.step and e.actor_id = s.account_id and is_contribution(e.kind))
        where s.left_at is null`.execute(db);
    },
  },
  {
    name: '0220-seats-in-their-order',
    async up(db) {
      // The first seat of a person is found without reading all of theirs.
      await sql`drop index seats_of_person`.execute(db);
      await sql`create index seats_of_person on seats (account_id, seated_at, id) where left_at is null`.execute(db);
    },
  },
];
