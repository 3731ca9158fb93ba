import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { buildPrograms, buildTableProgram } from '../scripts/programs.mjs';
import { startEmbeddedPostgres } from '../src/platform/database/embedded-postgres.ts';

/** A server for tests may lose its data in a power cut; without the waits for the disk it is several times faster. */
const FAST_SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

/** Beside the packages, where it finds the native part of the engine for tables. */
const TABLE_PROGRAM = fileURLToPath(new URL('../node_modules/.cache/throughline/table-program.mjs', import.meta.url));
/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm';
/** A run has well under 1 GiB in its folder; a container often allows 64 MiB of memory. */
const ROOM_BYTES = 4 * 2 ** 30;

/**
 * Starts one PostgreSQL for the whole run, on which `openTestDatabase` makes a database for each test file, and builds the
 * program that works with tables, and the programs of threads into the folder `programs` of the run.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(await chooseParent(), 'throughline-test-'));
  // As root the server runs as another account, which must be able to pass through.
  await chmod(folder, 0o711);
  stopWithThisProcess(folder);
  await buildPrograms(join(folder, 'programs'));
  await buildTableProgram(TABLE_PROGRAM);
  const dataDirectory = join(folder, 'server');
  const server = await startEmbeddedPostgres({ dataDirectory, log: () => undefined, extraSettings: FAST_SETTINGS });
  if (!('host' in server.owner && 'host' in server.app)) throw new Error('The embedded server has a socket.');
  const { host, port, database, user: ownerRole } = server.owner;
  project.provide('testServer', { host, port, database, ownerRole, appRole: server.app.user });
  project.provide('testFolder', folder);
  project.provide('tableProgram', TABLE_PROGRAM);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

/**
 * Each database is a thousand files that live for seconds, each installation some thousand more: in memory where there is
 * room for them and programs may run, because on a busy disk they cost the system more than the tests themselves.
 */
async function chooseParent(): Promise<string> {
  const mounts = await readFile('/proc/self/mounts', 'utf8').catch(() => '');
  const mount = mounts.split('\n').findLast((line) => line.split(' ')[1] === MEMORY) ?? '';
  const [, , kind = '', options = ''] = mount.split(' ');
  if (kind !== 'tmpfs' || options.split(',').includes('noexec')) return tmpdir();
  const { bavail, bsize } = await statfs(MEMORY);
  return bavail * bsize >= ROOM_BYTES ? MEMORY : tmpdir();
}

/**
 * A run that is killed never reaches its teardown. This shell waits for the end of its standard input, which comes
 * with the end of this process however it ends, and then stops the servers that are left in the folder.
 */
function stopWithThisProcess(folder: string): void {
  const script = `
    cat > /dev/null
    for file in "$1"/*/pg18/postmaster.pid "$1"/*/*/pg18/postmaster.pid; do
      test -f "$file" && kill -INT "$(head -n 1 "$file")"
    done 2> /dev/null
    test -d "$1" && sleep 2 && rm -rf "$1"`;
  const watcher = spawn('sh', ['-c', script, 'sh', folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  watcher.unref();
  // The type of the pipe does not say that it is a socket, which can be told not to keep this process alive.
  if ('unref' in watcher.stdin && typeof watcher.stdin.unref === 'function') watcher.stdin.unref();
}
