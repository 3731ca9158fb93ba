import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** This room has no tables of its own, only an index on a table of others for a question that it asks of every line. */
export const portfolioMigrations: readonly Migration[] = [
  {
    name: '0080-portfolio',
    async up(db) {
      // Since when a step is open again is asked for every line of a list.
      await sql`
        create index events_of_reopening on events (subject_id, section, at) where kind = 'step.reopened'`.execute(db);
    },
  },
];
