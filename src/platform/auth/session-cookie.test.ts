import { serializeSignedCookie } from 'better-call';
import { describe, expect, it } from 'vitest';
import { readSessionToken } from './session-cookie.ts';

const SECRET = 'a secret of an installation, long enough';
const signed = (token: string, secret = SECRET) => serializeSignedCookie('session', token, secret);
const read = (cookie: string) => readSessionToken(cookie, 'session', SECRET);

describe('the cookie of a session', () => {
  it('is read as better-auth signs it, wherever it stands among others', async () => {
    for (const token of ['token', 'a.token with; signs=é', 'x']) {
      const cookie = await signed(token);
      expect(read(cookie)).toBe(token);
      expect(read(`other=1; sessions=${token}; ${cookie}; session=later`)).toBe(token);
    }
  });

  it('is none when another secret signed it, when anything of it was changed, and when it is broken', async () => {
    expect(read(await signed('token', 'another secret of an installation'))).toBeUndefined();
    const cookie = await signed('token');
    const forged = [cookie.replace('token', 'taken'), cookie.slice(0, -1), `${cookie}A`, cookie.replace('=', '="')];
    const broken = ['', 'session', 'session=', 'session=.', 'session=token', 'session=token.', 'session=%E0%A4%A'];
    for (const other of [...forged, ...broken, `session=first; ${cookie}`])
      expect([other, read(other)]).toEqual([other, undefined]);
  });
});
