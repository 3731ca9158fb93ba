import { type Selectable, sql } from 'kysely';
import type { Queryable, Transaction } from '../database/database.ts';
import type { AccountsTable, AuthTables } from './auth-tables.ts';

/** A person who may sign in. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Manages accounts and settings of the installation. */
  readonly isAdministrator: boolean;
  /** Reads everything and changes nothing. */
  readonly isAuditor: boolean;
  /** May not sign in, and no session or token of theirs works. */
  readonly isDisabled: boolean;
  readonly createdAt: Date;
}

/** A new account with the hash of its password. */
export interface NewAccount {
  readonly id: string;
  readonly credentialId: string;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly isAdministrator: boolean;
  readonly isAuditor: boolean;
  readonly now: Date;
}

/** Whether there is no account at all. */
export async function hasNoAccount(db: Queryable): Promise<boolean> {
  const row = await db.tables<AuthTables>().selectFrom('accounts').select('id').limit(1).executeTakeFirst();
  return row === undefined;
}

/**
 * Lets one transaction at a time decide who administers the installation, so that two set-ups cannot both find it empty
 * and two administrators cannot disable each other. Held until the transaction ends.
 */
export async function lockAdministration(tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('throughline.administration', 0))`.execute(
    tx.tables<AuthTables>(),
  );
}

/** Adds an account with its password; says so when the e-mail address already has one. */
export async function addAccount(tx: Transaction, account: NewAccount): Promise<'added' | 'email-taken'> {
  const tables = tx.tables<AuthTables>();
  const times = { created_at: account.now, updated_at: account.now };
  const added = await tables
    .insertInto('accounts')
    .values({
      id: account.id,
      name: account.name,
      email: account.email,
      is_administrator: account.isAdministrator,
      is_auditor: account.isAuditor,
      ...times,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) return 'email-taken';
  await tables
    .insertInto('account_credentials')
    .values({
      id: account.credentialId,
      account_id: account.id,
      provider: 'credential',
      subject: account.id,
      password_hash: account.passwordHash,
      ...times,
    })
    .execute();
  return 'added';
}

/** All accounts by name. */
export async function listPeople(db: Queryable): Promise<Person[]> {
  const rows = await db.tables<AuthTables>().selectFrom('accounts').selectAll().orderBy('name').orderBy('id').execute();
  return rows.map(toPerson);
}

/** One account. */
export async function findPerson(db: Queryable, id: string): Promise<Person | undefined> {
  const row = await db.tables<AuthTables>().selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toPerson(row);
}

/** Whether an account has this e-mail address. */
export async function isEmailTaken(db: Queryable, email: string): Promise<boolean> {
  const row = await db
    .tables<AuthTables>()
    .selectFrom('accounts')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirst();
  return row !== undefined;
}

/** How many administrators can sign in. */
export async function countWorkingAdministrators(tx: Transaction): Promise<number> {
  const rows = await tx
    .tables<AuthTables>()
    .selectFrom('accounts')
    .select('id')
    .where('is_administrator', '=', true)
    .where('disabled_at', 'is', null)
    .execute();
  return rows.length;
}

/** Writes an account's flags; the moment of disabling is kept when it was disabled before. */
export async function writeFlags(
  tx: Transaction,
  id: string,
  flags: Pick<Person, 'isAdministrator' | 'isAuditor' | 'isDisabled'>,
  now: Date,
): Promise<void> {
  await tx
    .tables<AuthTables>()
    .updateTable('accounts')
    .set({
      is_administrator: flags.isAdministrator,
      is_auditor: flags.isAuditor,
      disabled_at: flags.isDisabled ? sql<Date>`coalesce(disabled_at, ${now})` : null,
      updated_at: now,
    })
    .where('id', '=', id)
    .execute();
}

/** The hash of an account's password. */
export async function readPasswordHash(db: Queryable, accountId: string): Promise<string | undefined> {
  const row = await db
    .tables<AuthTables>()
    .selectFrom('account_credentials')
    .select('password_hash')
    .where('account_id', '=', accountId)
    .where('provider', '=', 'credential')
    .executeTakeFirst();
  return row?.password_hash ?? undefined;
}

/** Replaces an account's password. */
export async function writePasswordHash(
  tx: Transaction,
  accountId: string,
  passwordHash: string,
  now: Date,
): Promise<void> {
  await tx
    .tables<AuthTables>()
    .updateTable('account_credentials')
    .set({ password_hash: passwordHash, updated_at: now })
    .where('account_id', '=', accountId)
    .where('provider', '=', 'credential')
    .execute();
}

/** Ends the sessions of an account, except one where a session is named. */
export async function endSessions(tx: Transaction, accountId: string, exceptSessionId?: string): Promise<void> {
  const sessions = tx.tables<AuthTables>().deleteFrom('sessions').where('account_id', '=', accountId);
  await (exceptSessionId === undefined ? sessions : sessions.where('id', '!=', exceptSessionId)).execute();
}

function toPerson(row: Selectable<AccountsTable>): Person {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    isAdministrator: row.is_administrator,
    isAuditor: row.is_auditor,
    isDisabled: row.disabled_at !== null,
    createdAt: row.created_at,
  };
}
