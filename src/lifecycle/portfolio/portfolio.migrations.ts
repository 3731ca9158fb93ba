import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** This room has no tables of its own, only indexes on the tables of others for what it asks of every line. */
export const portfolioMigrations: readonly Migration[] = [
  {
    name: '0080-portfolio',
    async up(db) {
      // Since when a step is open again is asked for every line of a list.
      await sql`
        create index events_of_reopening on events (subject_id, section, at) where kind = 'step.reopened'`.execute(db);
    },
  },
  {
    name: '0203-search',
    async up(db) {
      // Search reads the tables of other rooms as they are; only the indexes are its own. Each expression stands in
      // search.store.ts word for word.
      await sql`
        create index initiatives_words on initiatives using gin (to_tsvector('simple', name || ' ' || question))`.execute(
        db,
      );
      await sql`
        create index framing_versions_words on framing_versions
        using gin (jsonb_to_tsvector('simple', content, '["string"]')) where state in ('locked', 'proposed')`.execute(
        db,
      );
    },
  },
];
