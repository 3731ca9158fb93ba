import { sql } from 'kysely';
import type { Migration } from '../database/migrations.ts';

/** Tables of the append-only events and of the hash chain over them. */
export const eventsMigrations: readonly Migration[] = [
  {
    name: '0001-events',
    async up(db) {
      await sql`
        create table events (
          seq bigint generated always as identity primary key,
          id uuid not null unique,
          at timestamptz(3) not null,
          kind text not null,
          sentence text not null,
          actor_id uuid,
          actor_name text not null,
          acting_as text,
          subject_id uuid,
          section text,
          object_type text not null,
          object_id text not null,
          reason text,
          detail jsonb not null
        )`.execute(db);
      await sql`create index events_by_subject on events (subject_id, seq desc) where subject_id is not null`.execute(
        db,
      );
      await sql`create index events_by_presence on events (subject_id, section, actor_id, at) where subject_id is not null`.execute(
        db,
      );
      // Events wait here for the sealer, so that finding the unsealed ones never scans the sealed.
      await sql`create table events_unsealed (seq bigint primary key references events)`.execute(db);
      await sql`
        create table event_seals (
          position bigint primary key,
          seq bigint not null unique,
          hash text not null,
          sealed_at timestamptz(3) not null
        )`.execute(db);
      await sql`
        create function refuse_change_of_history() returns trigger language plpgsql as $$
        begin
          raise exception 'history is append-only: % of table % is refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
        end $$`.execute(db);
      for (const table of ['events', 'event_seals']) {
        await sql`
          create trigger ${sql.id(`${table}_append_only`)} before update or delete or truncate on ${sql.table(table)}
          for each statement execute function refuse_change_of_history()`.execute(db);
      }
    },
  },
];
