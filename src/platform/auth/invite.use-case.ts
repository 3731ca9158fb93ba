import { newId } from '../database/new-id.ts';
import { isEmailTaken } from './accounts.store.ts';
import { refuseAuth } from './auth.errors.ts';
import { AUTH_LIMITS } from './auth-limits.ts';
import type { Actor, AuthPorts } from './auth-ports.ts';
import { addInvitation, type Invitation, listOpenInvitations, revokeInvitations } from './links.store.ts';
import { hashSecret, newSecret } from './secrets.ts';

/** An invitation and its link, which cannot be shown again. */
export interface MadeInvitation {
  readonly invitation: Invitation;
  readonly link: string;
}

/**
 * Invites somebody; an open invitation of the same e-mail address is withdrawn, so that one link works.
 * @throws Problem EMAIL_TAKEN, INVITATION_LIMIT
 */
export async function invite(
  ports: AuthPorts,
  actor: Actor,
  input: Pick<Invitation, 'email' | 'name' | 'isAdministrator' | 'isAuditor'>,
): Promise<MadeInvitation> {
  const secret = newSecret();
  const now = ports.clock();
  const invitation: Invitation = {
    ...input,
    id: newId(),
    invitedBy: actor.accountId,
    createdAt: now,
    expiresAt: new Date(now.getTime() + AUTH_LIMITS.invitationDays * 24 * 3_600_000),
  };
  await ports.database.transaction(async (tx) => {
    if (await isEmailTaken(tx, input.email)) throw refuseAuth('EMAIL_TAKEN', { email: input.email });
    const by = { actorId: actor.accountId, actorName: actor.name, objectType: 'invitation' } as const;
    for (const replaced of await revokeInvitations(tx, { email: input.email }, now)) {
      const sentence = 'replaced an invitation by a new one';
      await ports.record(tx, { ...by, kind: 'invitation.revoked', sentence, objectId: replaced });
    }
    const limit = AUTH_LIMITS.openInvitations;
    if ((await listOpenInvitations(tx, now)).length >= limit) throw refuseAuth('INVITATION_LIMIT', { limit });
    await addInvitation(tx, invitation, hashSecret(secret));
    const { isAdministrator, isAuditor } = invitation;
    const detail = { isAdministrator, isAuditor };
    const sentence = `made an invitation${isAdministrator ? ' for an administrator' : ''}`;
    await ports.record(tx, { ...by, kind: 'invitation.made', sentence, objectId: invitation.id, detail });
  });
  return { invitation, link: ports.linkTo(`/invitation/${secret}`) };
}

/**
 * Withdraws an open invitation.
 * @throws Problem INVITATION_UNKNOWN
 */
export async function revokeInvitation(ports: AuthPorts, actor: Actor, id: string): Promise<void> {
  await ports.database.transaction(async (tx) => {
    const revoked = await revokeInvitations(tx, { id }, ports.clock());
    if (revoked.length === 0) throw refuseAuth('INVITATION_UNKNOWN');
    await ports.record(tx, {
      actorId: actor.accountId,
      actorName: actor.name,
      kind: 'invitation.revoked',
      sentence: 'withdrew an invitation',
      objectType: 'invitation',
      objectId: id,
    });
  });
}
