import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OUTGOING_LIMITS, postOutside, refuseAddress } from './post-outside.ts';
import { signatureOf } from './signature.ts';

let server: Server;
let host: string;
const received: { readonly path: string; readonly body: string }[] = [];
/** The names of the headers of the last request, as they were written. */
let written: readonly string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ path: request.url ?? '', body });
      written = request.rawHeaders.filter((_, at) => at % 2 === 0);
      if (request.url === '/away') response.writeHead(302, { location: '/secret' }).end();
      else if (request.url === '/careless')
        request.socket.end('HTTP/1.1 204 No Content\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno');
      else if (request.url === '/long') response.end('a'.repeat(100_000));
      else if (request.url !== '/silent') response.end('thank you');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const post = (address: string, trusted: readonly string[] = [host], signal = new AbortController().signal) =>
  postOutside(address, { headers: { 'content-type': 'text/plain' }, body: 'words' }, { trusted, signal });

describe('what is sent outside', () => {
  it('reaches a host of the own network only where that was allowed, and only there', async () => {
    expect(await post(`http://${host}/hook`)).toEqual({
      kind: 'answered',
      status: 200,
      beginning: 'thank you',
      retryAfter: null,
    });
    expect(received.at(-1)).toEqual({ path: '/hook', body: 'words' });
    const before = received.length;
    for (const address of [
      `http://${host}/hook`,
      `https://${host}/hook`,
      'https://127.1/',
      'https://0x7f000001/',
      'https://2130706433/',
      'https://[::1]/',
      'https://[::ffff:127.0.0.1]/',
      'https://169.254.169.254/latest/meta-data',
      'https://localhost/',
      'https://api.localhost./',
      'file:///etc/passwd',
      'https://ana:word@example.com/',
      `https://example.com/${'a'.repeat(3_000)}`,
      'no address',
    ]) {
      expect([address, (await post(address, ['other.example'])).kind]).toEqual([address, 'not-sent']);
    }
    expect(received).toHaveLength(before);
    expect(refuseAddress('https://hooks.example.com/a', [])).toBeNull();
  });

  it('follows no redirect, reads only the beginning, and ends when it is told to', async () => {
    expect(await post(`http://${host}/away`)).toMatchObject({ kind: 'answered', status: 302 });
    expect(received.map(({ path }) => path)).not.toContain('/secret');
    const long = await post(`http://${host}/long`);
    expect(long.kind === 'answered' && long.beginning.length).toBe(OUTGOING_LIMITS.answerBytes);
    expect((await post(`http://${host}/silent`, [host], AbortSignal.timeout(50))).kind).toBe('no-answer');
    expect(await post('http://127.0.0.1:1/', ['127.0.0.1'])).toEqual({
      kind: 'no-answer',
      why: 'Nobody listens there.',
    });
  });

  it('was taken when a status says so, also where what follows breaks the rules', async () => {
    expect(await post(`http://${host}/careless`)).toMatchObject({ kind: 'answered', status: 204 });
  });

  it('says who sends it, and names its headers as they were given', async () => {
    await postOutside(
      `http://${host}/hook`,
      { headers: { 'X-Given-Name': 'a' }, body: '' },
      { trusted: [host], signal: new AbortController().signal },
    );
    expect(written).toEqual(expect.arrayContaining(['User-Agent', 'X-Given-Name', 'Content-Length']));
  });

  it('is signed over its parts joined by dots, as others compute it', () => {
    // echo -n "id.1700000000.{}" | openssl dgst -sha256 -hmac secret -binary | base64
    expect(signatureOf('secret', 'id', '1700000000', '{}')).toBe('v1,GBemBzTgbKoVEGKycqyY3615LbdJbhFLE1oQk+zZ+lo=');
  });
});
