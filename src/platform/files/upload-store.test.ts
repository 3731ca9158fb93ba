import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openUploadStore, type UploadStore } from './upload-store.ts';

let data: string;
let store: UploadStore;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'upload-store-'));
  store = await openUploadStore(data);
});

afterEach(() => rm(data, { recursive: true, force: true }));

const uploads = () => readdir(join(data, 'uploads'));

async function stored(content: string): Promise<string> {
  const result = await store.receive(Readable.from([content]));
  if (result.kind !== 'stored') throw new Error(result.sentence);
  return result.id;
}

describe('the store of uploads', () => {
  it('keeps what arrives, with its size and SHA-256, under a name of its own', async () => {
    const content = randomBytes(300_000);
    const told: Buffer[] = [];
    const onBlock = (block: Buffer) => void told.push(block);
    const result = await store.receive(Readable.from([content.subarray(0, 7), content.subarray(7)]), { onBlock });
    expect(Buffer.concat(told).equals(content)).toBe(true);
    if (result.kind !== 'stored') throw new Error(result.sentence);
    expect(result).toMatchObject({ sizeBytes: 300_000, sha256: createHash('sha256').update(content).digest('hex') });
    expect(await uploads()).toEqual([result.id]);
    expect((await stat(join(data, 'uploads', result.id))).mode & 0o077).toBe(0);
    const readable = await store.read(result.id);
    expect(readable && content.equals(await buffer(readable))).toBe(true);
  });

  it('refuses what is larger than the limit, keeps nothing of it, and leaves the source open for an answer', async () => {
    const source = Readable.from(Array.from({ length: 10 }, () => Buffer.alloc(100)));
    const result = await store.receive(source, { maxBytes: 250 });
    expect(result).toMatchObject({ kind: 'refused', code: 'too-large' });
    expect(result.kind === 'refused' && result.sentence).toContain('250 bytes');
    expect(source.destroyed).toBe(false);
    expect(await uploads()).toEqual([]);
  });

  it('takes a file of exactly the limit', async () => {
    expect(await store.receive(Readable.from([Buffer.alloc(250)]), { maxBytes: 250 })).toMatchObject({
      kind: 'stored',
    });
  });

  it('tells a file that is lost from a disk that is not there', async () => {
    const id = await stored('x');
    await rm(join(data, 'uploads', id));
    expect(await store.read(id)).toBeNull();
    await rm(join(data, 'uploads'), { recursive: true });
    await expect(store.read(id)).rejects.toMatchObject({ code: 'FILES_UNAVAILABLE' });
  });

  it('keeps nothing of an upload that breaks off', async () => {
    const source = new Readable({ read() {} });
    source.push('half');
    const received = store.receive(source);
    setImmediate(() => source.destroy(new Error('the connection was reset')));
    expect(await received).toMatchObject({ kind: 'refused', code: 'interrupted' });
    expect(await uploads()).toEqual([]);
  });

  it('finds nothing under a name that is no id of its own', async () => {
    await writeFile(join(data, 'secret'), 'x');
    for (const id of ['../secret', '..', '', '/etc/passwd', 'a'.repeat(36), `${await stored('x')}/../../secret`]) {
      expect(await store.find(id)).toBeNull();
      expect(await store.read(id)).toBeNull();
      expect(await store.remove(id)).toBe(false);
    }
    expect(await readFile(join(data, 'secret'), 'utf8')).toBe('x');
  });

  it('removes a file once', async () => {
    const id = await stored('x');
    expect(await store.remove(id)).toBe(true);
    expect(await store.remove(id)).toBe(false);
    expect(await store.find(id)).toBeNull();
  });

  it('removes orphans that are older than the date, and half-written files of a crash', async () => {
    const [kept, orphan, young] = [await stored('kept'), await stored('orphan'), await stored('young')];
    const halfWritten = '00000000-0000-4000-8000-000000000000';
    const path = (name: string) => join(data, 'uploads', name);
    await writeFile(path(`${halfWritten}.part`), 'half');
    await writeFile(path('README'), 'not ours');
    const old = new Date('2024-01-01');
    for (const name of [kept, orphan, `${halfWritten}.part`, 'README']) await utimes(path(name), old, old);
    const removed = await store.removeOrphans([kept], new Date('2024-06-01'));
    expect(removed.sort()).toEqual([halfWritten, orphan].sort());
    expect((await uploads()).sort()).toEqual(['README', kept, young].sort());
  });

  it('removes orphans while other processes remove them too and while uploads arrive', async () => {
    const long = new Date('2024-01-01');
    for (let file = 0; file < 100; file++) {
      const id = await stored('lost');
      await utimes(join(data, 'uploads', id), long, long);
    }
    const arriving = Array.from({ length: 20 }, () => stored('new'));
    const sweeps = Array.from({ length: 4 }, () => store.removeOrphans([], new Date('2024-06-01')));
    await Promise.all(sweeps);
    expect((await uploads()).sort()).toEqual((await Promise.all(arriving)).sort());
  });
});
