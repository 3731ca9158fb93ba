import { getMigrations } from 'better-auth/db/migration';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { betterAuthOptions } from './better-auth-options.ts';
import { codeOf, cookieOf, openTestAuth, secretOf, type TestAuth } from './test-auth.ts';
import { PASSWORD } from './test-person.ts';

let test: TestAuth;
beforeEach(async () => {
  test = await openTestAuth();
});
afterEach(() => test.close());

const ada = { name: 'Ada', email: 'ada@example.com', password: PASSWORD };

function signIn(email: string, password: string, address?: string) {
  return test.call('POST', '/api/session', { body: { email, password }, ...(address ? { address } : {}) });
}

describe('the tables', () => {
  it('have everything that better-auth would create', async () => {
    const settings = { dialect: test.database.libraryDialect(), publicUrl: undefined, log: pino({ level: 'silent' }) };
    const plan = await getMigrations(betterAuthOptions({ ...settings, secret: 'x'.repeat(43) }));
    expect({ created: plan.toBeCreated, added: plan.toBeAdded }).toEqual({ created: [], added: [] });
  });
});

describe('set-up', () => {
  it('makes the first administrator, signed in, and is over then', async () => {
    expect((await test.call('GET', '/api/setup')).json()).toEqual({ isEmpty: true, isSignedIn: false });
    const made = await test.call('POST', '/api/setup', { body: ada });
    expect(made.statusCode).toBe(201);
    expect((await test.call('GET', '/api/setup')).json()).toEqual({ isEmpty: false, isSignedIn: false });
    const session = await test.call('GET', '/api/session', { cookie: cookieOf(made) });
    expect(session.json()).toMatchObject({ name: 'Ada', via: 'session', scopes: 'all', isAdministrator: true });
    const again = await test.call('POST', '/api/setup', { body: { ...ada, email: 'eve@example.com' } });
    expect([again.statusCode, codeOf(again)]).toEqual([409, 'SETUP_DONE']);
    expect(await test.kinds()).toEqual(['account.created']);
    expect(test.changes).toEqual([`account ${made.json().accountId}`]);
  });

  it('has exactly one winner when two set up at once', async () => {
    const emails = ['ada@example.com', 'bea@example.com', 'cy@example.com', 'dan@example.com'];
    const answers = await Promise.all(
      emails.map((email) => test.call('POST', '/api/setup', { body: { ...ada, email } })),
    );
    expect(answers.map((answer) => answer.statusCode).sort((a, b) => a - b)).toEqual([201, 409, 409, 409]);
    expect(await test.auth.people.list()).toHaveLength(1);
  });

  it('refuses a short password and names the field', async () => {
    const refused = await test.call('POST', '/api/setup', { body: { ...ada, password: 'nine char' } });
    expect([refused.statusCode, codeOf(refused)]).toEqual([422, 'PASSWORD_TOO_SHORT']);
    expect(refused.json().fields).toEqual([{ path: 'password', message: 'Use at least 10 characters.' }]);
  });
});

describe('sign-in', () => {
  it('answers an unknown address, a wrong password and a disabled account with the same words', async () => {
    const admin = await test.setUp();
    const { id } = await test.join('bea@example.com');
    await test.call('PATCH', `/api/accounts/${id}`, { cookie: admin, body: { isDisabled: true } });
    const unknown = await signIn('nobody@example.com', PASSWORD);
    const wrong = await signIn('ada@example.com', 'not the password');
    const disabled = await signIn('bea@example.com', PASSWORD);
    expect([unknown.statusCode, codeOf(unknown)]).toEqual([401, 'SIGN_IN_FAILED']);
    expect(wrong.json()).toEqual(unknown.json());
    expect(disabled.json()).toEqual(unknown.json());
    expect([unknown, wrong, disabled].flatMap((answer) => answer.cookies)).toEqual([]);
  });

  it('hashes a password for an unknown address too, so that the time tells nothing', async () => {
    await test.setUp();
    await signIn('ada@example.com', 'warm the code up');
    const unknown = await processorTimeOf(() => signIn('nobody@example.com', PASSWORD));
    const wrong = await processorTimeOf(() => signIn('ada@example.com', 'not the password'));
    expect(unknown).toBeGreaterThan(wrong / 4);
    expect(unknown).toBeLessThan(wrong * 4);
  });

  it('takes the address in any case', async () => {
    await test.setUp();
    expect((await signIn(' ADA@Example.com ', PASSWORD)).statusCode).toBe(200);
  });

  it('is refused after 10 failures of an address, also with the right password, until the window ends', async () => {
    await test.setUp();
    for (let attempt = 0; attempt < 10; attempt += 1)
      expect((await signIn('ada@example.com', 'wrong', `192.0.2.${attempt + 10}`)).statusCode).toBe(401);
    const refused = await signIn('ada@example.com', PASSWORD, '192.0.2.99');
    expect([refused.statusCode, codeOf(refused)]).toEqual([429, 'TOO_MANY_REQUESTS']);
    expect(Number(/Wait (\d+) seconds/.exec(refused.json().remedy)?.[1])).toBeGreaterThan(800);
    test.moveClock(15 * 60_000);
    expect((await signIn('ada@example.com', PASSWORD)).statusCode).toBe(200);
  });

  it('lets no more than 10 guesses through when many come at once', async () => {
    await test.setUp();
    const guesses = Array.from({ length: 16 }, () => signIn('ada@example.com', 'wrong'));
    const statuses = (await Promise.all(guesses)).map((answer) => answer.statusCode);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(6);
  });

  it('clears the count of the e-mail address when it succeeds', async () => {
    await test.setUp();
    await signIn('ada@example.com', 'wrong');
    await setAttempts('sign-in-email', 9);
    expect((await signIn('ada@example.com', PASSWORD)).statusCode).toBe(200);
    expect((await signIn('ada@example.com', 'wrong')).statusCode).toBe(401);
  });

  it('is refused after 50 failures of a network, whatever the e-mail addresses, and other networks go on', async () => {
    await test.setUp();
    await signIn('first@example.com', 'wrong', '2001:db8:7:7::1');
    await setAttempts('sign-in-address', 49);
    expect((await signIn('second@example.com', 'wrong', '2001:db8:7:7::2')).statusCode).toBe(401);
    expect((await signIn('ada@example.com', PASSWORD, '2001:db8:7:7::3')).statusCode).toBe(429);
    expect((await signIn('ada@example.com', PASSWORD, '2001:db8:7:8::1')).statusCode).toBe(200);
  });

  it('uses up no attempt of a network when it succeeds, because an office may share one', async () => {
    await test.setUp();
    await signIn('ada@example.com', 'wrong');
    await setAttempts('sign-in-address', 49);
    for (let person = 0; person < 3; person += 1)
      expect((await signIn('ada@example.com', PASSWORD)).statusCode).toBe(200);
  });

  it('keeps no e-mail address and no network address in the counters', async () => {
    await signIn('bea@example.com', 'wrong', '192.0.2.77');
    const rows = await test.database.query<{ key: string }>('select key from rate_limits');
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toMatch(/bea|192\.0\.2/);
  });
});

describe('the session cookie', () => {
  it('is HttpOnly and SameSite=Lax, and Secure when the public address is https', async () => {
    const plain = await test.call('POST', '/api/setup', { body: ada });
    const cookie = plain.cookies.find(({ name }) => name === 'throughline_session');
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 30 * 24 * 3600 });
    expect(cookie?.secure).toBeUndefined();

    const secure = await openTestAuth({ publicUrl: 'https://throughline.example.com' });
    const made = await secure.call('POST', '/api/setup', { body: ada });
    expect(made.cookies.find(({ name }) => name === 'throughline_session')).toMatchObject({ secure: true });
    await secure.close();
  });

  it('does not work from a page of another site', async () => {
    const cookie = await test.setUp();
    const body = { email: 'bea@example.com' };
    const foreign = await test.call('POST', '/api/invitations', { cookie, body, origin: 'https://evil.example' });
    expect([foreign.statusCode, codeOf(foreign)]).toEqual([403, 'ORIGIN_REFUSED']);
    const signIn = await test.call('POST', '/api/session', { body: ada, origin: 'https://evil.example' });
    expect(codeOf(signIn)).toBe('ORIGIN_REFUSED');
    const own = await test.call('POST', '/api/invitations', { cookie, body, origin: 'http://localhost' });
    expect(own.statusCode).toBe(201);
  });

  it('ends with sign-out and cannot be forged', async () => {
    const cookie = await test.setUp();
    const [, value = ''] = cookie.split('=');
    const forged = `throughline_session=${value.slice(0, -6)}AAAAA%3D`;
    expect((await test.call('GET', '/api/session', { cookie: forged })).statusCode).toBe(401);
    for (const broken of ['throughline_session=', 'throughline_session=%E0%A4%A', `x=1; ${cookie}x; y`])
      expect((await test.call('GET', '/api/session', { cookie: broken })).statusCode).toBe(401);
    const out = await test.call('DELETE', '/api/session', { cookie });
    expect([out.statusCode, out.body]).toEqual([204, '']);
    expect(out.cookies.find(({ name }) => name === 'throughline_session')).toMatchObject({ value: '', maxAge: 0 });
    const after = await test.call('GET', '/api/session', { cookie });
    expect([after.statusCode, codeOf(after)]).toEqual([401, 'SIGN_IN_NEEDED']);
  });

  it('opens nothing once its time is over or its account is disabled, also where the row is still there', async () => {
    const cookie = await test.setUp();
    const status = async () => (await test.call('GET', '/api/session', { cookie })).statusCode;
    expect(await status()).toBe(200);
    await test.database.query('update accounts set disabled_at = now()');
    expect(await status()).toBe(401);
    await test.database.query('update accounts set disabled_at = null');
    expect(await status()).toBe(200);
    await test.database.query('update sessions set expires_at = now()');
    expect(await status()).toBe(401);
  });

  it('is removed once its time is over, with the network address of the person, and no other is', async () => {
    const cookie = await test.setUp();
    const ended = cookieOf(await signIn('ada@example.com', PASSWORD));
    const newest = '(select id from sessions order by created_at desc limit 1)';
    await test.database.query(`update sessions set expires_at = now() where id = ${newest}`);
    for (const { work } of test.auth.background) await work();
    expect(await test.database.query('select count(*)::int as n from sessions')).toEqual([{ n: 1 }]);
    expect((await test.call('GET', '/api/session', { cookie })).statusCode).toBe(200);
    expect((await test.call('GET', '/api/session', { cookie: ended })).statusCode).toBe(401);
  });

  it('is prolonged when a person comes back after a day, and its row keeps the network address', async () => {
    const cookie = cookieOf(await test.call('POST', '/api/setup', { body: ada }));
    expect((await test.call('GET', '/api/session', { cookie })).cookies).toEqual([]);
    await test.database.query(`update sessions set expires_at = now() + interval '28 days'`);
    const back = await test.call('GET', '/api/session', { cookie });
    expect(cookieOf(back)).toBe(cookie);
    const [row] = await test.database.query<{ days: number; ip_address: string }>(
      `select round(extract(epoch from expires_at - now()) / 86400)::int as days, ip_address from sessions`,
    );
    expect(row).toEqual({ days: 30, ip_address: '192.0.2.1' });
  });
});

describe('the password', () => {
  it('is changed with the current one, which ends the other sessions', async () => {
    const cookie = await test.setUp();
    const other = cookieOf(await signIn('ada@example.com', PASSWORD));
    const change = (currentPassword: string, newPassword: string) =>
      test.call('POST', '/api/password', { cookie, body: { currentPassword, newPassword } });
    expect(codeOf(await change('not the password', 'a new long password'))).toBe('PASSWORD_WRONG');
    expect(codeOf(await change(PASSWORD, 'short'))).toBe('PASSWORD_TOO_SHORT');
    expect((await change(PASSWORD, 'a new long password')).statusCode).toBe(204);
    expect((await test.call('GET', '/api/session', { cookie })).statusCode).toBe(200);
    expect((await test.call('GET', '/api/session', { cookie: other })).statusCode).toBe(401);
    expect((await signIn('ada@example.com', PASSWORD)).statusCode).toBe(401);
    expect((await signIn('ada@example.com', 'a new long password')).statusCode).toBe(200);
  });

  it('is set anew by a link that an administrator makes, once, and ends all sessions', async () => {
    const admin = await test.setUp();
    const { id, cookie } = await test.join('bea@example.com');
    const first = secretOf(await test.call('POST', `/api/accounts/${id}/reset-link`, { cookie: admin }));
    const secret = secretOf(await test.call('POST', `/api/accounts/${id}/reset-link`, { cookie: admin }));
    const link = (it: string) => `/api/reset-links/by-link/${it}`;
    expect(codeOf(await test.call('GET', link(first)))).toBe('RESET_LINK_GONE');
    expect((await test.call('GET', link(secret))).json()).toMatchObject({ email: 'bea@example.com' });
    const body = { password: 'a new long password' };
    const answers = await Promise.all([1, 2].map(() => test.call('POST', `${link(secret)}/accept`, { body })));
    expect(answers.map((answer) => answer.statusCode).sort((a, b) => a - b)).toEqual([200, 410]);
    expect((await test.call('GET', '/api/session', { cookie })).statusCode).toBe(401);
    expect((await signIn('bea@example.com', 'a new long password')).statusCode).toBe(200);
    expect((await test.kinds()).filter((kind) => kind === 'account.password-reset')).toHaveLength(1);
  });

  it('is not set by a link older than a day', async () => {
    const admin = await test.setUp();
    const { id } = await test.join('bea@example.com');
    const secret = secretOf(await test.call('POST', `/api/accounts/${id}/reset-link`, { cookie: admin }));
    test.moveClock(24 * 3_600_000);
    expect(codeOf(await test.call('GET', `/api/reset-links/by-link/${secret}`))).toBe('RESET_LINK_GONE');
  });
});

describe('the API reference', () => {
  it('describes the endpoints of this room', async () => {
    const document = (await test.call('GET', '/api/openapi.json')).json();
    expect(Object.keys(document.paths)).toContain('/api/invitations/by-link/{secret}/accept');
  });
});

/** Stands for the failures that hashing passwords would make slow to repeat. */
async function setAttempts(limit: string, attempts: number): Promise<void> {
  await test.database.query('update rate_limits set attempts = $2 where starts_with(key, $1)', [limit, attempts]);
}

/** The processor time of the cheapest of three runs, in which hashing is nearly all: other work only ever adds to it. */
async function processorTimeOf(work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3; run += 1) {
    const before = process.cpuUsage();
    await work();
    least = Math.min(least, process.cpuUsage(before).user);
  }
  return least;
}
