import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProcess } from './running-process.ts';
import type { ServerAccount } from './server-account.ts';
import { StartRefusal } from './start-refusal.ts';

/** What a PostgreSQL server writes about itself into its folder. */
export type Postmaster = { pid: number; socketFolder: string; isReady: boolean };

/** Linux allows 107 bytes for the path of a socket, macOS 103. */
const LONGEST_SOCKET_PATH_BYTES = 99;
const ZOMBIE_PATIENCE_MS = 5_000;
/** A pid that no system hands out. */
const IMPOSSIBLE_PID = 2_147_483_646;

/** Reads `postmaster.pid`; undefined when the file is absent or not yet complete. */
export async function readPostmaster(clusterFolder: string): Promise<Postmaster | undefined> {
  const text = await readFile(pidFileOf(clusterFolder), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, socketFolder: lines[4]?.trim() ?? '', isReady: lines[7]?.trim() === 'ready' };
}

/**
 * The live server of this folder, or undefined. What a killed server or an earlier boot left in `postmaster.pid` is
 * made harmless: PostgreSQL itself clears the file of a pid that is gone, but would refuse to start when the pid is a
 * zombie or was meanwhile given to another program.
 */
export async function findLivePostmaster(clusterFolder: string): Promise<Postmaster | undefined> {
  const deadline = Date.now() + ZOMBIE_PATIENCE_MS;
  for (;;) {
    const postmaster = await readPostmaster(clusterFolder);
    if (!postmaster) return undefined;
    const found = await findProcess(postmaster.pid);
    if (!found) return undefined;
    if (found.isZombie && Date.now() < deadline) {
      await sleep(20);
      continue;
    }
    if (!found.isZombie && isServerOf(found.command, clusterFolder)) return postmaster;
    await disownPidFile(clusterFolder);
    return undefined;
  }
}

/** Whether the postmaster with this pid serves this folder now. */
export async function isServing(pid: number, clusterFolder: string): Promise<boolean> {
  const found = await findProcess(pid);
  return found !== undefined && !found.isZombie && isServerOf(found.command, clusterFolder);
}

function isServerOf(command: string, clusterFolder: string): boolean {
  return /(^|\/)postgres /.test(command) && `${command} `.includes(` -D ${clusterFolder} `);
}

/**
 * Writes an impossible pid over the first line instead of deleting the file: the line with the shared memory stays,
 * and with it PostgreSQL's own check that no orphan of the killed server still writes into the folder.
 */
async function disownPidFile(clusterFolder: string): Promise<void> {
  const file = pidFileOf(clusterFolder);
  const [, ...rest] = (await readFile(file, 'utf8')).split('\n');
  const { mode, uid, gid } = await stat(file);
  const scratch = `${file}.new`;
  await writeFile(scratch, [IMPOSSIBLE_PID, ...rest].join('\n'), { mode });
  if (process.getuid?.() === 0) await chown(scratch, uid, gid);
  await rename(scratch, file);
}

function pidFileOf(clusterFolder: string): string {
  return join(clusterFolder, 'postmaster.pid');
}

/**
 * Makes the private folder (mode 0700, the server's account) in which the server opens its Unix socket: beside the
 * data, or in the temporary folder under a hash of the path when that path is too long or holds characters that the
 * setting cannot carry.
 */
export async function makeSocketFolder(clusterFolder: string, account: ServerAccount | undefined): Promise<string> {
  const beside = `${clusterFolder}-socket`;
  const fits = Buffer.byteLength(join(beside, '.s.PGSQL.5432')) <= LONGEST_SOCKET_PATH_BYTES;
  const hash = createHash('sha256').update(clusterFolder).digest('hex').slice(0, 12);
  const folder = fits && /^[\w./@+-]+$/.test(beside) ? beside : join(tmpdir(), `throughline-${hash}`);
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const wantedUid = account?.uid ?? process.getuid?.();
  const found = await lstat(folder);
  const isOurs = found.isDirectory() && (found.uid === wantedUid || found.uid === process.getuid?.());
  if (!isOurs) {
    // In a shared temporary folder somebody else could have put it there, to stand between us and our database.
    throw new StartRefusal(`${folder} is not a folder of this account. Remove it, or set TMPDIR to another folder.`);
  }
  await chmod(folder, 0o700);
  if (account) await chown(folder, account.uid, account.gid);
  return folder;
}
