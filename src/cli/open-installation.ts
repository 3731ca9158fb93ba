import type { Config } from '../platform/config/config.ts';
import { type Database, openDatabase } from '../platform/database/database.ts';
import { startEmbeddedPostgres } from '../platform/database/embedded-postgres.ts';
import { migrate } from '../platform/database/migrations.ts';
import type { Log } from '../platform/log/log.ts';

/** An installation's database, open and up to date. */
export interface Installation {
  readonly database: Database;
  /** Calls back when the embedded database ends by itself. */
  onLost(callback: (sentence: string) => void): void;
  close(): Promise<void>;
}

/**
 * Opens the database that the settings name, the embedded one unless `DATABASE_URL` is set, and brings its tables up to date.
 * @throws StartRefusal with a sentence for the person who started the program.
 */
export async function openInstallation(config: Config, log: Log): Promise<Installation> {
  if (config.databaseUrl !== undefined) {
    const database = await openDatabase({ url: config.databaseUrl });
    await migrateOrClose(database, () => database.close());
    return { database, onLost: () => undefined, close: () => database.close() };
  }
  const embedded = await startEmbeddedPostgres({
    dataDirectory: config.dataDirectory,
    log: (sentence) => log.info(sentence),
  });
  const closeAll = async (database?: Database): Promise<void> => {
    await database?.close();
    await embedded.stop();
  };
  const database = await openDatabase({ embedded }).catch(async (error: unknown) => {
    await closeAll();
    throw error;
  });
  await migrateOrClose(database, () => closeAll(database));
  return { database, onLost: (callback) => embedded.onLost(callback), close: () => closeAll(database) };
}

async function migrateOrClose(database: Database, close: () => Promise<void>): Promise<void> {
  try {
    const { MIGRATIONS } = await import('../rooms.ts');
    await migrate(database, MIGRATIONS);
  } catch (error) {
    await close();
    throw error;
  }
}
