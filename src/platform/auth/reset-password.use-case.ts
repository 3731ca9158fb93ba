import { newId } from '../database/new-id.ts';
import { endSessions, findPerson, type Person, writePasswordHash } from './accounts.store.ts';
import { refuseAuth } from './auth.errors.ts';
import { AUTH_LIMITS, RATE_LIMITS } from './auth-limits.ts';
import type { Actor, AuthPorts } from './auth-ports.ts';
import { findResetLink, type ResetLink, replaceResetLink, revokeResetLinks, spendResetLink } from './links.store.ts';
import { checkNewPassword } from './password-rule.ts';
import { networkOf } from './rate-limiter.ts';
import { hashSecret, newSecret } from './secrets.ts';
import type { Client, SignedIn } from './sessions.ts';
import { signInNewPassword } from './sign-in.use-case.ts';

/**
 * Makes a link with which a person sets a new password; an earlier one stops working.
 * @throws Problem ACCOUNT_UNKNOWN, ACCOUNT_DISABLED
 */
export async function makeResetLink(
  ports: AuthPorts,
  actor: Actor,
  accountId: string,
): Promise<{ readonly link: string; readonly expiresAt: Date }> {
  const secret = newSecret();
  const now = ports.clock();
  const expiresAt = new Date(now.getTime() + AUTH_LIMITS.resetLinkHours * 3_600_000);
  await ports.database.transaction(async (tx) => {
    const person = await findPerson(tx, accountId);
    if (!person) throw refuseAuth('ACCOUNT_UNKNOWN');
    if (person.isDisabled) throw refuseAuth('ACCOUNT_DISABLED', { name: person.name });
    const link = { id: newId(), accountId, expiresAt, madeBy: actor.accountId, now };
    await replaceResetLink(tx, link, hashSecret(secret));
    await ports.record(tx, {
      actorId: actor.accountId,
      actorName: actor.name,
      kind: 'account.reset-link-made',
      sentence: `made a link for ${person.name} to set a new password`,
      objectType: 'account',
      objectId: accountId,
    });
  });
  return { link: ports.linkTo(`/reset-password/${secret}`), expiresAt };
}

/**
 * The working link of a secret and the person whose password it sets.
 * @throws Problem RESET_LINK_GONE, TOO_MANY_REQUESTS
 */
export async function readResetLink(
  ports: AuthPorts,
  secret: string,
  address: string,
): Promise<{ readonly link: ResetLink; readonly person: Person }> {
  const limits = [{ limit: RATE_LIMITS.linkByAddress, subject: networkOf(address) }];
  return ports.rateLimiter.attempt(limits, async () => {
    const link = await findResetLink(ports.database, hashSecret(secret), ports.clock());
    const person = link && (await findPerson(ports.database, link.accountId));
    if (!link || !person || person.isDisabled) throw refuseAuth('RESET_LINK_GONE');
    return { link, person };
  });
}

/**
 * Sets the new password of a link, ends all sessions of the account and signs it in.
 * @throws Problem RESET_LINK_GONE, PASSWORD_TOO_SHORT, TOO_MANY_REQUESTS
 */
export async function acceptResetLink(
  ports: AuthPorts,
  secret: string,
  password: string,
  client: Client,
): Promise<SignedIn> {
  checkNewPassword(password, 'password');
  const { link, person } = await readResetLink(ports, secret, client.address);
  const passwordHash = await (await ports.sessions()).hashPassword(password);
  await ports.database.transaction(async (tx) => {
    const now = ports.clock();
    if (!(await spendResetLink(tx, link.id, now))) throw refuseAuth('RESET_LINK_GONE');
    await writePasswordHash(tx, person.id, passwordHash, now);
    await endSessions(tx, person.id);
    await revokeResetLinks(tx, person.id, now);
    await ports.record(tx, {
      actorId: person.id,
      actorName: person.name,
      kind: 'account.password-reset',
      sentence: 'set a new password by link',
      objectType: 'account',
      objectId: person.id,
    });
  });
  return signInNewPassword(ports, { email: person.email, password }, client);
}
