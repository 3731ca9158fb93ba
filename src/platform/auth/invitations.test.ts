import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf, cookieOf, openTestAuth, secretOf, type TestAuth } from './test-auth.ts';
import { PASSWORD } from './test-person.ts';

let test: TestAuth;
let admin: string;
beforeEach(async () => {
  test = await openTestAuth();
  admin = await test.setUp();
});
afterEach(() => test.close());

const accept = (secret: string) =>
  test.call('POST', `/api/invitations/by-link/${secret}/accept`, { body: { name: 'Bea', password: PASSWORD } });

function invite(body: object) {
  return test.call('POST', '/api/invitations', { cookie: admin, body });
}

describe('an invitation', () => {
  it('makes an account with its flags, signed in, and works once', async () => {
    const made = await invite({ email: 'Bea@Example.com', name: 'Bea', isAuditor: true });
    expect(made.json().link).toMatch(/^http:\/\/localhost\/invitation\/[\w-]{43}$/);
    const secret = secretOf(made);
    const seen = await test.call('GET', `/api/invitations/by-link/${secret}`);
    expect(seen.json()).toMatchObject({ email: 'bea@example.com', name: 'Bea' });
    const accepted = await accept(secret);
    expect(accepted.statusCode).toBe(201);
    const session = await test.call('GET', '/api/session', { cookie: cookieOf(accepted) });
    expect(session.json()).toMatchObject({ email: 'bea@example.com', isAdministrator: false, isAuditor: true });
    const again = await accept(secret);
    expect([again.statusCode, codeOf(again)]).toEqual([410, 'INVITATION_GONE']);
    expect(await test.kinds()).toEqual([
      'account.created',
      'invitation.made',
      'invitation.accepted',
      'account.created',
    ]);
  });

  it('makes one account when it is accepted twice at once', async () => {
    const secret = secretOf(await invite({ email: 'bea@example.com' }));
    const answers = await Promise.all([accept(secret), accept(secret), accept(secret)]);
    expect(answers.map((answer) => answer.statusCode).sort((a, b) => a - b)).toEqual([201, 410, 410]);
    expect(await test.auth.people.list()).toHaveLength(2);
  });

  it('ends after 7 days', async () => {
    const secret = secretOf(await invite({ email: 'bea@example.com' }));
    test.moveClock(7 * 24 * 3_600_000 - 60_000);
    expect((await test.call('GET', `/api/invitations/by-link/${secret}`)).statusCode).toBe(200);
    test.moveClock(60_000);
    expect(codeOf(await test.call('GET', `/api/invitations/by-link/${secret}`))).toBe('INVITATION_GONE');
    expect(codeOf(await accept(secret))).toBe('INVITATION_GONE');
    expect((await test.call('GET', '/api/invitations', { cookie: admin })).json().items).toEqual([]);
  });

  it('can be withdrawn, once', async () => {
    const made = await invite({ email: 'bea@example.com' });
    const url = `/api/invitations/${made.json().invitation.id}`;
    expect((await test.call('DELETE', url, { cookie: admin })).statusCode).toBe(204);
    expect(codeOf(await accept(secretOf(made)))).toBe('INVITATION_GONE');
    expect(codeOf(await test.call('DELETE', url, { cookie: admin }))).toBe('INVITATION_UNKNOWN');
  });

  it('replaces an earlier one of the same address', async () => {
    const first = secretOf(await invite({ email: 'bea@example.com' }));
    const second = secretOf(await invite({ email: 'bea@example.com' }));
    expect(codeOf(await accept(first))).toBe('INVITATION_GONE');
    expect((await accept(second)).statusCode).toBe(201);
    const third = await invite({ email: 'bea@example.com' });
    expect([third.statusCode, codeOf(third)]).toEqual([409, 'EMAIL_TAKEN']);
  });

  it('is kept as a hash only', async () => {
    const secret = secretOf(await invite({ email: 'bea@example.com' }));
    const rows = await test.database.query('select * from invitations');
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it('cannot be guessed for long from one network', async () => {
    const secret = secretOf(await invite({ email: 'bea@example.com' }));
    const look = (it: string) => test.call('GET', `/api/invitations/by-link/${it}`, { address: '198.51.100.7' });
    for (let attempt = 0; attempt < 50; attempt += 1) expect((await look(`guess-${attempt}`)).statusCode).toBe(410);
    expect(codeOf(await look(secret))).toBe('TOO_MANY_REQUESTS');
    expect((await test.call('GET', `/api/invitations/by-link/${secret}`)).statusCode).toBe(200);
  });

  it('is made by administrators only', async () => {
    const { cookie } = await test.join('bea@example.com');
    const refused = await test.call('POST', '/api/invitations', { cookie, body: { email: 'cy@example.com' } });
    expect([refused.statusCode, codeOf(refused)]).toEqual([403, 'NOT_ALLOWED']);
  });
});

describe('an account', () => {
  it('is listed by name for everybody signed in and for nobody else', async () => {
    const { cookie } = await test.join('bea@example.com');
    const listed = await test.call('GET', '/api/accounts', { cookie });
    expect(listed.json().items.map((item: { email: string }) => item.email)).toEqual([
      'ada@example.com',
      'bea@example.com',
    ]);
    expect((await test.call('GET', '/api/accounts')).statusCode).toBe(401);
  });

  it('keeps its session and its token only until it is disabled', async () => {
    const { id, cookie } = await test.join('bea@example.com');
    const made = await test.call('POST', '/api/access-tokens', { cookie, body: { name: 'CI', scopes: ['read'] } });
    const authorization = `Bearer ${made.json().secret}`;
    expect((await test.call('GET', '/api/session', { authorization })).statusCode).toBe(200);
    const disabled = await test.call('PATCH', `/api/accounts/${id}`, { cookie: admin, body: { isDisabled: true } });
    expect(disabled.json()).toMatchObject({ id, isDisabled: true });
    expect((await test.call('GET', '/api/session', { cookie })).statusCode).toBe(401);
    expect((await test.call('GET', '/api/session', { authorization })).statusCode).toBe(401);
    const link = await test.call('POST', `/api/accounts/${id}/reset-link`, { cookie: admin });
    expect(codeOf(link)).toBe('ACCOUNT_DISABLED');
    await test.call('PATCH', `/api/accounts/${id}`, { cookie: admin, body: { isDisabled: false } });
    expect((await test.call('GET', '/api/session', { authorization })).statusCode).toBe(200);
    expect((await test.call('GET', '/api/session', { cookie })).statusCode).toBe(401);
  });

  it('that is the last administrator stays one and stays enabled', async () => {
    const [ada] = await test.auth.people.list();
    const change = (id: string | undefined, body: object, cookie = admin) =>
      test.call('PATCH', `/api/accounts/${id}`, { cookie, body });
    expect(codeOf(await change(ada?.id, { isDisabled: true }))).toBe('LAST_ADMINISTRATOR');
    expect(codeOf(await change(ada?.id, { isAdministrator: false }))).toBe('LAST_ADMINISTRATOR');
    const bea = await test.join('bea@example.com', { isAdministrator: true });
    const answers = await Promise.all([
      change(ada?.id, { isAdministrator: false }),
      change(bea.id, { isDisabled: true }, bea.cookie),
    ]);
    expect(answers.map((answer) => answer.statusCode).sort((a, b) => a - b)).toEqual([200, 409]);
    const people = await test.auth.people.list();
    expect(people.filter((person) => person.isAdministrator && !person.isDisabled)).toHaveLength(1);
  });

  it('gets and loses rights at once, and each change says what it was', async () => {
    const { id, cookie } = await test.join('bea@example.com');
    const give = await test.call('PATCH', `/api/accounts/${id}`, { cookie: admin, body: { isAdministrator: true } });
    expect(give.json()).toMatchObject({ isAdministrator: true });
    expect((await test.call('GET', '/api/invitations', { cookie })).statusCode).toBe(200);
    await test.call('PATCH', `/api/accounts/${id}`, { cookie: admin, body: { isAdministrator: true } });
    await test.call('PATCH', `/api/accounts/${id}`, {
      cookie: admin,
      body: { isAdministrator: false, isAuditor: true },
    });
    expect((await test.call('GET', '/api/invitations', { cookie })).statusCode).toBe(403);
    const sentences = await test.database.query<{ sentence: string }>(
      `select sentence from events where kind = 'account.changed' order by seq`,
    );
    expect(sentences.map((row) => row.sentence)).toEqual([
      'made bea@example.com an administrator',
      'took the rights of an administrator from bea@example.com, made bea@example.com an auditor',
    ]);
  });

  it('that does not exist is not changed', async () => {
    const url = '/api/accounts/01900000-0000-7000-8000-000000000000';
    const unknown = await test.call('PATCH', url, { cookie: admin, body: { isAuditor: true } });
    expect([unknown.statusCode, codeOf(unknown)]).toEqual([404, 'ACCOUNT_UNKNOWN']);
  });
});
