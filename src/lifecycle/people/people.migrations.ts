import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

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
];
