import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimDatabase, type DatabaseClaim } from './claim-database.ts';
import { createCluster, OWNER_ROLE } from './create-cluster.ts';
import { lockDataDirectory } from './data-directory-lock.ts';
import type { DatabaseAddress } from './database-address.ts';
import { preparePostgresBinaries } from './postgres-binaries.ts';
import { isReadyInTime, launchServer, type PostgresServer, stopServer } from './postgres-server.ts';
import { findLivePostmaster, isServing, makeSocketFolder } from './postmaster.ts';
import { chooseServerAccount } from './server-account.ts';
import { StartRefusal } from './start-refusal.ts';

/** A running PostgreSQL of our own, used by this process alone. */
export type EmbeddedPostgres = DatabaseAddress & {
  /** Calls back once when the server ends without `stop`, with a sentence for the log. */
  onLost(callback: (sentence: string) => void): void;
  /** Stops the server in an orderly way. Close the databases opened on it before. */
  stop(): Promise<void>;
};

/** What `startEmbeddedPostgres` needs. `extraSettings` override the server's; only tests may make it less durable. */
export type EmbeddedPostgresOptions = {
  dataDirectory: string;
  log: (sentence: string) => void;
  extraSettings?: Readonly<Record<string, string>>;
};

/** The plain role that the program runs as: it reads and writes rows, and cannot change tables. */
const APP_ROLE = 'throughline_app';
/** The folder of the cluster carries the major version, because PostgreSQL cannot read the files of another one. */
const CLUSTER_FOLDER = 'pg18';
const DATABASE_NAME = 'throughline';
const PORT = 5432;
/** A process that was killed takes a moment to be gone. */
const ENDING_PATIENCE_MS = 5_000;

/**
 * Starts the PostgreSQL in `<dataDirectory>/pg18`, creating it the first time, or adopts the one that a killed
 * Throughline left running there. Throws StartRefusal when another process uses the directory, or when this system
 * cannot run the server.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDirectory = await makeDataDirectory(options.dataDirectory);
  const lock = await lockDataDirectory(dataDirectory, options.log);
  try {
    const { server, claim } = await startAndClaim(dataDirectory, options);
    let stopped: Promise<void> | undefined;
    const stop = async (): Promise<void> => {
      await claim.release();
      await stopServer(server);
      await lock.release();
    };
    return {
      ...addressOn(server.socketFolder),
      onLost: (callback) =>
        claim.onLost(() => callback(`The embedded PostgreSQL ended unexpectedly; its log is ${server.logFile}.`)),
      stop: () => {
        stopped ??= stop();
        return stopped;
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function addressOn(host: string): DatabaseAddress & { appRole: string } {
  const place = { host, port: PORT, database: DATABASE_NAME };
  return { app: { ...place, user: APP_ROLE }, owner: { ...place, user: OWNER_ROLE }, appRole: APP_ROLE };
}

async function makeDataDirectory(directory: string): Promise<string> {
  try {
    const created = await mkdir(directory, { recursive: true });
    // As root the server runs as another account, which must be able to pass through, but not to list.
    if (created !== undefined) await chmod(directory, process.getuid?.() === 0 ? 0o711 : 0o700);
    return await realpath(directory);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartRefusal(
      `The data directory ${directory} cannot be used (${reason}). Choose another with --data or THROUGHLINE_DATA_DIR.`,
      { cause },
    );
  }
}

/** A server to adopt may have been killed a moment ago: it lets nobody in any more, and a new one takes its place. */
async function startAndClaim(
  dataDirectory: string,
  options: EmbeddedPostgresOptions,
): Promise<{ server: PostgresServer; claim: DatabaseClaim }> {
  const server = await startOrAdopt(dataDirectory, options);
  try {
    return { server, claim: await claimOrGiveUp(server, dataDirectory) };
  } catch (error) {
    if (server.isOurChild || error instanceof StartRefusal || !(await endsSoon(server))) throw error;
    options.log(`The PostgreSQL (process ${server.pid}) has just ended; another one is started.`);
    return startAndClaim(dataDirectory, options);
  }
}

async function endsSoon({ pid, clusterFolder }: PostgresServer): Promise<boolean> {
  const deadline = Date.now() + ENDING_PATIENCE_MS;
  while (Date.now() < deadline) {
    if (!(await isServing(pid, clusterFolder))) return true;
    await sleep(20);
  }
  return false;
}

async function startOrAdopt(dataDirectory: string, options: EmbeddedPostgresOptions): Promise<PostgresServer> {
  const clusterFolder = join(dataDirectory, CLUSTER_FOLDER);
  const logFile = join(dataDirectory, `${CLUSTER_FOLDER}.log`);
  const live = await findLivePostmaster(clusterFolder);
  if (live) {
    const adopted = { pid: live.pid, isOurChild: false, clusterFolder, logFile, socketFolder: live.socketFolder };
    options.log(`Adopting the PostgreSQL (process ${live.pid}) that an earlier process left running.`);
    // It may have been told to stop in the meantime; then a new one takes its place.
    if (await isReadyInTime(adopted)) return adopted;
  }
  const account = await chooseServerAccount(dataDirectory, clusterFolder);
  const binaries = await preparePostgresBinaries(dataDirectory, account);
  if (!(await stat(clusterFolder).catch(() => undefined))) {
    options.log(`Creating the database in ${clusterFolder}.`);
    await createCluster(clusterFolder, binaries, account);
  }
  const socketFolder = await makeSocketFolder(clusterFolder, account);
  const extraSettings = options.extraSettings ?? {};
  return launchServer({ binaries, account, clusterFolder, socketFolder, logFile, port: PORT, extraSettings });
}

async function claimOrGiveUp(server: PostgresServer, dataDirectory: string): Promise<DatabaseClaim> {
  try {
    return await claimDatabase(addressOn(server.socketFolder), dataDirectory);
  } catch (error) {
    // An adopted server belongs to whoever uses it; one that we have just started would be left without a user.
    if (server.isOurChild) await stopServer(server);
    throw error;
  }
}
