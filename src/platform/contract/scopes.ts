/** What an access token may be used for. A session may do all that its person may. */
export const SCOPES = ['read', 'ledger', 'write'] as const;

/** A scope of an access token: read anything one may see, bring ledger rows, or everything one may do. */
export type Scope = (typeof SCOPES)[number];
