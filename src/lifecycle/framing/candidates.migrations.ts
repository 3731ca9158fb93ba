import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Tables of the candidate prediction tasks and of who supports them. */
export const candidatesMigrations: readonly Migration[] = [
  {
    name: '0112-candidates',
    async up(db) {
      await sql`
        create table framing_candidates (
          no bigint generated always as identity primary key,
          id uuid not null unique,
          initiative_no bigint not null references initiatives,
          state text not null check (state in ('open', 'chosen', 'discarded')),
          content jsonb not null,
          note jsonb,
          revision int not null,
          created_by_name text not null,
          updated_by_name text not null,
          updated_at timestamptz(3) not null,
          decided_by_name text,
          decided_at timestamptz(3),
          decided_reason text
        )`.execute(db);
      await sql`create index framing_candidates_of on framing_candidates (initiative_no)`.execute(db);
      await sql`
        create unique index framing_candidate_chosen on framing_candidates (initiative_no) where state = 'chosen'`.execute(
        db,
      );
      await sql`
        create table framing_candidate_supports (
          candidate_no bigint not null references framing_candidates,
          account_id uuid not null,
          name text not null,
          at timestamptz(3) not null,
          primary key (candidate_no, account_id)
        )`.execute(db);
    },
  },
];
