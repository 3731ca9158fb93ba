import { createHash, randomUUID } from 'node:crypto';
import { Readable, Transform } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  NoSuchKey,
  NoSuchUpload,
  paginateListObjectsV2,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { type Problem, refuse } from '../contract/index.ts';
import type { ReceiveLimits } from '../files/upload-store.ts';
import type { BlobStore } from './blob-store.ts';

/** Multipart uploads hold this much for each part under way; 10,000 parts make the largest file about 80 GB. */
const PART_BYTES = 8 * 1_048_576;
const PARTS_AT_ONCE = 2;

/** How long a reader waits for the first word of an answer, connecting included, which is tried three times, and for each next one. */
const ANSWER_MS = 30_000;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Keeps blobs in S3-compatible storage. Keys, region and endpoint come from the standard variables of AWS
 * (`AWS_ACCESS_KEY_ID`, `AWS_REGION`, `AWS_ENDPOINT_URL_S3`, ...) unless `settings` says otherwise. To store and to read throws
 * the Problem FILES_UNAVAILABLE while the storage cannot be used.
 */
export function openS3Blobs(
  place: { readonly bucket: string; readonly prefix: string },
  settings: S3ClientConfig = {},
  answerMs = ANSWER_MS,
): BlobStore {
  const client = new S3Client({
    region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1',
    // Storage of other makers seldom answers at bucket.host, and knows none of AWS's newer checksums.
    forcePathStyle: (process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL) !== undefined,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { throwOnRequestTimeout: true },
    ...settings,
  });
  const folder = place.prefix === '' ? '' : `${place.prefix}/`;
  const target = (id: string) => ({ Bucket: place.bucket, Key: `${folder}${id}` });
  const remove = async (id: string): Promise<boolean> => {
    if (!UUID.test(id)) return false;
    await client.send(new DeleteObjectCommand(target(id)));
    return true;
  };
  return {
    receive: (source, limits = {}) => receive(client, target(''), randomUUID(), source, limits),
    read: async (id) => {
      if (!UUID.test(id)) return null;
      try {
        const { Body } = await client.send(new GetObjectCommand(target(id)), { requestTimeout: answerMs });
        // In Node the body of an answer is a stream of Node; the type also covers browsers.
        return Body ? naming(Body as Readable, answerMs) : null;
      } catch (error) {
        if (error instanceof NoSuchKey) return null;
        throw unavailable(error);
      }
    },
    remove,
    removeOrphans: async (keep, olderThan) => {
      const kept = new Set(keep);
      const removed: string[] = [];
      for await (const page of paginateListObjectsV2({ client }, { Bucket: place.bucket, Prefix: folder })) {
        for (const { Key, LastModified } of page.Contents ?? []) {
          const id = Key?.slice(folder.length) ?? '';
          if (!UUID.test(id) || kept.has(id) || !LastModified || LastModified >= olderThan) continue;
          if (await remove(id)) removed.push(id);
        }
      }
      for await (const { key, uploadId, begunAt } of unfinishedUploads(client, place.bucket, folder)) {
        const id = key.slice(folder.length);
        if (!UUID.test(id) || begunAt >= olderThan) continue;
        try {
          await client.send(new AbortMultipartUploadCommand({ ...target(id), UploadId: uploadId }));
        } catch (error) {
          // It ended, or another process aborted it, since the list was read.
          if (error instanceof NoSuchUpload) continue;
          throw error;
        }
        removed.push(id);
      }
      return removed;
    },
  };
}

/** The uploads in parts that were begun and never ended: the storage keeps their parts, and bills them, until they are aborted. */
async function* unfinishedUploads(
  client: S3Client,
  bucket: string,
  folder: string,
): AsyncGenerator<{ readonly key: string; readonly uploadId: string; readonly begunAt: Date }, void> {
  let next: { readonly KeyMarker?: string | undefined; readonly UploadIdMarker?: string | undefined } | undefined = {};
  while (next) {
    const page: ListMultipartUploadsCommandOutput = await client.send(
      new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: folder, ...next }),
    );
    for (const { Key, UploadId, Initiated } of page.Uploads ?? [])
      if (Key && UploadId && Initiated) yield { key: Key, uploadId: UploadId, begunAt: Initiated };
    next = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : undefined;
  }
}

/** Why our own counting stopped an upload, told apart from faults of the storage. */
class Stopped extends Error {
  readonly code: 'too-large' | 'interrupted';
  constructor(code: 'too-large' | 'interrupted') {
    super(code);
    this.code = code;
  }
}

const STOPPED_SENTENCE = {
  'too-large': 'The file is larger than the room that is left here.',
  interrupted: 'The upload broke off before the end, and nothing of it was kept. Send the file again.',
} as const;

async function receive(
  client: S3Client,
  target: { readonly Bucket: string; readonly Key: string },
  id: string,
  source: Readable,
  { maxBytes = Number.POSITIVE_INFINITY, onBlock }: ReceiveLimits,
): ReturnType<BlobStore['receive']> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) return done(new Stopped('too-large'));
      hash.update(chunk);
      onBlock?.(chunk);
      done(null, chunk);
    },
  });
  // Not a pipeline: a source that is refused stays open, so that its sender can still be answered.
  source.on('error', () => counted.destroy(new Stopped('interrupted')));
  source.on('close', () => {
    if (!source.readableEnded) counted.destroy(new Stopped('interrupted'));
  });
  counted.on('error', () => source.unpipe(counted).resume());
  source.pipe(counted);
  const upload = new Upload({
    client,
    params: { Bucket: target.Bucket, Key: `${target.Key}${id}`, Body: counted },
    partSize: PART_BYTES,
    queueSize: PARTS_AT_ONCE,
  });
  try {
    await upload.done();
  } catch (error) {
    const cause = counted.errored ?? error;
    if (cause instanceof Stopped) return { kind: 'refused', code: cause.code, sentence: STOPPED_SENTENCE[cause.code] };
    // The rest is read, so that the sender hears of it.
    source.unpipe(counted).resume();
    throw unavailable(error);
  }
  return { kind: 'stored', id, sizeBytes, sha256: hash.digest('hex') };
}

/** Passes an answer on; where it breaks off or falls silent, the fault is that of the storage. Whoever reads may take their time. */
function naming(body: Readable, silentMs: number): Readable {
  const silence = () => Object.assign(new Error('The storage fell silent.'), { name: 'TimeoutError' });
  const listen = () => setTimeout(() => body.destroy(silence()), silentMs);
  const blocks = async function* (): AsyncGenerator<unknown, void> {
    let listening = listen();
    try {
      for await (const block of body) {
        clearTimeout(listening);
        yield block;
        listening = listen();
      }
    } catch (error) {
      throw unavailable(error);
    } finally {
      clearTimeout(listening);
    }
  };
  const stream = Readable.from(blocks(), { objectMode: false });
  // Whoever leaves before the first block has begun nothing that would end with it.
  stream.once('close', () => body.destroy());
  return stream;
}

/** What a refusal of the storage, or its silence, is called: `AccessDenied`, `NoSuchBucket`, `ECONNREFUSED`. */
const NAME = /^\w{1,60}$/;

/** The storage refuses or does not answer. Names of faults say which, and no address or key. */
function unavailable(error: unknown): Problem {
  const named = error instanceof Error ? ('code' in error ? error.code : error.name) : undefined;
  const why = typeof named === 'string' && NAME.test(named) ? named : 'an unknown fault';
  return refuse('FILES_UNAVAILABLE', { why });
}
