import { sql } from 'kysely';
import type { Migration } from '../database/migrations.ts';

/**
 * The tables of accounts, sessions, links and tokens. `accounts`, `account_credentials`, `sessions` and `verifications`
 * have the columns that better-auth asks for; a test holds them equal to what it would create itself.
 */
export const authMigrations: readonly Migration[] = [
  {
    name: '0010-accounts',
    async up(db) {
      await sql`
        create table accounts (
          id uuid primary key,
          name text not null,
          email text not null unique check (email = lower(email)),
          email_verified boolean not null default false,
          image text,
          is_administrator boolean not null,
          is_auditor boolean not null,
          disabled_at timestamptz(3),
          created_at timestamptz(3) not null,
          updated_at timestamptz(3) not null
        )`.execute(db);
      await sql`
        create table account_credentials (
          id uuid primary key,
          account_id uuid not null references accounts on delete cascade,
          provider text not null,
          subject text not null,
          password_hash text,
          access_token text,
          refresh_token text,
          id_token text,
          access_token_expires_at timestamptz(3),
          refresh_token_expires_at timestamptz(3),
          scope text,
          created_at timestamptz(3) not null,
          updated_at timestamptz(3) not null,
          unique (provider, subject)
        )`.execute(db);
      await sql`create index account_credentials_account_id_idx on account_credentials (account_id)`.execute(db);
      await sql`
        create table sessions (
          id uuid primary key,
          account_id uuid not null references accounts on delete cascade,
          token text not null unique,
          ip_address text,
          user_agent text,
          expires_at timestamptz(3) not null,
          created_at timestamptz(3) not null,
          updated_at timestamptz(3) not null
        )`.execute(db);
      await sql`create index sessions_account_id_idx on sessions (account_id)`.execute(db);
      await sql`
        create table verifications (
          id uuid primary key,
          identifier text not null,
          value text not null,
          expires_at timestamptz(3) not null,
          created_at timestamptz(3) not null,
          updated_at timestamptz(3) not null
        )`.execute(db);
      await sql`create index verifications_identifier_idx on verifications (identifier)`.execute(db);
    },
  },
  {
    name: '0011-links-and-tokens',
    async up(db) {
      await sql`
        create table invitations (
          id uuid primary key,
          secret_hash text not null unique,
          email text not null,
          name text,
          is_administrator boolean not null,
          is_auditor boolean not null,
          invited_by uuid not null references accounts,
          created_at timestamptz(3) not null,
          expires_at timestamptz(3) not null,
          used_at timestamptz(3),
          revoked_at timestamptz(3)
        )`.execute(db);
      await sql`
        create index invitations_open on invitations (email) where used_at is null and revoked_at is null`.execute(db);
      await sql`
        create table reset_links (
          id uuid primary key,
          secret_hash text not null unique,
          account_id uuid not null references accounts on delete cascade,
          made_by uuid not null references accounts,
          created_at timestamptz(3) not null,
          expires_at timestamptz(3) not null,
          used_at timestamptz(3),
          revoked_at timestamptz(3)
        )`.execute(db);
      await sql`
        create index reset_links_open on reset_links (account_id) where used_at is null and revoked_at is null`.execute(
        db,
      );
      await sql`
        create table access_tokens (
          id uuid primary key,
          account_id uuid not null references accounts on delete cascade,
          name text not null,
          token_hash text not null unique,
          prefix text not null,
          scopes text[] not null check (cardinality(scopes) > 0),
          created_at timestamptz(3) not null,
          expires_at timestamptz(3),
          revoked_at timestamptz(3),
          last_used_at timestamptz(3)
        )`.execute(db);
      await sql`create index access_tokens_of_account on access_tokens (account_id) where revoked_at is null`.execute(
        db,
      );
    },
  },
  {
    name: '0012-rate-limits-and-secrets',
    async up(db) {
      await sql`
        create table rate_limits (
          key text primary key,
          attempts integer not null,
          window_ends_at timestamptz(3) not null
        )`.execute(db);
      await sql`create index rate_limits_by_end on rate_limits (window_ends_at)`.execute(db);
      await sql`create table installation_secrets (name text primary key, value text not null)`.execute(db);
    },
  },
];
