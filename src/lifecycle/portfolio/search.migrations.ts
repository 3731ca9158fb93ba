import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/**
 * Indexes by which search finds what other rooms keep. Each expression stands in `search.store.ts` word for word. Names
 * that programs give are taken apart at everything that is no letter or digit: the database would read `churn/trees` as
 * a path and find neither half.
 */
export const searchMigrations: readonly Migration[] = [
  {
    name: '0215-search-of-what-was-made',
    async up(db) {
      await sql`create index ideas_words on ideas using gin (to_tsvector('simple', sentence))`.execute(db);
      await sql`
        create index findings_words on findings
        using gin (to_tsvector('simple', title || ' ' || seen || ' ' || coalesce(answer, '')))`.execute(db);
      await sql`
        create index experiments_words on experiments
        using gin (to_tsvector('simple', regexp_replace(name, '[^[:alnum:]]+', ' ', 'g')))`.execute(db);
      await sql`
        create index runs_words on runs
        using gin (to_tsvector('simple', regexp_replace(name, '[^[:alnum:]]+', ' ', 'g')))`.execute(db);
      await sql`
        create index registered_models_words on registered_models
        using gin (to_tsvector('simple', regexp_replace(name || ' ' || description, '[^[:alnum:]]+', ' ', 'g')))`.execute(
        db,
      );
    },
  },
];
