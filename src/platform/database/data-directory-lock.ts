import { randomUUID } from 'node:crypto';
import { readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProcess } from './running-process.ts';
import { StartRefusal } from './start-refusal.ts';

/** Held while one Throughline process uses a data directory. */
export type DataDirectoryLock = { release(): Promise<void> };

type Holder = { token: string; pid: number; startedAt: string; host: string; pidNamespace: string };

const HEARTBEAT_MS = 2_000;
/** A holder on another host or in another container is taken for dead after a silence of so many heartbeats. */
const SILENT_HEARTBEATS = 5;

/**
 * Claims the data directory for this process, or throws StartRefusal with the pid of the process that has it.
 *
 * A holder that died without releasing (kill -9, power cut) is replaced: its pid is gone, or belongs to a process that
 * started at another moment. A holder in another container or on another host cannot be looked up, so it is watched
 * for a heartbeat. Two processes that pass here at the same instant are told apart by the advisory lock in the
 * database, which `startEmbeddedPostgres` takes afterwards.
 */
export async function lockDataDirectory(
  dataDirectory: string,
  log: (sentence: string) => void,
  heartbeatMs = HEARTBEAT_MS,
): Promise<DataDirectoryLock> {
  const file = join(dataDirectory, 'throughline.lock');
  const self = await describeSelf();
  const holder = await readHolder(file);
  if (holder && (await isAlive(holder, self, () => watchHeartbeat(holder, file, heartbeatMs, log)))) {
    throw new StartRefusal(inUseSentence(dataDirectory, holder.pid, holder.host === self.host ? '' : holder.host));
  }
  const claim = async (): Promise<void> => {
    const scratch = `${file}.${self.token}`;
    await writeFile(scratch, `${JSON.stringify(self)}\n`);
    await rename(scratch, file);
  };
  await claim();
  const beat = (): Promise<void> => {
    const now = new Date();
    // A file that somebody removed is written anew.
    return utimes(file, now, now).catch(claim);
  };
  const heartbeat = setInterval(() => {
    beat().catch((error: Error) => log(`The lock ${file} could not be refreshed: ${error.message}`));
  }, heartbeatMs);
  heartbeat.unref();
  return {
    async release() {
      clearInterval(heartbeat);
      if ((await readHolder(file))?.token === self.token) await rm(file, { force: true });
    },
  };
}

/** The sentence for the person who starts a second process on a data directory. `host` is empty for this one. */
export function inUseSentence(dataDirectory: string, pid: number | string, host = ''): string {
  const where = host ? ` on ${host}` : '';
  return (
    `Throughline already runs on ${dataDirectory} (process ${pid}${where}). Stop that process, or choose another ` +
    'directory with --data or THROUGHLINE_DATA_DIR.'
  );
}

async function describeSelf(): Promise<Holder> {
  const startedAt = (await findProcess(process.pid))?.startedAt ?? '';
  const pidNamespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return { token: randomUUID(), pid: process.pid, startedAt, host: hostname(), pidNamespace };
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isHolder(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== 'object' || value === null) return false;
  const texts = ['token', 'startedAt', 'host', 'pidNamespace'];
  return (
    'pid' in value && Number.isInteger(value.pid) && texts.every((key) => typeof Reflect.get(value, key) === 'string')
  );
}

async function isAlive(holder: Holder, self: Holder, watch: () => Promise<boolean>): Promise<boolean> {
  if (holder.host !== self.host || holder.pidNamespace !== self.pidNamespace) return watch();
  const found = await findProcess(holder.pid);
  return found !== undefined && !found.isZombie && found.startedAt === holder.startedAt;
}

async function watchHeartbeat(
  holder: Holder,
  file: string,
  heartbeatMs: number,
  log: (sentence: string) => void,
): Promise<boolean> {
  const silenceMs = SILENT_HEARTBEATS * heartbeatMs;
  const before = (await stat(file).catch(() => undefined))?.mtimeMs;
  log(`The data directory was in use on ${holder.host}; watching ${silenceMs / 1000} s whether it still is.`);
  const deadline = Date.now() + silenceMs;
  while (Date.now() < deadline) {
    await sleep(heartbeatMs / 4);
    const after = (await stat(file).catch(() => undefined))?.mtimeMs;
    // The file is gone when the holder stopped in an orderly way. A change is compared with the earlier value, not
    // with our clock, because the clocks of two hosts differ.
    if (after === undefined) return false;
    if (after !== before) return true;
  }
  return false;
}
