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
  {
    name: '0107-findings',
    async up(db) {
      await sql`
        create table findings (
          id uuid primary key,
          initiative_no bigint not null references initiatives,
          number int not null,
          iteration int not null,
          title text not null,
          seen text not null,
          severity text not null check (severity in ('low', 'medium', 'high')),
          state text not null check (state in ('open', 'answered', 'closed')),
          raised_step text not null,
          raised_by uuid not null,
          raised_as text[] not null,
          raised_at timestamptz(3) not null,
          owner_id uuid,
          due date,
          cause_step text,
          object_type text,
          object_id text,
          object_label text,
          answer text,
          answered_at timestamptz(3),
          answered_by uuid,
          closed_at timestamptz(3),
          unique (initiative_no, number),
          check (num_nulls(object_type, object_id, object_label) in (0, 3)),
          check (num_nulls(answer, answered_at, answered_by) in (0, 3)),
          check ((state = 'closed') = (closed_at is not null))
        )`.execute(db);
      await sql`create index findings_open on findings (initiative_no, severity) where closed_at is null`.execute(db);
      await sql`create index findings_of_owner on findings (owner_id) where closed_at is null`.execute(db);
      await sql`
        create table finding_entries (
          no bigint generated always as identity primary key,
          finding_id uuid not null references findings,
          act text not null,
          sentence text not null,
          text text,
          account_id uuid not null,
          at timestamptz(3) not null
        )`.execute(db);
      await sql`create index finding_entries_of on finding_entries (finding_id, no)`.execute(db);
      await sql`
        create trigger finding_entries_append_only before update or delete or truncate on finding_entries
        for each statement execute function refuse_change_of_history()`.execute(db);
    },
  },
  {
    name: '0108-returns',
    async up(db) {
      // What was so when a finding came back stays so: a cause that is named anew supersedes the row and keeps it.
      await sql`
        create table returns (
          no bigint generated always as identity primary key,
          initiative_no bigint not null references initiatives,
          finding_id uuid references findings,
          ticket_id uuid references return_tickets,
          raised_step text not null,
          cause_step text not null,
          raised_at timestamptz(3) not null,
          cause_closed_at timestamptz(3),
          runs_redone int check (runs_redone >= 0),
          missed jsonb not null,
          noted_at timestamptz(3) not null,
          superseded_at timestamptz(3),
          check (num_nonnulls(finding_id, ticket_id) = 1)
        )`.execute(db);
      await sql`
        create unique index returns_in_force on returns (coalesce(finding_id, ticket_id)) where superseded_at is null`.execute(
        db,
      );
      await sql`create index returns_of_line on returns (initiative_no) where superseded_at is null`.execute(db);
    },
  },
  {
    name: '0240-findings-name-steps-of-the-playbook',
    async up(db) {
      // The name is kept as it was: an initiative can be moved to a playbook that does not draw the step any more.
      await sql`
        alter table findings
          add column raised_place text,
          add column raised_place_name text,
          add column cause_place text,
          add column cause_place_name text`.execute(db);
      // Until now only the parts could be named, whose names are their words with a capital.
      await sql`
        update findings set raised_place = raised_step, raised_place_name = initcap(raised_step),
          cause_place = cause_step, cause_place_name = initcap(cause_step)`.execute(db);
      await sql`
        alter table findings
          alter column raised_place set not null,
          alter column raised_place_name set not null,
          add check (num_nulls(cause_step, cause_place, cause_place_name) in (0, 3))`.execute(db);
    },
  },
];
