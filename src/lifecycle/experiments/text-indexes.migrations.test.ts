import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Migration } from '../../platform/database/migrations.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { initiativesMigrations } from '../initiatives/initiatives.migrations.ts';
import { curvesMigrations } from './curves.migrations.ts';
import { experimentsMigrations } from './experiments.migrations.ts';
import { textIndexesMigrations } from './text-indexes.migrations.ts';

const STEP = '0375-values-know-their-run';

/** A run with a value of each kind, and a point whose run was removed in the moment in which it was stored. */
const before: Migration = {
  name: '0374-before',
  async up(db) {
    await sql`insert into runs (id, experiment_no, name, user_name, status, start_ms, started_by, started_by_name)
      values ('a', 0, 'a', 'ana', 'FINISHED', 17, gen_random_uuid(), 'Ana')`.execute(db);
    await sql`insert into run_params (run_no, key_no, value) select no, 1, 'x' from runs`.execute(db);
    await sql`insert into run_tags (run_no, key_no, value) select no, 2, 'y' from runs`.execute(db);
    await sql`insert into run_latest_metrics (run_no, key_no, experiment_no, timestamp_ms, step, value)
      select no + gone, 3, experiment_no, 1, 1, 0.5 from runs, generate_series(0, 1) gone`.execute(db);
  },
};

it('values that were logged before learn the experiment and the start of their run; those of no run go', async () => {
  const steps = [...initiativesMigrations, ...experimentsMigrations, ...curvesMigrations, ...textIndexesMigrations];
  const database = await openTestDatabase([
    ...steps.filter(({ name }) => name < STEP),
    before,
    ...steps.filter(({ name }) => name >= STEP),
  ]);
  for (const table of ['run_params', 'run_tags', 'run_latest_metrics'])
    expect(await database.query(`select experiment_no, start_ms from ${table}`), table).toEqual([
      { experiment_no: 0, start_ms: 17 },
    ]);
  await database.close();
});
