import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A server that answers the few calls of the S3 protocol that blobs need, from memory, for tests. */
export interface S3StandIn {
  readonly endpoint: string;
  readonly objects: Map<string, { content: Buffer; at: Date }>;
  /** Multipart uploads that were begun and neither completed nor aborted. */
  readonly unfinished: Map<string, { readonly key: string; readonly at: Date; readonly parts: Map<number, Buffer> }>;
  /** How it answers those who read: as it should, that it is busy, not at all, or with the beginning of what is there. */
  mood: 'well' | 'busy' | 'silent' | 'breaks off' | 'falls silent';
  close(): Promise<void>;
}

const xml = (name: string, inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><${name}>${inner}</${name}>`;

/** Starts the stand-in on a free port. */
export async function startS3StandIn(): Promise<S3StandIn> {
  const objects: S3StandIn['objects'] = new Map();
  const unfinished: S3StandIn['unfinished'] = new Map();
  const answer = (method: string, url: URL, content: Buffer): { status: number; body?: string | Buffer } => {
    const key = decodeURIComponent(url.pathname).split('/').slice(2).join('/');
    const uploadId = url.searchParams.get('uploadId');
    if (method === 'POST' && url.searchParams.has('uploads')) {
      const id = String(unfinished.size + 1);
      unfinished.set(id, { key, at: new Date(), parts: new Map() });
      return { status: 200, body: xml('InitiateMultipartUploadResult', `<Key>${key}</Key><UploadId>${id}</UploadId>`) };
    }
    if (uploadId !== null && method === 'PUT') {
      unfinished.get(uploadId)?.parts.set(Number(url.searchParams.get('partNumber')), content);
      return { status: 200 };
    }
    if (uploadId !== null && !unfinished.has(uploadId))
      return { status: 404, body: xml('Error', '<Code>NoSuchUpload</Code>') };
    if (uploadId !== null) {
      const parts = [...(unfinished.get(uploadId)?.parts ?? [])].sort(([a], [b]) => a - b).map(([, part]) => part);
      unfinished.delete(uploadId);
      if (method === 'DELETE') return { status: 204 };
      objects.set(key, { content: Buffer.concat(parts), at: new Date() });
      return { status: 200, body: xml('CompleteMultipartUploadResult', `<Key>${key}</Key><ETag>"x"</ETag>`) };
    }
    if (method === 'PUT') objects.set(key, { content, at: new Date() });
    if (method === 'PUT') return { status: 200 };
    if (method === 'DELETE') objects.delete(key);
    if (method === 'DELETE') return { status: 204 };
    if (url.searchParams.has('uploads'))
      return { status: 200, body: listingOfUnfinished(url.searchParams.get('prefix') ?? '') };
    if (key === '') return { status: 200, body: listing(url.searchParams.get('prefix') ?? '') };
    const found = objects.get(key);
    return found ? { status: 200, body: found.content } : { status: 404, body: xml('Error', '<Code>NoSuchKey</Code>') };
  };
  const listingOfUnfinished = (prefix: string): string =>
    xml(
      'ListMultipartUploadsResult',
      [...unfinished]
        .filter(([, { key }]) => key.startsWith(prefix))
        .map(
          ([id, { key, at }]) =>
            `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${at.toISOString()}</Initiated></Upload>`,
        )
        .join(''),
    );
  const listing = (prefix: string): string =>
    xml(
      'ListBucketResult',
      [...objects]
        .filter(([key]) => key.startsWith(prefix))
        .map(
          ([key, { at }]) => `<Contents><Key>${key}</Key><LastModified>${at.toISOString()}</LastModified></Contents>`,
        )
        .join(''),
    );
  const server: Server = createServer((request, response) => {
    void buffer(request).then(
      (content) => {
        const mood = request.method === 'GET' ? standIn.mood : 'well';
        if (mood === 'silent') return;
        if (mood === 'busy') return void response.writeHead(503).end(xml('Error', '<Code>SlowDown</Code>'));
        const { status, body } = answer(request.method ?? 'GET', new URL(request.url ?? '/', 'http://s3'), content);
        response.writeHead(status, { etag: '"x"' });
        if (mood === 'well' || !Buffer.isBuffer(body)) response.end(body);
        else response.write(body.subarray(0, body.length / 2), () => mood === 'breaks off' && response.destroy());
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const standIn: S3StandIn = {
    mood: 'well',
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    unfinished,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return standIn;
}
