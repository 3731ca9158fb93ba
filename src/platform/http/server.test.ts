import { EventEmitter, once } from 'node:events';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineApi, nothingSchema } from '../contract/index.ts';
import { mountApi } from './handlers.ts';
import { createMetrics } from './metrics.ts';
import type { Principal } from './principal.ts';
import { createServer } from './server.ts';

const api = defineApi({
  echo: {
    method: 'POST',
    path: '/api/things/:slug/echo',
    summary: 'Echoes.',
    access: 'signed-in',
    params: z.object({ slug: z.string().max(20) }),
    body: z.object({
      text: z.string().min(3),
      nested: z.object({ rows: z.array(z.object({ score: z.number() })) }).optional(),
    }),
    response: z.object({ text: z.string() }),
  },
  asks: {
    method: 'POST',
    path: '/api/things/:slug/asks',
    summary: 'Asks with a body, and changes nothing.',
    access: 'signed-in',
    scope: 'read',
    params: z.object({ slug: z.string() }),
    response: nothingSchema,
    status: 204,
  },
  waits: { method: 'GET', path: '/api/waits', summary: 'Waits.', access: 'public', response: nothingSchema },
  fails: { method: 'GET', path: '/api/fails', summary: 'Fails.', access: 'public', response: nothingSchema },
  wrong: {
    method: 'GET',
    path: '/api/wrong',
    summary: 'Answers wrongly.',
    access: 'public',
    response: z.object({ count: z.number() }),
  },
  upload: {
    method: 'POST',
    path: '/api/upload',
    summary: 'Counts bytes.',
    access: 'signed-in',
    upload: true,
    response: z.object({ bytes: z.number() }),
    bodyLimitBytes: 50_000_000,
  },
  download: {
    method: 'GET',
    path: '/api/download',
    summary: 'Gives a file.',
    access: 'public',
    response: nothingSchema,
    download: 'text/csv',
  },
  guarded: {
    method: 'POST',
    path: '/api/things/:slug/guarded',
    summary: 'Guarded.',
    access: { action: 'thing.do' },
    params: z.object({ slug: z.string() }),
    response: nothingSchema,
    status: 204,
  },
});

const person: Principal = {
  accountId: '01890000-0000-7000-8000-000000000001',
  name: 'Ana',
  email: 'ana@example.com',
  via: 'session',
  scopes: 'all',
  isAdministrator: false,
  isAuditor: false,
};
const lines: string[] = [];
const changed: unknown[] = [];
const waiting = new EventEmitter();
let server: FastifyInstance;

beforeAll(async () => {
  server = await createServer({
    apis: [
      mountApi('Things', api, {
        echo: async ({ body }) => ({ text: body.text }),
        asks: async () => undefined,
        waits: async (_input, { signal }) => {
          waiting.emit('asked');
          await once(signal, 'abort');
          waiting.emit('left');
          return undefined;
        },
        fails: () => Promise.reject(new Error('select * from secrets where password = "hunter2"')),
        // A wrong answer can only be made by deceiving the compiler; it stands for a bug that types did not catch.
        wrong: async () => ({ count: 'many' as unknown as number }),
        upload: async (_, { stream }) => {
          let bytes = 0;
          for await (const chunk of stream) bytes += chunk.length;
          return { bytes };
        },
        download: async () => ({ stream: Readable.from(['a,b\n']), fileName: '../../etc/passwd "x".csv' }),
        guarded: async () => undefined,
      }),
    ],
    identify: async ({ authorization, cookie }) => {
      if (cookie === 'session=ana') return person;
      return authorization === 'Bearer reader' ? { ...person, via: 'token', scopes: ['read'] } : null;
    },
    guard: async ({ params }) =>
      params.slug === 'mine'
        ? { kind: 'allowed' }
        : params.slug === 'hidden'
          ? { kind: 'hidden' }
          : { kind: 'refused', rule: 'Only its owner may.' },
    log: pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }),
    metrics: createMetrics(),
    publicUrl: undefined,
    isBehindProxy: false,
    isReady: async () => true,
    onChange: (params) => void changed.push(params),
    webRoot: undefined,
    version: 'test',
  });
});
afterAll(() => server.close());

const signedIn = { cookie: 'session=ana' };

async function post(url: string, payload: string, headers: Readonly<Record<string, string>> = signedIn) {
  const response = await server.inject({
    method: 'POST',
    url,
    payload,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: response.statusCode, body: response.body === '' ? undefined : response.json() };
}

describe('every request', () => {
  it('is answered with every refused field, in words, under its path', async () => {
    const { status, body } = await post(
      '/api/things/a/echo',
      JSON.stringify({ text: 'x', nested: { rows: [{ score: 1 }, { score: 'high' }] } }),
    );
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'INPUT_INVALID', fields: [{ path: 'text' }, { path: 'nested.rows[1].score' }] });
    expect(JSON.stringify(body)).not.toContain('Invalid input');
  });

  it.each([
    ['not JSON', '{"text": ', 400, 'BODY_UNREADABLE'],
    ['nothing', '', 400, 'BODY_UNREADABLE'],
    ['a prototype', '{"__proto__": {"isAdministrator": true}, "text": "abc"}', 400, 'BODY_UNREADABLE'],
    ['a null character', '{"text": "ab\\u0000c"}', 400, 'INPUT_INVALID'],
    ['half of a character pair', '{"text": "ab\\ud83dc"}', 400, 'INPUT_INVALID'],
    ['too much', `{"text": "${'x'.repeat(1_100_000)}"}`, 413, 'BODY_TOO_LARGE'],
  ])('with %s as its body is refused with a sentence', async (_, payload, status, code) => {
    expect(await post('/api/things/a/echo', payload)).toMatchObject({ status, body: { code } });
  });

  it('may hold whole character pairs and escapes', async () => {
    expect(await post('/api/things/a/echo', '{"text": "\\ud83d\\ude00 \\\\u0000"}')).toMatchObject({
      status: 200,
      body: { text: '😀 \\u0000' },
    });
  });

  it('of a foreign page is refused, of our own page is not, and a program sends no origin', async () => {
    const body = '{"text": "abc"}';
    expect(await post('/api/things/a/echo', body, { ...signedIn, origin: 'https://evil.example' })).toMatchObject({
      status: 403,
      body: { code: 'ORIGIN_REFUSED' },
    });
    expect(await post('/api/things/a/echo', body, { ...signedIn, origin: 'http://localhost:80' })).toMatchObject({
      status: 200,
    });
    expect(await post('/api/things/a/echo', body, { ...signedIn, origin: 'null' })).toMatchObject({ status: 403 });
  });

  it('by a token without the scope is refused, by nobody is asked to sign in', async () => {
    expect(await post('/api/things/a/echo', '{"text": "abc"}', { authorization: 'Bearer reader' })).toMatchObject({
      status: 403,
      body: { code: 'TOKEN_SCOPE_MISSING' },
    });
    expect(await post('/api/things/a/echo', '{"text": "abc"}', {})).toMatchObject({ status: 401 });
  });

  it('is judged by the guard before its input is read', async () => {
    expect(await post('/api/things/mine/guarded', '{}')).toMatchObject({ status: 204 });
    expect(await post('/api/things/other/guarded', 'not json')).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('Only its owner may.') },
    });
    expect(await post('/api/things/hidden/guarded', '{}')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  it('that only asks is no change, whatever its method: a page told of one would read everything again, and ask again', async () => {
    changed.length = 0;
    await post('/api/things/a/asks', '{}');
    await post('/api/things/a/echo', '{"text": "x"}');
    expect(changed).toEqual([]);
    await post('/api/things/a/echo', '{"text": "heard"}');
    expect(changed).toEqual([{ slug: 'a' }]);
  });

  it('that fails for a reason of ours says nothing of it, and the log says all under the same reference', async () => {
    const response = await server.inject('/api/fails');
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toMatch(/hunter2|secrets|at .*\.ts/);
    const reference = String(response.headers['x-request-id']);
    expect(response.json().detail).toContain(reference);
    expect(lines.find((line) => line.includes('hunter2'))).toContain(reference);
  });

  it('is never answered with something that the contract does not promise', async () => {
    expect((await server.inject('/api/wrong')).statusCode).toBe(500);
  });

  it('to an unknown address, or one with a null character, is told so', async () => {
    expect((await server.inject('/api/nothing')).json().code).toBe('NOT_FOUND');
    expect(
      (await server.inject({ url: '/api/things/a%00b/echo', method: 'POST', payload: {}, headers: signedIn }))
        .statusCode,
    ).toBe(404);
  });

  it('at an address that nobody can read is refused in the words of the table', async () => {
    const answer = await server.inject('/api/things/%E0%A4%A/echo');
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'ADDRESS_UNREADABLE']);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('from a client that goes away before it was answered is told so', async () => {
    const leaving = new AbortController();
    const address = await server.listen({ host: '127.0.0.1', port: 0 });
    const asked = once(waiting, 'asked').then(() => leaving.abort());
    const left = once(waiting, 'left');
    await expect(fetch(`${address}/api/waits`, { signal: leaving.signal })).rejects.toThrow('aborted');
    await Promise.all([asked, left]);
  });

  it('streams uploads past the JSON limit and gives downloads harmless names', async () => {
    const upload = await server.inject({
      method: 'POST',
      url: '/api/upload',
      headers: { ...signedIn, 'content-type': 'application/octet-stream' },
      payload: Buffer.alloc(3_000_000),
    });
    expect(upload.json()).toEqual({ bytes: 3_000_000 });
    const download = await server.inject('/api/download');
    expect(download.headers['content-disposition']).toBe('attachment; filename="..-..-etc-passwd-x-.csv"');
  });
});

describe('operations', () => {
  it('answer health, readiness and metrics, and forbid framing and foreign scripts', async () => {
    expect((await server.inject('/health')).json()).toMatchObject({ status: 'alive' });
    expect((await server.inject('/ready')).json()).toEqual({ status: 'ready' });
    expect((await server.inject('/metrics')).body).toContain('throughline_http_request_seconds_bucket');
    expect((await server.inject({ url: '/metrics', remoteAddress: '203.0.113.9' })).statusCode).toBe(401);
    const policy = String((await server.inject('/health')).headers['content-security-policy']);
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('describe every endpoint in OpenAPI 3.1 with its problem', async () => {
    const document = (await server.inject('/api/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(document.paths['/api/things/{slug}/echo'].post.responses).toMatchObject({ 200: {}, default: {} });
    expect(document.components.schemas.Problem).toBeDefined();
  });
});
