import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Tables of what verdicts sent back. */
export const feedbackMigrations: readonly Migration[] = [
  {
    name: '0070-return-tickets',
    async up(db) {
      await sql`
        create table return_tickets (
          id uuid primary key,
          initiative_no bigint not null references initiatives,
          initiative_id uuid not null,
          iteration int not null,
          verdict_number int not null,
          state text not null,
          headline text not null,
          ask text not null,
          return_to text,
          opened_at timestamptz(3) not null,
          answer_by date,
          closed_at timestamptz(3),
          unique (initiative_no, verdict_number)
        )`.execute(db);
      // One verdict asks for one thing: while an ask of this kind is open, the next verdict of the same kind repeats it.
      await sql`
        create unique index return_tickets_open on return_tickets (initiative_no, iteration, state)
        where closed_at is null`.execute(db);
      await sql`
        create table return_ticket_roles (
          ticket_id uuid not null references return_tickets,
          role text not null,
          place int not null,
          answered_at timestamptz(3),
          answered_by uuid,
          answer_kind text check (answer_kind in ('accept', 'dispute', 'new-iteration')),
          answer_text text,
          primary key (ticket_id, role),
          check (num_nulls(answered_at, answered_by, answer_kind, answer_text) in (0, 4))
        )`.execute(db);
    },
  },
];
