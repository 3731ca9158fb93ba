import { refuse } from '../contract/index.ts';
import { endSessions, readPasswordHash, writePasswordHash } from './accounts.store.ts';
import { refuseAuth } from './auth.errors.ts';
import { RATE_LIMITS } from './auth-limits.ts';
import type { Actor, AuthPorts } from './auth-ports.ts';
import { revokeResetLinks } from './links.store.ts';
import { checkNewPassword } from './password-rule.ts';

/**
 * Changes the own password; the session of `cookie` stays, all others end.
 * @throws Problem PASSWORD_WRONG, PASSWORD_TOO_SHORT, TOO_MANY_REQUESTS
 */
export async function changePassword(
  ports: AuthPorts,
  actor: Actor,
  input: { readonly currentPassword: string; readonly newPassword: string },
  cookie: string,
): Promise<void> {
  checkNewPassword(input.newPassword, 'newPassword');
  const limits = [{ limit: RATE_LIMITS.passwordByAccount, subject: actor.accountId }];
  await ports.rateLimiter.attempt(limits, async () => {
    const sessions = await ports.sessions();
    const current = await readPasswordHash(ports.database, actor.accountId);
    if (current === undefined || !(await sessions.isPassword(current, input.currentPassword)))
      throw refuseAuth('PASSWORD_WRONG');
    const session = await sessions.find(cookie);
    if (!session) throw refuse('SIGN_IN_NEEDED');
    const passwordHash = await sessions.hashPassword(input.newPassword);
    await ports.database.transaction(async (tx) => {
      const now = ports.clock();
      await writePasswordHash(tx, actor.accountId, passwordHash, now);
      await endSessions(tx, actor.accountId, session.sessionId);
      await revokeResetLinks(tx, actor.accountId, now);
      await ports.record(tx, {
        actorId: actor.accountId,
        actorName: actor.name,
        kind: 'account.password-changed',
        sentence: 'changed their password',
        objectType: 'account',
        objectId: actor.accountId,
      });
    });
  });
}
