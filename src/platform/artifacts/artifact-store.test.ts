import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, open, readdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/test-database.ts';
import { ARTIFACT_LIMITS } from './artifact-limits.ts';
import { type ArtifactStore, openArtifactStore } from './artifact-store.ts';
import { artifactsMigrations } from './artifacts.migrations.ts';
import { artifactsBelow, findArtifact, forgetUnreferenced, referTo } from './artifacts.store.ts';
import type { BlobStore } from './blob-store.ts';
import { collectGarbage } from './collect-garbage.use-case.ts';
import { openBlobStore, readBlobPlace } from './open-blob-store.ts';
import { DamagedArtifact } from './verified-stream.ts';

/** Runs work as another process would, although a transaction is open here. */
const outside = AsyncLocalStorage.snapshot();

const DAY_MS = 86_400_000;

let database: Database;
let data: string;
let blobs: BlobStore;
let store: ArtifactStore;
let now: Date;

beforeAll(async () => {
  database = await openTestDatabase(artifactsMigrations);
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.query('delete from artifacts');
  await database.query('delete from artifact_blobs');
  data = await mkdtemp(join(inject('testFolder'), 'artifacts-'));
  blobs = await openBlobStore(data, null);
  now = new Date();
  store = openArtifactStore({ database, blobs, now: () => now, refuseChange: async () => null });
});

const files = () => readdir(join(data, 'artifacts'));
const put = (path: string, content: string | Buffer) => store.put(path, Readable.from([Buffer.from(content)]));
const collect = () => collectGarbage({ database, blobs, now: () => now });

async function read(path: string): Promise<Buffer> {
  const artifact = await store.find(path);
  if (!artifact) throw new Error(`There is nothing at ${path}.`);
  return buffer(await store.open(artifact));
}

describe('an artifact', () => {
  it('is read as it was written, whatever its size', async () => {
    for (const size of [0, 1, ARTIFACT_LIMITS.blockBytes, 3 * ARTIFACT_LIMITS.blockBytes + 17]) {
      const content = randomBytes(size);
      expect(await put(`1/file-${size}`, content)).toEqual({ kind: 'stored' });
      expect(content.equals(await read(`1/file-${size}`)), `${size} bytes`).toBe(true);
    }
  });

  it('shares its bytes with every equal one, and a changed one replaces what its path had', async () => {
    await put('1/a', 'same');
    await put('1/b', 'same');
    expect(await files()).toHaveLength(1);
    await put('1/a', 'other');
    expect((await read('1/a')).toString()).toBe('other');
    expect((await read('1/b')).toString()).toBe('same');
  });

  it('is stored once by many who send the same content at once', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, at) => put(`1/copy-${at}`, 'the same content')));
    expect(await files()).toHaveLength(1);
    expect(await store.list('1')).toHaveLength(8);
  });

  it('is not kept, and nothing of it, when its sender hangs up half way', async () => {
    const source = new Readable({ read() {} });
    source.push('half');
    const storing = store.put('1/half', source);
    setImmediate(() => source.destroy(new Error('gone')));
    expect(await storing).toMatchObject({ kind: 'refused', code: 'interrupted' });
    expect([await store.find('1/half'), await files()]).toEqual([null, []]);
  });

  it('does not make a file of a folder, or a folder of a file', async () => {
    await put('1/a/b', 'x');
    expect(await put('1/a', 'y')).toMatchObject({ kind: 'refused', code: 'blocked' });
    expect(await put('1/a/b/c', 'z')).toMatchObject({ kind: 'refused', code: 'blocked' });
    expect(await files()).toHaveLength(1);
  });

  it('is at a path that is never a file and a folder, also when both are sent at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const sent = await Promise.all([put(`${round}/a/b`, 'below'), put(`${round}/a`, 'file'), put(`${round}/c`, 'x')]);
      expect(sent.map(({ kind }) => kind).sort()).toEqual(['refused', 'stored', 'stored']);
    }
  });

  it('that others rely on does not change, but may be sent again as it is', async () => {
    await put('1/model/weights', 'approved');
    const guarded = openArtifactStore({
      database,
      blobs,
      now: () => now,
      refuseChange: async (_tx, path) =>
        path.startsWith('1/model') ? 'Version 1 was approved with these files.' : null,
    });
    const change = await guarded.put('1/model/weights', Readable.from(['swapped']));
    expect(change).toMatchObject({
      kind: 'refused',
      code: 'frozen',
      sentence: 'Version 1 was approved with these files.',
    });
    expect(await guarded.put('1/model/added', Readable.from(['new']))).toMatchObject({ code: 'frozen' });
    expect(await guarded.remove('1/model')).toMatchObject({ code: 'frozen' });
    expect(await guarded.put('1/model/weights', Readable.from(['approved']))).toEqual({ kind: 'stored' });
    expect(await files()).toHaveLength(1);
  });

  it('is refused when the storage has no room left, with nothing kept of it', async () => {
    const small = openArtifactStore({
      database,
      blobs,
      now: () => now,
      totalBytes: 10,
      refuseChange: async () => null,
    });
    expect(await small.put('1/a', Readable.from(['12345678']))).toEqual({ kind: 'stored' });
    expect(await small.put('1/b', Readable.from(['1234']))).toMatchObject({ kind: 'refused', code: 'no-room' });
    expect(await files()).toHaveLength(1);
  });
});

describe('whoever follows the files at some paths', () => {
  it('is told what comes and goes there, small files whole, in the transaction of the change', async () => {
    const told: unknown[] = [];
    const followed = openArtifactStore({
      database,
      blobs,
      now: () => now,
      refuseChange: async () => null,
      follower: {
        handedOverAt: (path) => (path.endsWith('.json') ? 5 : null),
        onStored: async (tx, { path, sizeBytes, content }) => {
          told.push([path, sizeBytes, content?.toString() ?? null, (await findArtifact(tx, path)) !== null]);
          if (sizeBytes === 1) throw new Error('It cannot be followed.');
        },
        onRemoved: async (tx, paths) => {
          told.push([paths, await findArtifact(tx, paths[0] ?? '')]);
        },
      },
    });
    const from = (...blocks: readonly string[]) => Readable.from(blocks.map((block) => Buffer.from(block)));
    await followed.put('1/a.json', from('ab', 'cde'));
    await followed.put('1/b.json', from('ab', 'cde', 'f'));
    await followed.put('1/c.json', from());
    await followed.put('1/other', from('x'));
    expect(told.splice(0)).toEqual([
      ['1/a.json', 5, 'abcde', true],
      ['1/b.json', 6, null, true],
      ['1/c.json', 0, '', true],
    ]);
    await expect(followed.put('1/a.json', from('x'))).rejects.toThrow('followed');
    expect((await read('1/a.json')).toString()).toBe('abcde');
    told.length = 0;
    await followed.remove('1/other');
    expect(await followed.remove('1')).toEqual({ kind: 'removed', count: 3 });
    expect(told).toEqual([[['1/a.json', '1/b.json', '1/c.json'], null]]);
  });
});

describe('a folder', () => {
  it('lists one level by name; a file and what does not exist list nothing', async () => {
    for (const path of ['1/r/a.txt', '1/r/model/MLmodel', '1/r/model/data/x', '1/r😀/b', '1/r0', '1/r-other'])
      await put(path, path);
    expect(await store.list('1/r')).toEqual([
      { name: 'a.txt', isFolder: false, sizeBytes: 9 },
      { name: 'model', isFolder: true, sizeBytes: null },
    ]);
    expect(await store.list('1/r😀')).toEqual([{ name: 'b', isFolder: false, sizeBytes: 9 }]);
    expect(await store.list('1/r/a.txt')).toEqual([]);
    expect(await store.list('1/nothing')).toEqual([]);
    expect((await artifactsBelow(database, '1/r', 10)).map(({ path }) => path)).toEqual([
      '1/r/a.txt',
      '1/r/model/MLmodel',
      '1/r/model/data/x',
    ]);
  });

  it('is removed with all below and nothing beside it', async () => {
    for (const path of ['1/r/a', '1/r/b/c', '1/r0', '1/ra']) await put(path, path);
    expect(await store.remove('1/r')).toEqual({ kind: 'removed', count: 2 });
    expect(await store.remove('1/r')).toEqual({ kind: 'removed', count: 0 });
    expect((await store.list('1')).map(({ name }) => name)).toEqual(['r0', 'ra']);
  });
});

describe('a damaged content', () => {
  async function damage(change: (path: string) => Promise<void>): Promise<void> {
    for (const name of await files()) await change(join(data, 'artifacts', name));
  }
  const flip = async (path: string, at: number) => {
    const handle = await open(path, 'r+');
    await handle.write(Buffer.from([0xff]), 0, 1, at);
    await handle.close();
  };

  it.each([
    ['changed', (path: string) => flip(path, 3)],
    ['cut off', (path: string) => truncate(path, 5)],
    ['longer', (path: string) => truncate(path, 500)],
    ['lost', (path: string) => rm(path)],
  ])('is reported before anything is sent when it is small and %s', async (_, change) => {
    await put('1/a', Buffer.alloc(100));
    await damage(change);
    await expect(read('1/a')).rejects.toThrow(DamagedArtifact);
  });

  it.each([
    ['small', 100],
    ['large', 4 * ARTIFACT_LIMITS.blockBytes],
  ])('is whole again once a %s one was found damaged and is sent again', async (_, size) => {
    await put('1/a', Buffer.alloc(size));
    await put('1/b', Buffer.alloc(size));
    await damage((path) => flip(path, 3));
    await expect(read('1/a')).rejects.toThrow(DamagedArtifact);
    expect(await put('1/a', Buffer.alloc(size))).toEqual({ kind: 'stored' });
    for (const path of ['1/a', '1/b']) expect(Buffer.alloc(size).equals(await read(path))).toBe(true);
  });

  it('never arrives whole when it is large', async () => {
    const size = 4 * ARTIFACT_LIMITS.blockBytes;
    await put('1/a', Buffer.alloc(size));
    await damage((path) => flip(path, 3));
    const artifact = await store.find('1/a');
    if (!artifact) throw new Error('It was stored.');
    let received = 0;
    const stream = await store.open(artifact);
    await expect(
      (async () => {
        for await (const block of stream) received += block.length;
      })(),
    ).rejects.toThrow(DamagedArtifact);
    expect(received).toBeLessThan(size);
  });
});

describe('garbage', () => {
  it('is only what nothing has referred to for the whole grace period', async () => {
    await put('1/kept', 'kept');
    await put('1/removed', 'removed');
    await put('1/replaced', 'before');
    now = new Date(now.getTime() + 30 * DAY_MS);
    await put('1/replaced', 'after');
    await store.remove('1/removed');
    expect(await collect()).toBe(0);
    now = new Date(now.getTime() + ARTIFACT_LIMITS.graceMs + 1);
    expect(await collect()).toBe(2);
    expect(await files()).toHaveLength(2);
    expect((await read('1/kept')).toString()).toBe('kept');
    expect((await read('1/replaced')).toString()).toBe('after');
  });

  it('leaves a content alone that somebody is referring to at this moment', async () => {
    await put('1/a', 'content');
    await store.remove('1/a');
    now = new Date(now.getTime() + 2 * ARTIFACT_LIMITS.graceMs);
    let forgetting: Promise<readonly string[]> | undefined;
    await database.transaction(async (tx) => {
      const sha256 = createHash('sha256').update('content').digest('hex');
      await referTo(tx, '1/b', { id: '01890000-0000-7000-8000-000000000000', sha256, sizeBytes: 7 }, now);
      const before = new Date(now.getTime() - ARTIFACT_LIMITS.graceMs);
      // The collector waits for the lock of the row; on its own connection, as in another process.
      forgetting = outside(() => database.transaction((other) => forgetUnreferenced(other, before)));
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    expect(await forgetting).toEqual([]);
    expect((await read('1/b')).toString()).toBe('content');
  });

  it('that was just forgotten is stored anew by an upload of the same content', async () => {
    await put('1/a', 'content');
    await store.remove('1/a');
    now = new Date(now.getTime() + 2 * ARTIFACT_LIMITS.graceMs);
    const before = new Date(now.getTime() - ARTIFACT_LIMITS.graceMs);
    const forget = async () => {
      for (const id of await database.transaction((tx) => forgetUnreferenced(tx, before))) await blobs.remove(id);
    };
    const [, stored] = await Promise.all([forget(), put('1/b', 'content')]);
    expect(stored).toEqual({ kind: 'stored' });
    expect((await read('1/b')).toString()).toBe('content');
  });
});

describe('the setting of where artifacts are kept', () => {
  it('is a bucket with a prefix, or the data folder', () => {
    expect(readBlobPlace(undefined)).toBeNull();
    expect(readBlobPlace('s3://my-bucket')).toEqual({ bucket: 'my-bucket', prefix: '' });
    expect(readBlobPlace('s3://my-bucket/a/b/')).toEqual({ bucket: 'my-bucket', prefix: 'a/b' });
  });
  it.each(['/var/data', 's3://', 's3://B/x', 'https://bucket/x', 's3://ok-bucket/a b'])('is never %s', (setting) =>
    expect(() => readBlobPlace(setting)).toThrow('THROUGHLINE_ARTIFACTS'),
  );
});
