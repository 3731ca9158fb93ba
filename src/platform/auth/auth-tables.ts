import type { ColumnType, Generated } from 'kysely';
import type { Scope } from '../contract/index.ts';

/** A column that is written once, when the row is made. */
type Fixed<T> = ColumnType<T, T, never>;

/** The people who may sign in. better-auth calls this table "user". */
export interface AccountsTable {
  readonly id: Fixed<string>;
  readonly name: string;
  /** Lower case, unique. */
  readonly email: string;
  /** better-auth wants these two; we do not use them. */
  readonly email_verified: Generated<boolean>;
  readonly image: ColumnType<string | null, never, never>;
  readonly is_administrator: boolean;
  readonly is_auditor: boolean;
  /** Since when the account may not be used; `null` while it may. */
  readonly disabled_at: ColumnType<Date | null, never, Date | null>;
  readonly created_at: Fixed<Date>;
  readonly updated_at: Date;
}

/** How an account proves itself: its password's hash. better-auth calls this table "account". */
interface AccountCredentialsTable {
  readonly id: Fixed<string>;
  readonly account_id: Fixed<string>;
  /** `credential` for a password. */
  readonly provider: Fixed<string>;
  /** The account's id as the provider knows it; for a password the account's own id. */
  readonly subject: Fixed<string>;
  readonly password_hash: string | null;
  readonly created_at: Fixed<Date>;
  readonly updated_at: Date;
}

/** Sessions are written by better-auth; we only end them. */
interface SessionsTable {
  readonly id: Fixed<string>;
  readonly account_id: Fixed<string>;
}

/** Invitations by link; the link's secret is kept as its hash only. */
export interface InvitationsTable {
  readonly id: Fixed<string>;
  readonly secret_hash: Fixed<string>;
  readonly email: Fixed<string>;
  readonly name: Fixed<string | null>;
  readonly is_administrator: Fixed<boolean>;
  readonly is_auditor: Fixed<boolean>;
  readonly invited_by: Fixed<string>;
  readonly created_at: Fixed<Date>;
  readonly expires_at: Fixed<Date>;
  readonly used_at: ColumnType<Date | null, never, Date>;
  readonly revoked_at: ColumnType<Date | null, never, Date>;
}

/** Links with which a person sets a new password; the secret is kept as its hash only. */
interface ResetLinksTable {
  readonly id: Fixed<string>;
  readonly secret_hash: Fixed<string>;
  readonly account_id: Fixed<string>;
  readonly made_by: Fixed<string>;
  readonly created_at: Fixed<Date>;
  readonly expires_at: Fixed<Date>;
  readonly used_at: ColumnType<Date | null, never, Date>;
  readonly revoked_at: ColumnType<Date | null, never, Date>;
}

/** Access tokens; the secret is kept as its hash only. */
export interface AccessTokensTable {
  readonly id: Fixed<string>;
  readonly account_id: Fixed<string>;
  readonly name: Fixed<string>;
  readonly token_hash: Fixed<string>;
  readonly prefix: Fixed<string>;
  readonly scopes: Fixed<Scope[]>;
  readonly created_at: Fixed<Date>;
  readonly expires_at: Fixed<Date | null>;
  readonly revoked_at: ColumnType<Date | null, never, Date>;
  readonly last_used_at: ColumnType<Date | null, never, Date>;
}

/** Counters of attempts; the key is a hash, so that no e-mail address or network address is kept here. */
interface RateLimitsTable {
  readonly key: Fixed<string>;
  readonly attempts: number;
  readonly window_ends_at: Date;
}

/** Secrets that the installation made for itself. */
interface InstallationSecretsTable {
  readonly name: Fixed<string>;
  readonly value: Fixed<string>;
}

/** The tables of this room. */
export interface AuthTables {
  readonly accounts: AccountsTable;
  readonly account_credentials: AccountCredentialsTable;
  readonly sessions: SessionsTable;
  readonly invitations: InvitationsTable;
  readonly reset_links: ResetLinksTable;
  readonly access_tokens: AccessTokensTable;
  readonly rate_limits: RateLimitsTable;
  readonly installation_secrets: InstallationSecretsTable;
}
