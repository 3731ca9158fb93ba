import { sql } from 'kysely';
import type { Migration } from '../database/migrations.ts';

/** Tables of shared documents: the state as it was put together last, and every change since. */
export const documentsMigrations: readonly Migration[] = [
  {
    name: '0140-shared-documents',
    async up(db) {
      await sql`
        create table shared_documents (
          no bigint generated always as identity primary key,
          name text not null unique,
          last_seq bigint not null,
          snapshot bytea,
          snapshot_seq bigint not null default 0
        )`.execute(db);
      await sql`
        create table shared_document_changes (
          document_no bigint not null references shared_documents,
          seq bigint not null,
          change bytea not null,
          primary key (document_no, seq)
        )`.execute(db);
    },
  },
];
