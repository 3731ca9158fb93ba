import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openS3Blobs } from '../../../src/platform/artifacts/s3-blobs.ts';
import { type RunningProduct, startProduct } from '../../running-product.ts';
import { seatPeople } from '../seated-people.ts';
import { type MotoServer, startMotoServer } from './moto-server.ts';

const BUCKET = 'models';
const PREFIX = 'throughline/blobs';
const FILES = '/api/2.0/mlflow-artifacts/artifacts/0/run/artifacts';

let folder: string;
let storage: MotoServer;
let client: S3Client;
let product: RunningProduct;
let token: string;

beforeAll(async () => {
  folder = join(inject('testFolder'), 's3');
  await mkdir(folder);
  storage = await startMotoServer();
  client = new S3Client({
    endpoint: storage.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  product = await startProduct(folder, { ...storage.environment, THROUGHLINE_ARTIFACTS: `s3://${BUCKET}/${PREFIX}` });
  token = (await seatPeople(product.url)).scientistToken;
});
afterAll(async () => {
  await product.stop();
  await storage.stop();
  await rm(folder, { recursive: true, force: true });
});

const headers = () => ({ authorization: `Bearer ${token}` });
const put = (name: string, body: Buffer) =>
  fetch(`${product.url}${FILES}/${name}`, { method: 'PUT', headers: headers(), body: new Uint8Array(body) });
const get = (name: string) => fetch(`${product.url}${FILES}/${name}`, { headers: headers() });
const bytesOf = async (name: string) => Buffer.from(await (await get(name)).arrayBuffer());

async function keys(): Promise<readonly string[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: PREFIX }));
  return Contents.map(({ Key = '' }) => Key);
}

async function unfinished(): Promise<readonly string[]> {
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET, Prefix: PREFIX }));
  return Uploads.map(({ Key = '' }) => Key);
}

describe('artifacts on a server of others that speaks S3', () => {
  it.each([0, 1, 5_000_000, 20_000_000])('come back as they were sent: %i bytes', async (size) => {
    const content = randomBytes(size);
    expect((await put(`file-${size}`, content)).status).toBe(200);
    expect(content.equals(await bytesOf(`file-${size}`))).toBe(true);
    expect(await readdir(join(folder, 'artifacts')).catch(() => [])).toEqual([]);
  });

  it('are kept once when they are equal', async () => {
    const content = randomBytes(9_000_000);
    const before = (await keys()).length;
    const sent = await Promise.all(['a', 'b', 'c'].map((name) => put(`equal/${name}`, content)));
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await keys()).toHaveLength(before + 1);
    expect(content.equals(await bytesOf('equal/b'))).toBe(true);
  });

  it('leave neither objects nor parts when their sender hangs up', async () => {
    const before = (await keys()).length;
    const outgoing = request(`${product.url}${FILES}/half`, {
      method: 'PUT',
      headers: { ...headers(), 'content-length': '30000000' },
    });
    outgoing.on('error', () => undefined);
    for (let part = 0; part < 20; part += 1) if (!outgoing.write(randomBytes(1_000_000))) await once(outgoing, 'drain');
    await expect.poll(unfinished, { timeout: 20_000 }).toHaveLength(1);
    outgoing.destroy();
    await expect.poll(unfinished, { timeout: 20_000 }).toEqual([]);
    expect([await keys(), (await get('half')).status]).toEqual([expect.objectContaining({ length: before }), 404]);
  });

  it('that were damaged there are not delivered, and whole again once they are sent again', async () => {
    const content = Buffer.from(randomUUID());
    const before = new Set(await keys());
    await put('damaged', content);
    const key = (await keys()).find((one) => !before.has(one));
    await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: 'something else' }));
    expect((await get('damaged')).status).toBe(409);
    expect((await put('damaged', content)).status).toBe(200);
    expect(content.equals(await bytesOf('damaged'))).toBe(true);
  });

  it('are collected with the parts of uploads that a crash left, and what is kept or foreign stays', async () => {
    const blobs = openS3Blobs(
      { bucket: BUCKET, prefix: 'orphans' },
      {
        endpoint: storage.endpoint,
        forcePathStyle: true,
        credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
      },
    );
    const [kept, lost, halfSent] = [randomUUID(), randomUUID(), randomUUID()];
    for (const name of [kept, lost, 'readme.txt'])
      await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: `orphans/${name}`, Body: 'x' }));
    expect(await blobs.removeOrphans([kept], new Date(Date.now() - 86_400_000))).toEqual([]);
    await client.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: `orphans/${halfSent}` }));
    const removed = await blobs.removeOrphans([kept], new Date(Date.now() + 86_400_000));
    expect([...removed].sort()).toEqual([lost, halfSent].sort());
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'orphans/' }));
    expect(new Set(Contents.map(({ Key }) => Key))).toEqual(new Set([`orphans/${kept}`, 'orphans/readme.txt']));
    expect(await blobs.read(lost)).toBeNull();
  });

  it('are answered for while the storage is gone, small and large, and nothing of them is there', async () => {
    await storage.stop();
    for (const [name, size] of [
      ['gone-small', 10],
      ['gone-large', 20_000_000],
    ] as const) {
      // A fault that passes: here, and only here, clients are right to send the file again.
      expect((await put(name, randomBytes(size))).status).toBe(503);
      expect((await get(name)).status).toBe(404);
    }
    expect((await get('file-1')).status).toBe(503);
  });
});
