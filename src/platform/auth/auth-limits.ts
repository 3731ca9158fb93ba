/** Limits of accounts, links and tokens, stated once. */
export const AUTH_LIMITS = {
  /** Fewest characters of a password. */
  passwordMinLength: 10,
  /** Most characters of a password; hashing more would only cost time. */
  passwordMaxLength: 200,
  /** Fewest characters of a secret for session cookies that the installation gives itself. */
  secretMinLength: 32,
  /** How long an invitation link works. */
  invitationDays: 7,
  /** How long a link to set a new password works. */
  resetLinkHours: 24,
  /** How long a session lives without being used. */
  sessionDays: 30,
  /** How many invitations may be open at once. */
  openInvitations: 500,
  /** How many access tokens that still work a person may have. */
  accessTokensPerAccount: 50,
  /** The longest life that may be asked for an access token; without one it lives until it is revoked. */
  accessTokenMaxDays: 3_650,
  /** How long a replica may go on trusting a token that another replica revoked. */
  tokenCacheMs: 3_000,
  /** How many tokens a replica remembers at once. */
  tokenCacheEntries: 5_000,
  /** A token's last use is written at most this often, so that a check is a read. */
  lastUsedEveryMs: 60_000,
} as const;

/** How many attempts are let through in a window, and what a success does to the count. */
export interface RateLimit {
  /** Part of the counter's key; each limit counts for itself. */
  readonly name: string;
  readonly attempts: number;
  readonly windowSeconds: number;
  /** `forget`: a success clears the counter. `give-back`: a success does not count, earlier failures stay. */
  readonly onSuccess: 'forget' | 'give-back';
}

const WINDOW_SECONDS = 15 * 60;

/**
 * The rate limits. A success never uses up an address's attempts, because a whole office may share one address; failures
 * do, also when they are spread over many e-mail addresses.
 */
export const RATE_LIMITS = {
  signInByEmail: { name: 'sign-in-email', attempts: 10, windowSeconds: WINDOW_SECONDS, onSuccess: 'forget' },
  signInByAddress: { name: 'sign-in-address', attempts: 50, windowSeconds: WINDOW_SECONDS, onSuccess: 'give-back' },
  setUpByAddress: { name: 'set-up-address', attempts: 50, windowSeconds: WINDOW_SECONDS, onSuccess: 'give-back' },
  linkByAddress: { name: 'link-address', attempts: 50, windowSeconds: WINDOW_SECONDS, onSuccess: 'give-back' },
  passwordByAccount: { name: 'password-account', attempts: 10, windowSeconds: WINDOW_SECONDS, onSuccess: 'forget' },
} as const satisfies Readonly<Record<string, RateLimit>>;
