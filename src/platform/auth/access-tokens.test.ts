import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf, openTestAuth, secretOf, type TestAuth } from './test-auth.ts';
import { PASSWORD } from './test-person.ts';

let test: TestAuth;
let cookie: string;
beforeEach(async () => {
  test = await openTestAuth();
  cookie = await test.setUp();
});
afterEach(() => test.close());

async function makeToken(body: object): Promise<{ id: string; secret: string }> {
  const made = await test.call('POST', '/api/access-tokens', {
    cookie,
    body: { name: 'CI', scopes: ['read'], ...body },
  });
  return { id: made.json().accessToken.id, secret: made.json().secret };
}

const whoIs = (authorization: string) => test.call('GET', '/api/session', { authorization });
const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe('an access token', () => {
  it('is shown once, begins with tl_, and is kept as a hash only', async () => {
    const { secret } = await makeToken({ name: 'CI' });
    expect(secret).toMatch(/^tl_[\w-]{43}$/);
    const listed = await test.call('GET', '/api/access-tokens', { cookie });
    expect(listed.json().items).toMatchObject([{ name: 'CI', prefix: secret.slice(0, 9), expiresAt: null }]);
    const rows = await test.database.query('select * from access_tokens');
    expect(JSON.stringify([rows, listed.json(), await test.database.query('select * from events')])).not.toContain(
      secret,
    );
  });

  it('is taken as bearer token and as password of any user', async () => {
    const { secret } = await makeToken({ scopes: ['ledger'] });
    const bearer = await whoIs(`Bearer ${secret}`);
    expect(bearer.json()).toMatchObject({ name: 'Ada', via: 'token', scopes: ['ledger'], isAdministrator: true });
    expect((await whoIs(basic('anybody', secret))).json()).toEqual(bearer.json());
  });

  it('decides alone when it is sent, but the password of a proxy in front does not hide the session', async () => {
    const wrong = await test.call('GET', '/api/session', { cookie, authorization: `Bearer tl_${'x'.repeat(43)}` });
    expect(wrong.statusCode).toBe(401);
    const proxied = await test.call('GET', '/api/session', {
      cookie,
      authorization: basic('office', 'proxy password'),
    });
    expect(proxied.json()).toMatchObject({ via: 'session' });
  });

  it('reaches no further than its scope', async () => {
    const status = async (scopes: string[]) => {
      const authorization = `Bearer ${(await makeToken({ scopes })).secret}`;
      const rows = await test.call('POST', '/api/test/rows', { authorization });
      const changes = await test.call('POST', '/api/test/changes', { authorization });
      return [(await whoIs(authorization)).statusCode, rows.statusCode, changes.statusCode];
    };
    expect(await status(['read'])).toEqual([200, 403, 403]);
    expect(await status(['ledger'])).toEqual([200, 204, 403]);
    expect(await status(['write'])).toEqual([200, 204, 204]);
  });

  it('manages nothing, even with every scope and of an administrator', async () => {
    const { id, secret } = await makeToken({ scopes: ['read', 'ledger', 'write'] });
    const authorization = `Bearer ${secret}`;
    const [ada] = await test.auth.people.list();
    const calls = [
      ['GET', '/api/invitations', undefined],
      ['POST', '/api/invitations', { email: 'eve@example.com' }],
      ['PATCH', `/api/accounts/${ada?.id}`, { isAuditor: true }],
      ['POST', `/api/accounts/${ada?.id}/reset-link`, undefined],
      ['POST', '/api/password', { currentPassword: PASSWORD, newPassword: 'another password' }],
      ['GET', '/api/access-tokens', undefined],
      ['POST', '/api/access-tokens', { name: 'more', scopes: ['write'] }],
      ['DELETE', `/api/access-tokens/${id}`, undefined],
    ] as const;
    for (const [method, url, body] of calls) {
      const refused = await test.call(method, url, { authorization, body });
      expect([url, refused.statusCode, codeOf(refused)]).toEqual([url, 403, 'SESSION_NEEDED']);
    }
  });

  it('stops at once when it is revoked, and only its owner may revoke it', async () => {
    const { id, secret } = await makeToken({});
    expect((await whoIs(`Bearer ${secret}`)).statusCode).toBe(200);
    const bea = await test.join('bea@example.com');
    const foreign = await test.call('DELETE', `/api/access-tokens/${id}`, { cookie: bea.cookie });
    expect(codeOf(foreign)).toBe('ACCESS_TOKEN_UNKNOWN');
    expect((await test.call('DELETE', `/api/access-tokens/${id}`, { cookie })).statusCode).toBe(204);
    expect((await whoIs(`Bearer ${secret}`)).statusCode).toBe(401);
    expect((await test.call('GET', '/api/access-tokens', { cookie })).json().items).toEqual([]);
  });

  it('that another replica revoked stops within 3 seconds', async () => {
    const { secret } = await makeToken({});
    expect((await whoIs(`Bearer ${secret}`)).statusCode).toBe(200);
    await test.database.query('update access_tokens set revoked_at = now()');
    test.moveClock(3_000);
    expect((await whoIs(`Bearer ${secret}`)).statusCode).toBe(401);
  });

  it('stops when its days are over', async () => {
    const { secret } = await makeToken({ expiresInDays: 2 });
    test.moveClock(2 * 24 * 3_600_000 - 2_000);
    expect((await whoIs(`Bearer ${secret}`)).statusCode).toBe(200);
    test.moveClock(2_000);
    expect((await whoIs(`Bearer ${secret}`)).statusCode).toBe(401);
  });

  it('notes its last use at most once a minute', async () => {
    const { secret } = await makeToken({});
    const lastUse = async () => {
      await whoIs(`Bearer ${secret}`);
      const [row] = await test.database.query<{ last_used_at: Date }>('select last_used_at from access_tokens');
      return row?.last_used_at;
    };
    const first = await lastUse();
    test.moveClock(30_000);
    expect(await lastUse()).toEqual(first);
    test.moveClock(31_000);
    expect(await lastUse()).not.toEqual(first);
  });

  it('is one of at most 50 that a person has', async () => {
    const made = await Promise.all(Array.from({ length: 50 }, (_, i) => makeToken({ name: `token ${i}` })));
    expect(new Set(made.map(({ secret }) => secret)).size).toBe(50);
    const refused = await test.call('POST', '/api/access-tokens', { cookie, body: { name: 'more', scopes: ['read'] } });
    expect([refused.statusCode, codeOf(refused)]).toEqual([409, 'ACCESS_TOKEN_LIMIT']);
  });
});

describe('the log', () => {
  it('holds no password, cookie, link or token', async () => {
    const { secret } = await makeToken({});
    const invited = await test.call('POST', '/api/invitations', { cookie, body: { email: 'bea@example.com' } });
    await test.call('GET', `/api/invitations/by-link/${secretOf(invited)}`);
    await test.call('GET', `/api/invitations/by-link/unknown-${secretOf(invited)}`);
    await whoIs(`Bearer ${secret}`);
    await test.call('POST', '/api/session', { body: { email: 'ada@example.com', password: 'wrong-password' } });
    const [stored] = await test.database.query<{ value: string }>('select value from installation_secrets');
    const logged = test.logged();
    expect(logged).toContain('/api/invitations/by-link/:secret');
    const cookieValue = decodeURIComponent(cookie.split('=')[1] ?? '');
    for (const hidden of [secret, secretOf(invited), PASSWORD, 'wrong-password', cookie, cookieValue, stored?.value])
      expect(logged).not.toContain(hidden);
  });
});
