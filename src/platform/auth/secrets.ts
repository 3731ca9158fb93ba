import { createHash, randomBytes } from 'node:crypto';

/** What every access token begins with, so that scanners of leaked secrets can find it. */
export const ACCESS_TOKEN_START = 'tl_';

/** How many characters of an access token are kept to tell tokens apart: the start and 36 of its 256 bits. */
const SHOWN_CHARACTERS = ACCESS_TOKEN_START.length + 6;

/** 256 random bits in characters that need no escaping in an address. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** A new access token. */
export function newAccessToken(): string {
  return `${ACCESS_TOKEN_START}${newSecret()}`;
}

/** The part of an access token that may be shown again. */
export function shownPart(token: string): string {
  return token.slice(0, SHOWN_CHARACTERS);
}

/**
 * SHA-256 in hexadecimal: how links and tokens are stored. They are 256 random bits, so that a slow hash with salt would
 * add nothing, and the hash can be looked up in an index.
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
