import type { Scope } from '../contract/index.ts';

/** Who is calling: a signed-in person, by session or by access token. */
export interface Principal {
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  readonly via: 'session' | 'token';
  /** `all` for a session. */
  readonly scopes: readonly Scope[] | 'all';
  /** May manage accounts and settings of this installation. */
  readonly isAdministrator: boolean;
  /** May read everything, private rooms included, and change nothing. */
  readonly isAuditor: boolean;
}

/** Whether a principal's token carries a scope; `write` includes `ledger`, and both include `read`. */
export function hasScope(principal: Principal, scope: Scope): boolean {
  if (principal.scopes === 'all') return true;
  const reach: Readonly<Record<Scope, readonly Scope[]>> = {
    read: ['read', 'ledger', 'write'],
    ledger: ['ledger', 'write'],
    write: ['write'],
  };
  return principal.scopes.some((held) => reach[scope].includes(held));
}
