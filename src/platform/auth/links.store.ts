import type { Selectable } from 'kysely';
import type { Queryable, Transaction } from '../database/database.ts';
import type { AuthTables, InvitationsTable } from './auth-tables.ts';

/** An invitation that can still be accepted. */
export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly isAdministrator: boolean;
  readonly isAuditor: boolean;
  readonly invitedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** A link to set a new password that still works. */
export interface ResetLink {
  readonly id: string;
  readonly accountId: string;
  readonly expiresAt: Date;
}

/** The open invitations, newest first. */
export async function listOpenInvitations(db: Queryable, now: Date): Promise<Invitation[]> {
  const rows = await openInvitations(db, now).orderBy('id', 'desc').execute();
  return rows.map(toInvitation);
}

/** The open invitation of a link. */
export async function findInvitation(db: Queryable, secretHash: string, now: Date): Promise<Invitation | undefined> {
  const row = await openInvitations(db, now).where('secret_hash', '=', secretHash).executeTakeFirst();
  return row && toInvitation(row);
}

/** Adds an invitation. */
export async function addInvitation(tx: Transaction, invitation: Invitation, secretHash: string): Promise<void> {
  await tx
    .tables<AuthTables>()
    .insertInto('invitations')
    .values({
      id: invitation.id,
      secret_hash: secretHash,
      email: invitation.email,
      name: invitation.name,
      is_administrator: invitation.isAdministrator,
      is_auditor: invitation.isAuditor,
      invited_by: invitation.invitedBy,
      created_at: invitation.createdAt,
      expires_at: invitation.expiresAt,
    })
    .execute();
}

/**
 * Uses an open invitation up. Of two transactions at once the second waits for the first and then finds it used.
 * @returns whether it was still open
 */
export function spendInvitation(tx: Transaction, id: string, now: Date): Promise<boolean> {
  return spend(tx, 'invitations', id, now);
}

/** Withdraws open invitations, by id or by e-mail address; the ids of those that were open. */
export async function revokeInvitations(
  tx: Transaction,
  which: { readonly id: string } | { readonly email: string },
  now: Date,
): Promise<string[]> {
  const open = tx
    .tables<AuthTables>()
    .updateTable('invitations')
    .set({ revoked_at: now })
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now);
  const chosen = 'id' in which ? open.where('id', '=', which.id) : open.where('email', '=', which.email);
  const rows = await chosen.returning('id').execute();
  return rows.map((row) => row.id);
}

/** Adds a link to set a new password and revokes those that the account had. */
export async function replaceResetLink(
  tx: Transaction,
  link: ResetLink & { readonly madeBy: string; readonly now: Date },
  secretHash: string,
): Promise<void> {
  await revokeResetLinks(tx, link.accountId, link.now);
  await tx
    .tables<AuthTables>()
    .insertInto('reset_links')
    .values({
      id: link.id,
      secret_hash: secretHash,
      account_id: link.accountId,
      made_by: link.madeBy,
      created_at: link.now,
      expires_at: link.expiresAt,
    })
    .execute();
}

/** Revokes the links to set a new password that an account still has. */
export async function revokeResetLinks(tx: Transaction, accountId: string, now: Date): Promise<void> {
  await tx
    .tables<AuthTables>()
    .updateTable('reset_links')
    .set({ revoked_at: now })
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute();
}

/** The working link of a secret. */
export async function findResetLink(db: Queryable, secretHash: string, now: Date): Promise<ResetLink | undefined> {
  const row = await db
    .tables<AuthTables>()
    .selectFrom('reset_links')
    .select(['id', 'account_id', 'expires_at'])
    .where('secret_hash', '=', secretHash)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row && { id: row.id, accountId: row.account_id, expiresAt: row.expires_at };
}

/**
 * Uses a link up, like `spendInvitation`.
 * @returns whether it still worked
 */
export function spendResetLink(tx: Transaction, id: string, now: Date): Promise<boolean> {
  return spend(tx, 'reset_links', id, now);
}

async function spend(tx: Transaction, table: 'invitations' | 'reset_links', id: string, now: Date): Promise<boolean> {
  const used = await tx
    .tables<AuthTables>()
    .updateTable(table)
    .set({ used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('id')
    .executeTakeFirst();
  return used !== undefined;
}

function openInvitations(db: Queryable, now: Date) {
  return db
    .tables<AuthTables>()
    .selectFrom('invitations')
    .selectAll()
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now);
}

function toInvitation(row: Selectable<InvitationsTable>): Invitation {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    isAdministrator: row.is_administrator,
    isAuditor: row.is_auditor,
    invitedBy: row.invited_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
