import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Migration } from '../../platform/database/migrations.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { registryMigrations } from './registry.migrations.ts';

const STEP = '0385-where-copies-have-their-files';

/** The tables as far as the step reads them, with copies that were made before it. */
const before: Migration = {
  name: '0001-before',
  async up(db) {
    await sql`create table registered_models (no bigint primary key, name text)`.execute(db);
    await sql`create table model_versions (no bigint primary key, model_no bigint, version int, source text, storage_path text)`.execute(
      db,
    );
    await sql`insert into registered_models values (1, 'first'), (2, 'copy'), (3, 'copy of the copy')`.execute(db);
    await sql`
      insert into model_versions values
        (1, 1, 1, 's3://elsewhere/model', null), (2, 1, 2, 'mlflow-artifacts:/7/model', '7/model'),
        (3, 2, 1, 'models:/first/1', null), (4, 2, 2, 'models:/first/2', '7/model'), (5, 2, 3, 'models:/gone/1', null),
        (6, 3, 1, 'models:/copy/1', null), (7, 3, 2, 'models:/copy/3', null)`.execute(db);
  },
};

it('copies that were made before learn where their files are, as far as what they name is still there', async () => {
  const step = registryMigrations.filter(({ name }) => name === STEP);
  const database = await openTestDatabase([before, ...step]);
  const rows = await database.query<{ files_uri: string | null }>('select files_uri from model_versions order by no');
  const place = 's3://elsewhere/model';
  expect(rows.map(({ files_uri }) => files_uri)).toEqual([null, null, place, null, null, place, null]);
  await database.close();
});
