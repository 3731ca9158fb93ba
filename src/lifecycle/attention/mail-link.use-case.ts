import { createHmac, timingSafeEqual } from 'node:crypto';
import { refuseAttention } from './attention.errors.ts';
import { ATTENTION_LIMITS } from './attention-limits.ts';

/** What a link in a mail is for; a link for one thing never serves for another. */
export type LinkPurpose = 'notice' | 'mail-off';

/**
 * Makes the token of a link: what it is for, which notice or account it names, and until when, signed. It is no key: a
 * notice is shown only to the signed-in person to whom it was sent. `mail-off` alone works without a session, as RFC 8058
 * asks for, and all that it can do is to end the mails to one address.
 */
export function signLink(secret: string, purpose: LinkPurpose, id: string, now: Date): string {
  const untilSeconds = Math.floor(now.getTime() / 1_000) + ATTENTION_LIMITS.linkDays * 86_400;
  const said = `${purpose}.${id}.${untilSeconds.toString(36)}`;
  return `${said}.${signatureOf(secret, said)}`;
}

/**
 * Reads a token back.
 * @returns the id that it names.
 * @throws Problem MAIL_LINK_UNKNOWN when it was not signed here, was made for something else, or has expired.
 */
export function readLink(secret: string, purpose: LinkPurpose, token: string, now: Date): string {
  const refusal = refuseAttention('MAIL_LINK_UNKNOWN', { days: ATTENTION_LIMITS.linkDays });
  const [foundPurpose, id, until, signature, ...rest] = token.split('.');
  if (id === undefined || until === undefined || signature === undefined || rest.length > 0) throw refusal;
  const expected = Buffer.from(signatureOf(secret, `${foundPurpose}.${id}.${until}`));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) throw refusal;
  if (foundPurpose !== purpose || Number.parseInt(until, 36) * 1_000 < now.getTime()) throw refusal;
  return id;
}

function signatureOf(secret: string, said: string): string {
  // A key of its own: the secret of the installation signs other things too.
  const key = createHmac('sha256', secret).update('links in mails').digest();
  return createHmac('sha256', key).update(said).digest('base64url');
}
