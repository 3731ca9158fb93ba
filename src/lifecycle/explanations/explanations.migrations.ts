import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Tables of explanations: what is known of a model as a whole, and what experts say about its curves. */
export const explanationsMigrations: readonly Migration[] = [
  {
    name: '0305-explanations',
    async up(db) {
      // What the code makes of a model; `way` says by which way of making, so that a better way begins anew.
      await sql`
        create table explanation_overviews (
          training_id uuid not null references trainings,
          way int not null,
          overview jsonb not null,
          made_at timestamptz(3) not null,
          primary key (training_id, way)
        )`.execute(db);
      await sql`
        create table curve_judgements (
          no bigint generated always as identity primary key,
          id uuid not null unique,
          initiative_no bigint not null,
          training_id uuid not null references trainings,
          model_digest text not null,
          column_name text not null,
          value jsonb not null,
          mean double precision not null,
          verdict text not null check (verdict in ('as-known', 'wrong')),
          remark text,
          said_by uuid not null,
          said_by_name text not null,
          said_at timestamptz(3) not null,
          thread_id uuid
        )`.execute(db);
      await sql`create index curve_judgements_of on curve_judgements (training_id, no)`.execute(db);
      await sql`
        create trigger curve_judgements_append_only before update or delete or truncate on curve_judgements
        for each statement execute function refuse_change_of_history()`.execute(db);
    },
  },
];
