import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Tables of trainings. */
export const trainingMigrations: readonly Migration[] = [
  {
    name: '0290-trainings',
    async up(db) {
      await sql`
        create table trainings (
          id uuid primary key,
          initiative_no bigint not null,
          initiative_id uuid not null,
          number int not null,
          state text not null check (state in ('waiting', 'training', 'trained', 'failed', 'cancelled')),
          request jsonb not null,
          table_name text not null,
          table_digest text not null,
          started_by uuid not null,
          started_by_name text not null,
          started_at timestamptz(3) not null,
          finished_at timestamptz(3),
          failure text,
          job_id uuid,
          result jsonb,
          model_digest text,
          run jsonb,
          unique (initiative_no, number)
        )`.execute(db);
      // Apart from the training itself, because it is written many times while that does not change.
      await sql`
        create table training_progress (
          training_id uuid primary key references trainings,
          done int not null,
          of int not null
        )`.execute(db);
      // Apart as well, because lists never read them. The document is kept as the text that its digest covers.
      await sql`
        create table training_models (
          training_id uuid primary key references trainings,
          document text not null,
          probability bytea,
          outcome bytea
        )`.execute(db);
    },
  },
  {
    name: '0325-who-comes-first',
    async up(db) {
      // Results from before nobody had looked who stands at the head of the list.
      await sql`update trainings set result = result || '{"first": null}' where result is not null`.execute(db);
    },
  },
];
