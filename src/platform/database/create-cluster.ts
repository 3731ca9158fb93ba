import { spawn } from 'node:child_process';
import { chmod, chown, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PostgresBinaries } from './postgres-binaries.ts';
import type { ServerAccount } from './server-account.ts';
import { StartRefusal } from './start-refusal.ts';

/** The superuser of the embedded server: it owns the database and runs the migrations. */
export const OWNER_ROLE = 'throughline_owner';

/**
 * Creates the folder of a new PostgreSQL cluster. The work is done in a scratch folder beside it, written through to
 * the disk, and renamed at the end: after a power cut the folder is either whole or absent.
 */
export async function createCluster(
  clusterFolder: string,
  binaries: PostgresBinaries,
  account: ServerAccount | undefined,
): Promise<void> {
  const parent = dirname(clusterFolder);
  const scratchName = `${basename(clusterFolder)}.creating`;
  for (const name of await readdir(parent)) {
    if (name.startsWith(scratchName)) await rm(join(parent, name), { recursive: true, force: true });
  }
  const scratch = join(parent, scratchName);
  await mkdir(scratch);
  await chmod(scratch, 0o700);
  if (account) await chown(scratch, account.uid, account.gid);
  // The built-in locale sorts by code point, the same on every system and in every version; a locale of the operating
  // system may change under an index and break it. Trust is right because only the socket folder's owner can connect.
  const options = {
    pgdata: scratch,
    username: OWNER_ROLE,
    auth: 'trust',
    encoding: 'UTF8',
    'locale-provider': 'builtin',
    locale: 'C',
    'builtin-locale': 'C.UTF-8',
  };
  const flags = ['--data-checksums', '--no-sync', '--no-instructions'];
  await runInitdb(binaries, account, [
    ...Object.entries(options).map(([name, value]) => `--${name}=${value}`),
    ...flags,
  ]);
  await runInitdb(binaries, account, ['--sync-only', '--pgdata', scratch]);
  await rename(scratch, clusterFolder);
  await syncFolder(parent);
}

function runInitdb(
  { initdb }: PostgresBinaries,
  account: ServerAccount | undefined,
  options: readonly string[],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(initdb, options, {
      ...(account && { uid: account.uid, gid: account.gid }),
      // PostgreSQL asks for its working directory, and ours may be closed to its account.
      cwd: '/',
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', (cause) => reject(new StartRefusal(`PostgreSQL cannot be run: ${cause.message}`, { cause })));
    child.on('close', (code) => {
      const lastWords = Buffer.concat(output).toString('utf8').trim().split('\n').slice(-4).join('\n');
      if (code === 0) resolve();
      else reject(new StartRefusal(`PostgreSQL could not create its folder. Its last words:\n${lastWords}`));
    });
  });
}

/** The environment of PostgreSQL programs: ours without the PG* variables, which would change where they look. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
  return { ...Object.fromEntries(inherited), LC_ALL: 'C' };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
