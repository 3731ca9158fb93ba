import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createClient, defineApi } from './index.ts';

const api = defineApi({
  wait: {
    method: 'GET',
    path: '/api/wait/:id',
    summary: 'Never answers.',
    access: 'public',
    params: z.object({ id: z.string() }),
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
