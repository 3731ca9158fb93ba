import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Tables of the line itself. */
export const initiativesMigrations: readonly Migration[] = [
  {
    name: '0020-initiatives',
    async up(db) {
      await sql`
        create table initiatives (
          no bigint generated always as identity primary key,
          id uuid not null unique,
          slug text not null unique,
          name text not null,
          question text not null,
          question_kind text not null check (question_kind in ('defined', 'open')),
          visibility text not null check (visibility in ('open', 'private')),
          iteration int not null default 1,
          iteration_began_at timestamptz(3) not null,
          playbook text not null,
          created_by uuid not null,
          created_at timestamptz(3) not null
        )`.execute(db);
      // A step without a row is open; a row says when and by whom it was closed. Opening it again removes the row, and
      // the events keep the story.
      await sql`
        create table closed_steps (
          initiative_no bigint not null references initiatives,
          iteration int not null,
          step text not null,
          closed_at timestamptz(3) not null,
          closed_by uuid not null,
          primary key (initiative_no, iteration, step)
        )`.execute(db);
    },
  },
];
