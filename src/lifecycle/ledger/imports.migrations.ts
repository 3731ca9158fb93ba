import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Tables of files that are brought into the ledger. */
export const importMigrations: readonly Migration[] = [
  {
    name: '0052-ledger-imports',
    async up(db) {
      await sql`
        create table ledger_imports (
          id uuid primary key,
          initiative_no bigint not null,
          initiative_id uuid not null,
          state text not null check (state in
            ('uploaded', 'mapped', 'checking', 'checked', 'loading', 'loaded', 'failed', 'cancelled')),
          file_name text not null,
          size_bytes bigint not null,
          sha256 text not null,
          format text not null,
          upload_id uuid,
          brought_by uuid not null,
          brought_by_name text not null,
          brought_at timestamptz(3) not null,
          finished_at timestamptz(3),
          layout jsonb not null,
          mapping jsonb,
          check_result jsonb,
          checked_facts jsonb,
          leave_out_bad boolean not null default false,
          load_result jsonb,
          failure text,
          job_id uuid
        )`.execute(db);
      // Ids are ordered by time, so that this also gives the newest first.
      await sql`create index ledger_imports_by_initiative on ledger_imports (initiative_no, id desc)`.execute(db);
      // Apart from the import itself: it is written while the transaction of a load runs, and a cancellation must not wait.
      await sql`
        create table ledger_import_progress (
          import_id uuid primary key references ledger_imports,
          phase text not null check (phase in ('checking', 'loading')),
          rows_done bigint not null,
          bytes_done bigint not null
        )`.execute(db);
      await sql`
        create table ledger_import_refusals (
          import_id uuid not null references ledger_imports,
          phase text not null check (phase in ('checking', 'loading')),
          no int not null,
          line bigint not null,
          column_name text,
          reason text not null,
          raw text not null,
          primary key (import_id, phase, no)
        )`.execute(db);
    },
  },
];
