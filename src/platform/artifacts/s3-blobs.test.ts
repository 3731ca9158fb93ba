import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BlobStore } from './blob-store.ts';
import { openS3Blobs } from './s3-blobs.ts';
import { type S3StandIn, startS3StandIn } from './s3-stand-in.fixture.ts';
import { isStorageAway } from './storage-away.ts';

let storage: S3StandIn;
let blobs: BlobStore;

beforeAll(async () => {
  storage = await startS3StandIn();
  blobs = openS3Blobs(
    { bucket: 'models', prefix: 'throughline/blobs' },
    {
      endpoint: storage.endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    },
  );
});
afterAll(() => storage.close());

/** A stream that gives its content block by block, as a connection does. */
function* blocksOf(content: Buffer): Generator<Buffer> {
  for (let at = 0; at < content.length; at += 65_536) yield content.subarray(at, at + 65_536);
}

describe('blobs in S3-compatible storage', () => {
  it.each([0, 1, 5_000_000, 20_000_000])('keep %i bytes as they arrive, with their hash', async (size) => {
    const content = randomBytes(size);
    const told: Buffer[] = [];
    const onBlock = (block: Buffer) => void told.push(block);
    const stored = await blobs.receive(Readable.from(blocksOf(content), { objectMode: false }), { onBlock });
    expect(Buffer.concat(told).equals(content)).toBe(true);
    if (stored.kind !== 'stored') throw new Error(stored.sentence);
    expect(stored).toMatchObject({ sizeBytes: size, sha256: createHash('sha256').update(content).digest('hex') });
    expect([...storage.objects.keys()]).toContain(`throughline/blobs/${stored.id}`);
    const source = await blobs.read(stored.id);
    expect(source && content.equals(await buffer(source))).toBe(true);
  });

  it('keep nothing of an upload that breaks off, whole parts included', async () => {
    const before = storage.objects.size;
    const content = randomBytes(20_000_000);
    const source = new Readable({ read() {} });
    for (const block of blocksOf(content)) source.push(block);
    setTimeout(() => source.destroy(new Error('gone')), 150);
    expect(await blobs.receive(source)).toMatchObject({ kind: 'refused', code: 'interrupted' });
    expect([storage.objects.size, storage.unfinished.size]).toEqual([before, 0]);
  });

  it('refuse what is larger than the room that is left, and read the rest so that the sender is answered', async () => {
    const source = Readable.from(blocksOf(randomBytes(1_000_000)), { objectMode: false });
    expect(await blobs.receive(source, { maxBytes: 100_000 })).toMatchObject({ kind: 'refused', code: 'too-large' });
  });

  it('are nothing where nothing was stored, and never a name that is not ours', async () => {
    expect(await blobs.read(randomUUID())).toBeNull();
    expect(await blobs.read('../secrets')).toBeNull();
    expect(await blobs.remove('../secrets')).toBe(false);
  });

  it('say that the storage cannot be used while it does not answer', async () => {
    const gone = await startS3StandIn();
    await gone.close();
    const unreachable = openS3Blobs(
      { bucket: 'models', prefix: '' },
      {
        endpoint: gone.endpoint,
        forcePathStyle: true,
        maxAttempts: 1,
        credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
      },
    );
    const refusal = { code: 'FILES_UNAVAILABLE', status: 503, message: expect.stringContaining('(ECONNREFUSED)') };
    await expect(unreachable.read(randomUUID())).rejects.toMatchObject(refusal);
    await expect(unreachable.receive(Readable.from([Buffer.from('x')]))).rejects.toMatchObject(refusal);
  });

  it.each([
    ['is busy', 'busy'],
    ['says nothing', 'silent'],
    ['breaks off amid a file', 'breaks off'],
    ['falls silent amid a file', 'falls silent'],
  ] as const)('say that the storage cannot be used while it %s', async (_, mood) => {
    const moody = await startS3StandIn();
    const [own, ofItsOwn] = [
      { bucket: 'models', prefix: '' },
      { accessKeyId: 'key', secretAccessKey: 'secret' },
    ];
    const settings = { endpoint: moody.endpoint, forcePathStyle: true, maxAttempts: 1, credentials: ofItsOwn };
    const kept = openS3Blobs(own, settings, 300);
    const stored = await kept.receive(Readable.from([randomBytes(300_000)]));
    moody.mood = mood;
    const reading = async () => {
      const stream = await kept.read(stored.kind === 'stored' ? stored.id : '');
      return stream && buffer(stream);
    };
    await expect(reading()).rejects.toSatisfy(isStorageAway);
    moody.mood = 'well';
    expect(await reading()).toHaveLength(300_000);
    await moody.close();
  });

  it('that nobody keeps are removed when they are old, and foreign objects never', async () => {
    storage.objects.clear();
    storage.objects.set('throughline/blobs/readme.txt', { content: Buffer.from('theirs'), at: new Date(0) });
    const [kept, lost, young] = [randomUUID(), randomUUID(), randomUUID()];
    for (const id of [kept, lost])
      storage.objects.set(`throughline/blobs/${id}`, { content: Buffer.alloc(1), at: new Date(0) });
    storage.objects.set(`throughline/blobs/${young}`, { content: Buffer.alloc(1), at: new Date() });
    expect(await blobs.removeOrphans([kept], new Date(1_000))).toEqual([lost]);
    expect(storage.objects.size).toBe(3);
  });

  it('that a crash left in parts are aborted when they are old', async () => {
    storage.objects.clear();
    storage.unfinished.clear();
    const [lost, young] = [randomUUID(), randomUUID()];
    const begun = (key: string, at: Date) => storage.unfinished.set(`of ${key}`, { key, at, parts: new Map() });
    begun(`throughline/blobs/${lost}`, new Date(0));
    begun(`throughline/blobs/${young}`, new Date());
    begun('throughline/blobs/theirs', new Date(0));
    expect(await blobs.removeOrphans([], new Date(1_000))).toEqual([lost]);
    expect([...storage.unfinished.values()].map(({ key }) => key)).toEqual([
      `throughline/blobs/${young}`,
      'throughline/blobs/theirs',
    ]);
  });

  it('that a crash left in parts are aborted by two processes at once', async () => {
    storage.unfinished.clear();
    for (let upload = 0; upload < 10; upload++) {
      const key = `throughline/blobs/${randomUUID()}`;
      storage.unfinished.set(key, { key, at: new Date(0), parts: new Map() });
    }
    const sweeps = await Promise.all([1, 2].map(() => blobs.removeOrphans([], new Date(1_000))));
    expect(sweeps.flat()).toHaveLength(10);
    expect(storage.unfinished.size).toBe(0);
  });
});
