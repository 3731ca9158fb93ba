import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Tables of the addresses that are told of changes of models, and of what became of each delivery. */
export const webhooksMigrations: readonly Migration[] = [
  {
    name: '0214-webhooks',
    async up(db) {
      await sql`
        create table webhooks (
          no bigint generated always as identity primary key,
          id uuid not null unique,
          name text not null,
          description text not null,
          url text not null,
          events text[] not null,
          -- Encrypted under the secret of the installation.
          sealed_secret text,
          is_active boolean not null,
          owner_id uuid not null references accounts,
          created_at timestamptz(3) not null,
          updated_at timestamptz(3) not null,
          missed_count int not null default 0
        )`.execute(db);
      await sql`
        create table webhook_deliveries (
          no bigint generated always as identity primary key,
          id uuid not null unique,
          webhook_no bigint not null references webhooks on delete cascade,
          event text not null,
          model text not null,
          body text not null,
          state text not null check (state in ('waiting', 'delivered', 'failed')),
          attempts int not null default 0,
          asked_at timestamptz(3) not null,
          next_at timestamptz(3) not null,
          ended_at timestamptz(3),
          last_answer text,
          check ((state = 'waiting') = (ended_at is null))
        )`.execute(db);
      await sql`
        create index webhook_deliveries_due on webhook_deliveries (next_at) where state = 'waiting'`.execute(db);
      await sql`
        create index webhook_deliveries_waiting on webhook_deliveries (webhook_no) where state = 'waiting'`.execute(db);
      await sql`create index webhook_deliveries_newest on webhook_deliveries (webhook_no, no desc)`.execute(db);
    },
  },
  {
    name: '0404-webhooks-that-pause',
    async up(db) {
      // Until then its receiver asked to be told nothing.
      await sql`alter table webhooks add paused_until timestamptz(3)`.execute(db);
    },
  },
];
