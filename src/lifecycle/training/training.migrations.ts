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
    name: '0310-held-out-rows',
    async up(db) {
      // What later rooms judge a model by; models that were made before have none.
      await sql`alter table training_models add column held_rows bytea, add column held_predictions bytea`.execute(db);
    },
  },
  {
    name: '0325-who-comes-first',
    async up(db) {
      // Results from before nobody had looked who stands at the head of the list.
      await sql`update trainings set result = result || '{"first": null}' where result is not null`.execute(db);
    },
  },
  {
    name: '0361-training-files',
    async up(db) {
      await sql`
        create table training_files (
          training_id uuid not null references trainings,
          path text collate "C" not null,
          sha256 text not null,
          primary key (path, training_id)
        )`.execute(db);
      await sql`create index training_files_by_content on training_files (sha256)`.execute(db);
    },
  },
  {
    name: '0362-training-files-kept-before',
    async up(db) {
      // Files of models that were made before, those of trainings that were begun again included.
      await sql`
        insert into training_files (training_id, path, sha256)
        select t.id, a.path, b.sha256
        from artifacts a
        join artifact_blobs b on b.no = a.blob_no
        join logged_models m on m.id = substring(a.path
          from '(?:^|/)models/(m-[0-9a-f]{32})/artifacts/(?:model\\.onnx|for-tables\\.onnx|model\\.json|input_example\\.json)$')
        join trainings t on t.run ->> 'runId' = m.source_run_id
        on conflict do nothing`.execute(db);
    },
  },
];
