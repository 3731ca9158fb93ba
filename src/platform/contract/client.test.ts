import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createClient, defineApi, NothingLeft } from './index.ts';

const api = defineApi({
  wait: {
    method: 'GET',
    path: '/api/wait/:id',
    summary: 'Never answers.',
    access: 'public',
    params: z.object({ id: z.string() }),
    response: z.object({}),
  },
  store: {
    method: 'POST',
    path: '/api/store',
    summary: 'Changes something.',
    access: 'public',
    response: z.object({}),
  },
  look: {
    method: 'POST',
    path: '/api/look',
    summary: 'Changes nothing, though it is sent like what does.',
    access: 'public',
    scope: 'read',
    response: z.object({}),
  },
});

const server = createServer();
let baseUrl = '';

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  baseUrl = `http://127.0.0.1:${address.port}`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

it('a call that is ended reaches the server as ended, and is no failure of the server', async () => {
  const ending = new AbortController();
  const asked = once(server, 'request');
  const closed = new Promise<void>((resolve) => {
    server.once('request', (_, response) => response.once('close', resolve));
  });
  const call = createClient(api, { baseUrl }).wait({ params: { id: '1' }, signal: ending.signal });
  await asked;
  ending.abort(new Error('overtaken by another wish'));
  await expect(call).rejects.toThrow('overtaken by another wish');
  await closed;
});

/** A client on a way to the server that does what a test says. */
const by = (send: () => Promise<Response>) => createClient(api, { baseUrl: '', fetch: send });

const CUT: readonly [string, () => Promise<Response>][] = [
  ['that broke', () => Promise.reject(new TypeError('Failed to fetch'))],
  [
    'whose answer broke off',
    () => Promise.resolve(new Response(new ReadableStream({ start: (body) => body.error() }))),
  ],
  ['that a proxy answered', () => Promise.resolve(new Response('<p>Bad gateway</p>', { status: 502 }))],
];

it.each(CUT)(
  'of a call %s nobody knows whether it changed something, and one that only reads says so',
  async (_, send) => {
    await expect(by(send).store()).rejects.toMatchObject({ code: 'ANSWER_LOST' });
    await expect(by(send).look()).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
    await expect(by(send).wait({ params: { id: '1' } })).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
  },
);

it('a call that certainly did not leave is told to be not sent', async () => {
  await expect(by(() => Promise.reject(new NothingLeft())).store()).rejects.toMatchObject({ code: 'NOT_SENT' });
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const address = gone.address();
  await new Promise((resolve) => gone.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The server had no port.');
  const nobody = createClient(api, { baseUrl: `http://127.0.0.1:${address.port}` });
  await expect(nobody.store()).rejects.toMatchObject({ code: 'NOT_SENT' });
});
