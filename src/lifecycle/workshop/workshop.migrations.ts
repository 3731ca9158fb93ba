import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Who worked on which document, since the last event that says so. */
export const workshopMigrations: readonly Migration[] = [
  {
    name: '0141-workshop-work',
    async up(db) {
      await sql`
        create table workshop_work (
          document text not null,
          account_id uuid not null,
          told_at timestamptz(3) not null,
          counts jsonb not null,
          primary key (document, account_id)
        )`.execute(db);
    },
  },
];
