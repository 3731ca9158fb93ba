import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The token of a session in a cookie header, signed as better-auth signs it: the token, a dot, and the HMAC-SHA-256 of the
 * token in base64. The first cookie of that name counts. `undefined` without one, and for a signature by another secret.
 */
export function readSessionToken(cookie: string, name: string, secret: string): string | undefined {
  const value = readCookie(cookie, name);
  const dot = value?.lastIndexOf('.') ?? -1;
  if (value === undefined || dot < 1) return undefined;
  const token = value.slice(0, dot);
  const given = Buffer.from(value.slice(dot + 1));
  const signed = Buffer.from(createHmac('sha256', secret).update(token).digest('base64'));
  return given.length === signed.length && timingSafeEqual(given, signed) ? token : undefined;
}

function readCookie(cookie: string, name: string): string | undefined {
  for (const pair of cookie.split(';')) {
    const equals = pair.indexOf('=');
    if (equals === -1 || pair.slice(0, equals).trim() !== name) continue;
    try {
      return decodeURIComponent(pair.slice(equals + 1).trim());
    } catch {
      return undefined;
    }
  }
  return undefined;
}
