import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataDirectory } from './data-directory-lock.ts';
import { StartRefusal } from './start-refusal.ts';

const HEARTBEAT_MS = 60;
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'throughline-lock-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const lock = () => lockDataDirectory(directory, () => undefined, HEARTBEAT_MS);

const writeHolder = (changes: object): Promise<void> => {
  const foreign = { token: 'x', pid: 1, startedAt: '1', host: 'elsewhere', pidNamespace: 'pid:[1]' };
  return writeFile(join(directory, 'throughline.lock'), JSON.stringify({ ...foreign, ...changes }));
};

test('a data directory has one holder until it is released', async () => {
  const held = await lock();
  await expect(lock()).rejects.toThrow(StartRefusal);
  await expect(lock()).rejects.toThrow(`(process ${process.pid})`);
  await held.release();
  expect(await readdir(directory)).toEqual([]);
  await (await lock()).release();
});

test('a holder that is gone is replaced, also when its pid now names a process that started later', async () => {
  const held = await lock();
  const self: object = JSON.parse(await readFile(join(directory, 'throughline.lock'), 'utf8'));
  await writeHolder({ ...self, pid: 2_147_483_646 });
  await (await lock()).release();
  await writeHolder({ ...self, token: 'y', startedAt: '1' });
  await (await lock()).release();
  await held.release();
});

test('a holder in another container keeps the directory while it gives signs of life', async () => {
  await writeHolder({});
  const heartbeat = setInterval(() => void writeHolder({}), HEARTBEAT_MS);
  await expect(lock()).rejects.toThrow('(process 1 on elsewhere)');
  clearInterval(heartbeat);
});

test('a holder in another container that fell silent is replaced', async () => {
  await writeHolder({});
  await (await lock()).release();
});

test('a lock file that cannot be read counts as no holder', async () => {
  await writeFile(join(directory, 'throughline.lock'), 'half a li');
  await (await lock()).release();
});

test('a lock file that somebody removed is written again', async () => {
  const held = await lock();
  await rm(join(directory, 'throughline.lock'));
  await expect.poll(() => readdir(directory)).toEqual(['throughline.lock']);
  await held.release();
});
