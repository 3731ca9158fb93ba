import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { inUseSentence } from './data-directory-lock.ts';
import type { ConnectionSettings, DatabaseAddress } from './database-address.ts';
import { StartRefusal } from './start-refusal.ts';

/** A connection that is held for as long as this process uses the database alone. */
export type DatabaseClaim = {
  /** Calls back when the connection ends without `release`, which means that the server ended. */
  onLost(callback: () => void): void;
  release(): Promise<void>;
};

/** An arbitrary number; the lock is only ever taken in our own database. */
const CLAIM_KEY = 7_241_018;
/** The server frees the lock of a killed process as soon as it reads the end of its connection. */
const CLAIM_PATIENCE_MS = 2_000;
const NO_SUCH_DATABASE = '3D000';

/**
 * Claims the embedded database with an advisory lock, creating the database and its plain role the first time. The
 * lock lives as long as the connection, so it survives neither kill -9 nor a restart, and two processes cannot both
 * have it. Throws StartRefusal naming the pid of the process that has it.
 */
export async function claimDatabase(
  address: DatabaseAddress & { appRole: string },
  dataDirectory: string,
): Promise<DatabaseClaim> {
  const client = await connectOrCreate(address);
  try {
    await takeLock(client, dataDirectory);
  } catch (error) {
    await client.end();
    throw error;
  }
  const callbacks: (() => void)[] = [];
  let isLost = false;
  let isReleased = false;
  client.on('end', () => {
    isLost = true;
    if (!isReleased) for (const callback of callbacks) callback();
  });
  return {
    onLost(callback) {
      if (isLost && !isReleased) callback();
      else callbacks.push(callback);
    },
    async release() {
      isReleased = true;
      if (!isLost) await client.end();
    },
  };
}

async function takeLock(client: pg.Client, dataDirectory: string): Promise<void> {
  const deadline = Date.now() + CLAIM_PATIENCE_MS;
  for (;;) {
    const attempt = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [CLAIM_KEY]);
    if (attempt.rows[0]?.taken) return;
    if (Date.now() > deadline) break;
    await sleep(50);
  }
  const holders = await client.query<{ name: string }>(
    `select activity.application_name as name
     from pg_locks join pg_stat_activity activity using (pid)
     where pg_locks.locktype = 'advisory' and pg_locks.granted and pg_locks.objid = $1`,
    [CLAIM_KEY],
  );
  const pid = /\d+$/.exec(holders.rows[0]?.name ?? '')?.[0] ?? 'unknown';
  throw new StartRefusal(inUseSentence(dataDirectory, pid));
}

async function connectOrCreate(address: DatabaseAddress & { appRole: string }): Promise<pg.Client> {
  try {
    return await connect(address.owner);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== NO_SUCH_DATABASE) throw error;
  }
  const admin = await connect({ ...address.owner, database: 'template1' });
  try {
    // The role comes first: when this is cut short, the missing database brings the next start here again.
    await admin.query(`do $$ begin create role ${address.appRole} login;
                       exception when duplicate_object then null; end $$`);
    // Renaming the empty database of a new cluster takes no time; copying one takes 0.2 s.
    await admin.query('alter database postgres rename to throughline');
  } finally {
    await admin.end();
  }
  return connect(address.owner);
}

async function connect(settings: ConnectionSettings & { database?: string }): Promise<pg.Client> {
  const client = new pg.Client({ ...settings, application_name: `throughline process ${process.pid}` });
  // A broken connection is also reported by "end"; without a listener, "error" would end this process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
