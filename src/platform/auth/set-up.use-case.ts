import { newId } from '../database/new-id.ts';
import { addAccount, hasNoAccount, lockAdministration } from './accounts.store.ts';
import { refuseAuth } from './auth.errors.ts';
import { RATE_LIMITS } from './auth-limits.ts';
import type { AuthPorts } from './auth-ports.ts';
import { checkNewPassword } from './password-rule.ts';
import { networkOf } from './rate-limiter.ts';
import type { Client, SignedIn } from './sessions.ts';
import { signInNewPassword } from './sign-in.use-case.ts';

/**
 * Makes the first administrator and signs them in. Of two at once exactly one wins.
 * @throws Problem SETUP_DONE, PASSWORD_TOO_SHORT, TOO_MANY_REQUESTS
 */
export async function setUp(
  ports: AuthPorts,
  input: { readonly name: string; readonly email: string; readonly password: string },
  client: Client,
): Promise<SignedIn> {
  checkNewPassword(input.password, 'password');
  const limits = [{ limit: RATE_LIMITS.setUpByAddress, subject: networkOf(client.address) }];
  return ports.rateLimiter.attempt(limits, async () => {
    if (!(await hasNoAccount(ports.database))) throw refuseAuth('SETUP_DONE');
    const passwordHash = await (await ports.sessions()).hashPassword(input.password);
    await ports.database.transaction(async (tx) => {
      await lockAdministration(tx);
      if (!(await hasNoAccount(tx))) throw refuseAuth('SETUP_DONE');
      const id = newId();
      await addAccount(tx, {
        id,
        credentialId: newId(),
        name: input.name,
        email: input.email,
        passwordHash,
        isAdministrator: true,
        isAuditor: false,
        now: ports.clock(),
      });
      await ports.record(tx, {
        actorId: id,
        actorName: input.name,
        kind: 'account.created',
        sentence: 'set up this installation and became its first administrator',
        objectType: 'account',
        objectId: id,
        detail: { how: 'first set-up', isAdministrator: true, isAuditor: false },
      });
    });
    return signInNewPassword(ports, input, client);
  });
}
