import type { Identify } from '../http/guard.ts';
import type { Principal } from '../http/principal.ts';
import { checkAccessToken, noteTokenUse } from './access-tokens.store.ts';
import { AUTH_LIMITS } from './auth-limits.ts';
import type { AuthPorts } from './auth-ports.ts';
import { SESSION_COOKIE } from './better-auth-options.ts';
import { readAccessToken } from './credentials.ts';
import { hashSecret } from './secrets.ts';
import type { OpenSession } from './sessions.ts';

type IdentifyPorts = Pick<AuthPorts, 'database' | 'sessions' | 'tokenCache' | 'clock'>;

/**
 * Finds who calls. A token in the `Authorization` header decides alone; without one the session cookie does. Accounts
 * are read with the token or session, so that a disabled one is nobody from that moment on.
 */
export function createIdentify(ports: IdentifyPorts): Identify {
  return async ({ cookie, authorization }) => {
    const token = readAccessToken(authorization);
    if (token !== undefined) return identifyToken(ports, hashSecret(token));
    if (!cookie?.includes(`${SESSION_COOKIE}=`)) return null;
    const session = await (await ports.sessions()).find(cookie);
    return session ? sessionPrincipal(session.account) : null;
  };
}

/** A person who calls through a session. */
export function sessionPrincipal(account: OpenSession['account']): Principal {
  const { id, name, email, isAdministrator, isAuditor } = account;
  return { accountId: id, name, email, isAdministrator, isAuditor, via: 'session', scopes: 'all' };
}

async function identifyToken(ports: IdentifyPorts, tokenHash: string): Promise<Principal | null> {
  const now = ports.clock();
  const remembered = ports.tokenCache.get(tokenHash, now);
  if (remembered) return remembered;
  const generation = ports.tokenCache.generation();
  const found = await checkAccessToken(ports.database, tokenHash, now);
  if (!found) return null;
  const noteBefore = new Date(now.getTime() - AUTH_LIMITS.lastUsedEveryMs);
  if (found.lastUsedAt === null || found.lastUsedAt <= noteBefore)
    await noteTokenUse(ports.database, found.tokenId, noteBefore, now);
  const { id, name, email, isAdministrator, isAuditor } = found.account;
  const { scopes, expiresAt } = found;
  const principal: Principal = { accountId: id, name, email, isAdministrator, isAuditor, via: 'token', scopes };
  const until = Math.min(now.getTime() + AUTH_LIMITS.tokenCacheMs, expiresAt?.getTime() ?? Number.POSITIVE_INFINITY);
  ports.tokenCache.set(tokenHash, principal, new Date(until), generation);
  return principal;
}
