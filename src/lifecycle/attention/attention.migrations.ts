import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Tables of what people are told, and of the mails that tell them. */
export const attentionMigrations: readonly Migration[] = [
  {
    name: '0200-attention',
    async up(db) {
      await sql`
        create table notifications (
          no bigint generated always as identity primary key,
          id uuid not null unique,
          account_id uuid not null references accounts on delete cascade,
          event_seq bigint not null references events,
          kind text not null,
          initiative_no bigint references initiatives,
          matter text not null,
          sentence text not null,
          verb text not null,
          minutes int not null,
          path text not null,
          is_ask boolean not null,
          at timestamptz(3) not null,
          read_at timestamptz(3),
          done_at timestamptz(3),
          unique (event_seq, account_id)
        )`.execute(db);
      await sql`create index notifications_of_person on notifications (account_id, no desc)`.execute(db);
      await sql`create index notifications_new on notifications (account_id) where read_at is null`.execute(db);
      await sql`create index notifications_waiting on notifications (matter, account_id) where is_ask and done_at is null`.execute(
        db,
      );
      // How far the events were turned into notices. The position of the seal orders them: unlike the sequence number it
      // has no gaps that could be filled later. What happened before this table existed is told to nobody.
      await sql`create table attention_progress (only_one boolean primary key default true check (only_one), position bigint not null)`.execute(
        db,
      );
      await sql`
        insert into attention_progress (position)
        select coalesce(max(position), 0) from event_seals`.execute(db);
      await sql`
        create table mail_preferences (
          account_id uuid primary key references accounts on delete cascade,
          mode text not null check (mode in ('immediate', 'daily', 'off')),
          digest_hour int not null check (digest_hour between 0 and 23),
          time_zone text not null
        )`.execute(db);
      // One row for each notice that is told by mail; it is handed over at most once.
      await sql`
        create table mail_items (
          notification_no bigint primary key references notifications on delete cascade,
          account_id uuid not null references accounts on delete cascade,
          state text not null check (state in ('waiting', 'sending', 'sent', 'dropped', 'failed')),
          due_at timestamptz(3) not null,
          attempts int not null default 0,
          changed_at timestamptz(3) not null,
          failure text
        )`.execute(db);
      await sql`create index mail_items_due on mail_items (due_at) where state = 'waiting'`.execute(db);
      await sql`create index mail_items_under_way on mail_items (changed_at) where state = 'sending'`.execute(db);
      await sql`create index mail_items_failed on mail_items (notification_no desc) where state = 'failed'`.execute(db);
      // Since when somebody is here, so that Today can tell what is new since the last time.
      await sql`
        create table visits (
          account_id uuid primary key references accounts on delete cascade,
          last_seen_at timestamptz(3) not null,
          previous_visit_at timestamptz(3)
        )`.execute(db);
    },
  },
];
