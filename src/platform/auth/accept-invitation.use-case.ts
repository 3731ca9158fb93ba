import type { Transaction } from '../database/database.ts';
import { newId } from '../database/new-id.ts';
import { addAccount } from './accounts.store.ts';
import { refuseAuth } from './auth.errors.ts';
import { RATE_LIMITS } from './auth-limits.ts';
import type { AuthPorts } from './auth-ports.ts';
import { findInvitation, type Invitation, spendInvitation } from './links.store.ts';
import { checkNewPassword } from './password-rule.ts';
import { networkOf } from './rate-limiter.ts';
import { hashSecret } from './secrets.ts';
import type { Client, SignedIn } from './sessions.ts';
import { signInNewPassword } from './sign-in.use-case.ts';

/**
 * The open invitation of a link.
 * @throws Problem INVITATION_GONE, TOO_MANY_REQUESTS
 */
export async function readInvitation(ports: AuthPorts, secret: string, address: string): Promise<Invitation> {
  const limits = [{ limit: RATE_LIMITS.linkByAddress, subject: networkOf(address) }];
  return ports.rateLimiter.attempt(limits, async () => {
    const invitation = await findInvitation(ports.database, hashSecret(secret), ports.clock());
    if (!invitation) throw refuseAuth('INVITATION_GONE');
    return invitation;
  });
}

/**
 * Makes the account that an invitation promises and signs it in. Of two at once exactly one wins.
 * @throws Problem INVITATION_GONE, EMAIL_TAKEN, PASSWORD_TOO_SHORT, TOO_MANY_REQUESTS
 */
export async function acceptInvitation(
  ports: AuthPorts,
  secret: string,
  input: { readonly name: string; readonly password: string },
  client: Client,
): Promise<SignedIn> {
  checkNewPassword(input.password, 'password');
  const invitation = await readInvitation(ports, secret, client.address);
  const passwordHash = await (await ports.sessions()).hashPassword(input.password);
  await ports.database.transaction((tx) => makeInvitedAccount(tx, ports, invitation, input.name, passwordHash));
  return signInNewPassword(ports, { email: invitation.email, password: input.password }, client);
}

async function makeInvitedAccount(
  tx: Transaction,
  ports: AuthPorts,
  invitation: Invitation,
  name: string,
  passwordHash: string,
): Promise<void> {
  const now = ports.clock();
  const { email, isAdministrator, isAuditor } = invitation;
  if (!(await spendInvitation(tx, invitation.id, now))) throw refuseAuth('INVITATION_GONE');
  const id = newId();
  const account = { id, credentialId: newId(), name, email, passwordHash, isAdministrator, isAuditor, now };
  if ((await addAccount(tx, account)) === 'email-taken') throw refuseAuth('EMAIL_TAKEN', { email });
  const by = { actorId: id, actorName: name };
  await ports.record(tx, {
    ...by,
    kind: 'invitation.accepted',
    sentence: 'accepted an invitation',
    objectType: 'invitation',
    objectId: invitation.id,
    detail: { accountId: id },
  });
  await ports.record(tx, {
    ...by,
    kind: 'account.created',
    sentence: 'opened an account by invitation',
    objectType: 'account',
    objectId: id,
    detail: { how: 'invitation', invitedBy: invitation.invitedBy, isAdministrator, isAuditor },
  });
}
