import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** When each person's work in a document was told of last. */
export const workshopMigrations: readonly Migration[] = [
  {
    name: '0141-workshop-tellings',
    async up(db) {
      await sql`
        create table workshop_tellings (
          document text not null,
          account_id uuid not null,
          told_at timestamptz(3) not null,
          primary key (document, account_id)
        )`.execute(db);
    },
  },
];
