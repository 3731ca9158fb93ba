import type { BetterAuthOptions } from 'better-auth';
import type { Dialect } from 'kysely';
import { newId } from '../database/new-id.ts';
import type { Log } from '../log/log.ts';
import { AUTH_LIMITS } from './auth-limits.ts';

/** The name of the session cookie. */
export const SESSION_COOKIE = 'throughline_session';

/** The header in which we hand better-auth the caller's address; it never comes from the network. */
export const CLIENT_ADDRESS_HEADER = 'x-client-ip';

/** What better-auth needs of the installation. */
export interface BetterAuthSettings {
  readonly dialect: Dialect;
  /** Signs the session cookie. */
  readonly secret: string;
  readonly publicUrl: string | undefined;
  readonly log: Log;
}

/**
 * How better-auth is set up: our table and column names, one plain cookie, no sign-up, no rate limit and no address of its
 * own, because its router is not mounted.
 */
export function betterAuthOptions({ dialect, secret, publicUrl, log }: BetterAuthSettings) {
  const isHttps = publicUrl?.startsWith('https:') ?? false;
  return {
    appName: 'Throughline',
    baseURL: publicUrl ?? 'http://localhost',
    // Given as a list, because better-auth would else let a variable of the environment stand in for it.
    secrets: [{ version: 1, value: secret }],
    database: { dialect, type: 'postgres' },
    telemetry: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true },
    rateLimit: { enabled: false },
    session: {
      modelName: 'sessions',
      expiresIn: AUTH_LIMITS.sessionDays * 24 * 3600,
      fields: {
        userId: 'account_id',
        expiresAt: 'expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
      },
    },
    user: {
      modelName: 'accounts',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      additionalFields: {
        isAdministrator: { type: 'boolean', fieldName: 'is_administrator', required: true, input: false },
        isAuditor: { type: 'boolean', fieldName: 'is_auditor', required: true, input: false },
        disabledAt: { type: 'date', fieldName: 'disabled_at', required: false, input: false },
      },
    },
    account: {
      modelName: 'account_credentials',
      fields: {
        userId: 'account_id',
        providerId: 'provider',
        accountId: 'subject',
        password: 'password_hash',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'verifications',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    advanced: {
      // The prefix that better-auth adds to secure cookies would change the cookie's name with the address.
      useSecureCookies: false,
      cookiePrefix: 'throughline',
      cookies: { session_token: { name: SESSION_COOKIE } },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: isHttps, path: '/' },
      database: { generateId: newId },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    logger: {
      level: 'error',
      // Only what the error is called goes to the log: a driver's error may carry the values of the row.
      log: (_level, message, ...details) =>
        log.error(
          { causes: details.filter((detail) => detail instanceof Error).map((error) => error.message) },
          message,
        ),
    },
  } satisfies BetterAuthOptions;
}
