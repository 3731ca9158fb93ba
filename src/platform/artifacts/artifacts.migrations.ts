import { sql } from 'kysely';
import type { Migration } from '../database/migrations.ts';

/** Tables of the contents and of the paths that refer to them. */
export const artifactsMigrations: readonly Migration[] = [
  {
    name: '0165-artifacts',
    async up(db) {
      await sql`
        create table artifact_blobs (
          no bigint generated always as identity primary key,
          id uuid not null unique,
          sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
          size_bytes bigint not null check (size_bytes >= 0),
          touched_at timestamptz(3) not null
        )`.execute(db);
      // Paths are read by prefix, which an index serves only in byte order, whatever the order of the database is.
      await sql`
        create table artifacts (
          path text collate "C" primary key,
          blob_no bigint not null references artifact_blobs,
          stored_at timestamptz(3) not null
        )`.execute(db);
      await sql`create index artifacts_by_blob on artifacts (blob_no)`.execute(db);
    },
  },
  {
    name: '0355-damaged-blobs',
    async up(db) {
      await sql`alter table artifact_blobs add column damaged_at timestamptz(3)`.execute(db);
    },
  },
];
