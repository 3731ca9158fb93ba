import type { Selectable } from 'kysely';
import type { Scope } from '../contract/index.ts';
import type { Queryable, Transaction } from '../database/database.ts';
import type { AccessTokensTable, AuthTables } from './auth-tables.ts';

/** An access token without its secret. */
export interface AccessToken {
  readonly id: string;
  readonly name: string;
  /** The first characters of the secret. */
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** What a check of a token finds: the token and its account, in one read. */
export interface CheckedToken {
  readonly tokenId: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly account: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly isAdministrator: boolean;
    readonly isAuditor: boolean;
  };
}

interface CheckedRow extends Pick<Selectable<AccessTokensTable>, 'scopes' | 'expires_at' | 'last_used_at'> {
  readonly token_id: string;
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly is_administrator: boolean;
  readonly is_auditor: boolean;
}

/** The tokens of an account that were not revoked, newest first. */
export async function listAccessTokens(db: Queryable, accountId: string): Promise<AccessToken[]> {
  const rows = await db
    .tables<AuthTables>()
    .selectFrom('access_tokens')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .orderBy('id', 'desc')
    .execute();
  return rows.map(toAccessToken);
}

/** Adds a token. */
export async function addAccessToken(
  tx: Transaction,
  accountId: string,
  token: Omit<AccessToken, 'lastUsedAt'>,
  tokenHash: string,
): Promise<void> {
  await tx
    .tables<AuthTables>()
    .insertInto('access_tokens')
    .values({
      id: token.id,
      account_id: accountId,
      name: token.name,
      token_hash: tokenHash,
      prefix: token.prefix,
      scopes: [...token.scopes],
      created_at: token.createdAt,
      expires_at: token.expiresAt,
    })
    .execute();
}

/**
 * Revokes a token of an account.
 * @returns its name, or `undefined` when the account has none with this id that was not revoked yet
 */
export async function revokeAccessToken(
  tx: Transaction,
  accountId: string,
  id: string,
  now: Date,
): Promise<{ readonly name: string } | undefined> {
  return tx
    .tables<AuthTables>()
    .updateTable('access_tokens')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .returning('name')
    .executeTakeFirst();
}

/** The working token of a hash with its account; `undefined` when revoked, expired, unknown or of a disabled account. */
export async function checkAccessToken(db: Queryable, tokenHash: string, now: Date): Promise<CheckedToken | undefined> {
  const [row] = await db.query<CheckedRow>(
    `select t.id as token_id, t.scopes, t.expires_at, t.last_used_at,
       a.id, a.name, a.email, a.is_administrator, a.is_auditor
     from access_tokens t join accounts a on a.id = t.account_id
     where t.token_hash = $1 and t.revoked_at is null and a.disabled_at is null
       and (t.expires_at is null or t.expires_at > $2)`,
    [tokenHash, now],
  );
  if (!row) return undefined;
  const { token_id, scopes, expires_at, last_used_at, id, name, email, is_administrator, is_auditor } = row;
  return {
    tokenId: token_id,
    scopes,
    expiresAt: expires_at,
    lastUsedAt: last_used_at,
    account: { id, name, email, isAdministrator: is_administrator, isAuditor: is_auditor },
  };
}

/** Notes that a token was used, unless another replica noted it after `before`. */
export async function noteTokenUse(db: Queryable, id: string, before: Date, now: Date): Promise<void> {
  await db
    .tables<AuthTables>()
    .updateTable('access_tokens')
    .set({ last_used_at: now })
    .where('id', '=', id)
    .where((where) => where.or([where('last_used_at', 'is', null), where('last_used_at', '<=', before)]))
    .execute();
}

function toAccessToken(row: Selectable<AccessTokensTable>): AccessToken {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}
