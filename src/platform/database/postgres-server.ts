import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, rename, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverEnvironment } from './create-cluster.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { isServing, readPostmaster } from './postmaster.ts';
import type { ServerAccount } from './server-account.ts';
import { StartRefusal } from './start-refusal.ts';

/** A PostgreSQL process that serves one cluster folder; `isOurChild` is false for an adopted one. */
export type PostgresServer = {
  pid: number;
  isOurChild: boolean;
  clusterFolder: string;
  socketFolder: string;
  logFile: string;
};

type Launch = {
  binaries: PostgresBinaries;
  account: ServerAccount | undefined;
  clusterFolder: string;
  socketFolder: string;
  logFile: string;
  port: number;
  extraSettings: Readonly<Record<string, string>>;
};

const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '128MB',
  // Containers often allow only 64 MB in /dev/shm; files in the cluster's folder have no such limit.
  dynamic_shared_memory_type: 'mmap',
  // What is read mostly lies in the system's memory, where three processes that read ahead cost more than they save.
  io_method: 'sync',
  wal_compression: 'on',
  max_wal_size: '512MB',
  // Stated although they are the defaults: an acknowledged row must survive a power cut.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  logging_collector: 'off',
};

/** Recovery after a crash replays at most `max_wal_size`, or a little more; a slow disk reads that in seconds. */
const READY_PATIENCE_MS = 300_000;
const ORPHAN_PATIENCE_MS = 10_000;
const STOP_PATIENCE_MS = 60_000;
const LOG_LIMIT_BYTES = 5_000_000;

/** Starts the server and waits until it accepts connections. */
export async function launchServer(launch: Launch): Promise<PostgresServer> {
  const deadline = Date.now() + ORPHAN_PATIENCE_MS;
  for (;;) {
    const { pid, logStart } = await spawnServer(launch);
    const { clusterFolder, socketFolder, logFile } = launch;
    const server = { pid, isOurChild: true, clusterFolder, socketFolder, logFile };
    if (await isReadyInTime(server)) return server;
    const lastWords = await readFrom(logFile, logStart);
    // Processes of a killed server need a moment to notice it; until then PostgreSQL rightly refuses their folder.
    if (/shared memory block .*still in use|lock file .* already exists/.test(lastWords) && Date.now() < deadline) {
      await sleep(100);
      continue;
    }
    const tail = lastWords.trim().split('\n').slice(-6).join('\n');
    throw new StartRefusal(`PostgreSQL did not start. Its last words in ${logFile}:\n${tail}`);
  }
}

/** Waits until the server accepts connections: false when it ends before; throws StartRefusal after five minutes. */
export async function isReadyInTime(server: PostgresServer): Promise<boolean> {
  const deadline = Date.now() + READY_PATIENCE_MS;
  for (let look = 1; Date.now() < deadline; look += 1) {
    const postmaster = await readPostmaster(server.clusterFolder);
    if (postmaster?.pid === server.pid && postmaster.isReady) return true;
    // Looking into the process table on each turn would cost more than the wait itself.
    if (look % 20 === 0 && !(await isServing(server.pid, server.clusterFolder))) return false;
    await sleep(5);
  }
  throw new StartRefusal(`PostgreSQL (process ${server.pid}) did not become ready; its log is ${server.logFile}.`);
}

/** Ends the server after rolling back what is open; after a minute it is ended at once, which only costs a recovery. */
export async function stopServer({ pid, clusterFolder }: PostgresServer): Promise<void> {
  const deadline = Date.now() + STOP_PATIENCE_MS;
  if (!(await isServing(pid, clusterFolder))) return;
  process.kill(pid, 'SIGINT');
  while (await isServing(pid, clusterFolder)) {
    if (Date.now() > deadline) {
      process.kill(pid, 'SIGQUIT');
      return;
    }
    await sleep(10);
  }
}

async function spawnServer(launch: Launch): Promise<{ pid: number; logStart: number }> {
  const { account, binaries, clusterFolder, logFile } = launch;
  const settings = {
    ...SETTINGS,
    port: String(launch.port),
    unix_socket_directories: launch.socketFolder,
    ...launch.extraSettings,
  };
  const logSize = (await stat(logFile).catch(() => undefined))?.size ?? 0;
  if (logSize > LOG_LIMIT_BYTES) await rename(logFile, `${logFile}.1`);
  // A file and not a pipe: the server must be able to write after this process was killed, until it is adopted.
  const log = await open(logFile, 'a', 0o600);
  try {
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(binaries.postgres, ['-D', clusterFolder, ...options], {
      ...(account && { uid: account.uid, gid: account.gid }),
      cwd: '/',
      env: serverEnvironment(),
      // Its own process group: Ctrl-C in a terminal reaches the whole group, and would end the database before us.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await once(child, 'spawn').catch((cause: Error) => {
      throw new StartRefusal(`PostgreSQL cannot be run: ${cause.message}`, { cause });
    });
    child.unref();
    return { pid: child.pid ?? 0, logStart: logSize > LOG_LIMIT_BYTES ? 0 : logSize };
  } finally {
    await log.close();
  }
}

async function readFrom(file: string, start: number): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.max(0, size - start)), 0, null, start);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
