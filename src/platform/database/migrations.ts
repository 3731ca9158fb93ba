import { Kysely, type MigrationResult, Migrator, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './database.ts';
import { StartRefusal } from './start-refusal.ts';
import { valueParsers } from './value-parsers.ts';

/**
 * One step of the schema, forward only. The name is unique in the whole program and begins with four digits that give
 * the order (`0001-events`). Once released it never changes; what was wrong is put right by a later step.
 */
export type Migration = {
  name: string;
  up: (database: Kysely<unknown>) => Promise<void>;
};

const NAME_FORM = /^\d{4}-[a-z0-9]+(-[a-z0-9]+)*$/;
const MIGRATION_TABLE = 'migration';
const MIGRATION_LOCK_TABLE = 'migration_lock';
const NO_SUCH_TABLE = '42P01';
/** Any number that nothing else in this database locks: the letters "tlgr", for "Throughline grants". */
const GRANT_LOCK = 0x74_6c_67_72;

/**
 * Brings the tables up to date as the owner, in one transaction; several processes may start at once, because all but
 * one wait. Returns the names of the steps that were taken. Throws StartRefusal when the database was written by a
 * newer version of the program.
 */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<string[]> {
  refuseBadNames(migrations);
  const pool = new pg.Pool({
    ...database.address.owner,
    max: 2,
    application_name: 'throughline migration',
    types: valueParsers,
  });
  pool.on('error', () => undefined);
  try {
    await refuseNewerData(pool, migrations);
    if (database.address.appRole) await grantToAppRole(pool, database.address.appRole);
    return await takeSteps(pool, migrations);
  } finally {
    await pool.end();
  }
}

function refuseBadNames(migrations: readonly Migration[]): void {
  const seen = new Set<string>();
  for (const { name } of migrations) {
    if (!NAME_FORM.test(name)) throw new Error(`The migration "${name}" must be named like 0001-events.`);
    if (seen.has(name)) throw new Error(`Two migrations are named "${name}".`);
    seen.add(name);
  }
}

async function refuseNewerData(pool: pg.Pool, migrations: readonly Migration[]): Promise<void> {
  const taken = await pool
    .query<{ name: string }>(`select name from ${MIGRATION_TABLE} order by name`)
    .catch((error) => {
      if (error instanceof pg.DatabaseError && error.code === NO_SUCH_TABLE) return { rows: [] };
      throw error;
    });
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = taken.rows.map(({ name }) => name).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new StartRefusal(
    `This data was written by a newer version of Throughline: its tables have the step "${unknown.at(-1)}", which ` +
      'this version does not know. Start the newer version again, or use a copy of the data made before the upgrade.',
  );
}

/**
 * The plain role may read and write the rows of every table that the owner makes from now on, and nothing else. Processes
 * that start together take turns: PostgreSQL refuses two changes of the same privileges at once ("tuple concurrently
 * updated"). The statements are one message and so one transaction, at whose end the lock is released.
 */
async function grantToAppRole(pool: pg.Pool, role: string): Promise<void> {
  const name = pg.escapeIdentifier(role);
  await pool.query(`
    select pg_advisory_xact_lock(${GRANT_LOCK});
    grant usage on schema public to ${name};
    alter default privileges in schema public grant select, insert, update, delete on tables to ${name};
    alter default privileges in schema public grant usage, select on sequences to ${name}`);
}

async function takeSteps(pool: pg.Pool, migrations: readonly Migration[]): Promise<string[]> {
  const migrator = new Migrator({
    db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }),
    provider: { getMigrations: async () => Object.fromEntries(migrations.map((step) => [step.name, step])) },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: MIGRATION_LOCK_TABLE,
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw migrationFailure(error, results);
  return results.map(({ migrationName }) => migrationName);
}

function migrationFailure(cause: unknown, results: readonly MigrationResult[]): Error {
  const failed = results.find(({ status }) => status === 'Error')?.migrationName;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(`The migration ${failed ? `"${failed}" ` : ''}failed and nothing was changed: ${reason}`, { cause });
}
