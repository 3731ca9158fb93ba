import type { Scope } from '../contract/index.ts';
import { newId } from '../database/new-id.ts';
import { type AccessToken, addAccessToken, listAccessTokens, revokeAccessToken } from './access-tokens.store.ts';
import { refuseAuth } from './auth.errors.ts';
import { AUTH_LIMITS } from './auth-limits.ts';
import type { Actor, AuthPorts } from './auth-ports.ts';
import { hashSecret, newAccessToken, shownPart } from './secrets.ts';

/** A new token and its secret, which cannot be shown again. */
export interface MadeAccessToken {
  readonly accessToken: AccessToken;
  readonly secret: string;
}

/**
 * Makes an access token of the own account.
 * @throws Problem ACCESS_TOKEN_LIMIT
 */
export async function makeAccessToken(
  ports: AuthPorts,
  actor: Actor,
  input: { readonly name: string; readonly scopes: readonly Scope[]; readonly expiresInDays?: number | undefined },
): Promise<MadeAccessToken> {
  const secret = newAccessToken();
  const now = ports.clock();
  const { expiresInDays } = input;
  const accessToken: AccessToken = {
    id: newId(),
    name: input.name,
    prefix: shownPart(secret),
    scopes: [...new Set(input.scopes)],
    createdAt: now,
    expiresAt: expiresInDays === undefined ? null : new Date(now.getTime() + expiresInDays * 24 * 3_600_000),
    lastUsedAt: null,
  };
  await ports.database.transaction(async (tx) => {
    const limit = AUTH_LIMITS.accessTokensPerAccount;
    const working = (await listAccessTokens(tx, actor.accountId)).filter(isUnexpired(now));
    if (working.length >= limit) throw refuseAuth('ACCESS_TOKEN_LIMIT', { limit });
    await addAccessToken(tx, actor.accountId, accessToken, hashSecret(secret));
    await ports.record(tx, {
      actorId: actor.accountId,
      actorName: actor.name,
      kind: 'access-token.made',
      sentence: `made the access token "${input.name}"`,
      objectType: 'access-token',
      objectId: accessToken.id,
      detail: { name: input.name, scopes: accessToken.scopes, expiresAt: accessToken.expiresAt?.toISOString() ?? null },
    });
  });
  return { accessToken, secret };
}

/**
 * Revokes a token of the own account.
 * @throws Problem ACCESS_TOKEN_UNKNOWN
 */
export async function withdrawAccessToken(ports: AuthPorts, actor: Actor, id: string): Promise<void> {
  await ports.database.transaction(async (tx) => {
    const revoked = await revokeAccessToken(tx, actor.accountId, id, ports.clock());
    if (!revoked) throw refuseAuth('ACCESS_TOKEN_UNKNOWN');
    await ports.record(tx, {
      actorId: actor.accountId,
      actorName: actor.name,
      kind: 'access-token.revoked',
      sentence: `revoked the access token "${revoked.name}"`,
      objectType: 'access-token',
      objectId: id,
    });
  });
}

function isUnexpired(now: Date): (token: AccessToken) => boolean {
  return ({ expiresAt }) => expiresAt === null || expiresAt > now;
}
