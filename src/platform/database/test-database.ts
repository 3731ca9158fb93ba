import { createHash, randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { type Migration, migrate } from './migrations.ts';

/** The server that `test/global-setup.ts` starts once for a whole run of tests. */
type TestServer = { host: string; port: number; database: string; ownerRole: string; appRole: string };

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
    /** A folder for files of this run; what is left in it, servers included, ends with the run however it ends. */
    testFolder: string;
    /** The built program that works with tables. */
    tableProgram: string;
  }
}

/**
 * Opens a fresh database with these migrations on the test run's server, cloned from a template that is migrated once
 * per run. `close` also drops it. Tests get the plain role, like the program.
 */
export async function openTestDatabase(migrations: readonly Migration[]): Promise<Database> {
  const server = inject('testServer');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(server, async (admin) => {
    const template = await ensureTemplate(server, admin, migrations);
    // Copying files is twice as fast as writing the copy through the log, because the test server syncs nothing.
    await admin.query(`create database ${name} template ${template} strategy file_copy`);
  });
  const database = await openDatabase({ embedded: addressOf(server, name), poolSize: 8 });
  const closeConnections = database.close.bind(database);
  let dropped: Promise<void> | undefined;
  const drop = async (): Promise<void> => {
    await closeConnections();
    await administer(server, async (admin) => {
      await admin.query(`drop database ${name} with (force)`);
    });
  };
  database.close = () => {
    dropped ??= drop();
    return dropped;
  };
  return database;
}

/**
 * Vacuums and analyses tables until the server knows that everybody sees all their rows, without which no index answers by
 * itself. A transaction that is open meanwhile, as autovacuum's is, keeps it from knowing. Only their owner may do so.
 */
export async function settleTables(database: Database, tables: readonly string[]): Promise<void> {
  const owner = new pg.Client(database.address.owner);
  await owner.connect();
  try {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      await owner.query(`vacuum analyze ${tables.join(', ')}`);
      const { rowCount } = await owner.query(
        'select from pg_class where oid = any($1::regclass[]) and relallvisible < relpages',
        [tables],
      );
      if (rowCount === 0) return;
      await setTimeout(100);
    }
  } finally {
    await owner.end();
  }
  throw new Error(`The rows of ${tables.join(', ')} are still not known to be seen by all.`);
}

async function ensureTemplate(server: TestServer, admin: pg.Client, migrations: readonly Migration[]): Promise<string> {
  const hash = createHash('sha256');
  for (const { name, up } of migrations) hash.update(`${name}\n${up.toString()}\n`);
  const template = `template_${hash.digest('hex').slice(0, 16)}`;
  // Test files run in several processes: the lock lets one of them migrate while the others wait.
  await admin.query('select pg_advisory_lock(hashtext($1))', [template]);
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [template]);
  if (rowCount === 0) {
    const scratch = `${template}_new`;
    await admin.query(`drop database if exists ${scratch}`);
    await admin.query(`create database ${scratch}`);
    const database = await openDatabase({ embedded: addressOf(server, scratch) });
    try {
      await migrate(database, migrations);
    } finally {
      await database.close();
    }
    await admin.query(`alter database ${scratch} rename to ${template}`);
  }
  await admin.query('select pg_advisory_unlock(hashtext($1))', [template]);
  return template;
}

function addressOf({ host, port, ownerRole, appRole }: TestServer, database: string) {
  const place = { host, port, database };
  return { app: { ...place, user: appRole }, owner: { ...place, user: ownerRole }, appRole };
}

async function administer(server: TestServer, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const { host, port, database, ownerRole } = server;
  const admin = new pg.Client({ host, port, database, user: ownerRole });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
