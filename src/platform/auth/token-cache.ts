import type { Principal } from '../http/principal.ts';

/** Remembers for moments who a token is, so that a burst of calls costs one read. */
export interface TokenCache {
  get(tokenHash: string, now: Date): Principal | undefined;
  /** Grows with each `clear`; read it before the database is asked. */
  generation(): number;
  /** Remembers what was found, unless the cache was cleared since `generation`: the finding may be older than that. */
  set(tokenHash: string, principal: Principal, until: Date, generation: number): void;
  /** Forgets everything: after a revocation or a change of an account no call here is answered from before it. */
  clear(): void;
}

/** Makes a cache of at most `maxEntries` tokens; the one remembered longest makes room. */
export function createTokenCache(maxEntries: number): TokenCache {
  const entries = new Map<string, { readonly principal: Principal; readonly until: Date }>();
  let current = 0;
  return {
    generation: () => current,
    get: (tokenHash, now) => {
      const entry = entries.get(tokenHash);
      if (entry && entry.until > now) return entry.principal;
      entries.delete(tokenHash);
      return undefined;
    },
    set: (tokenHash, principal, until, generation) => {
      if (generation !== current) return;
      entries.delete(tokenHash);
      const oldest = entries.keys().next();
      if (entries.size >= maxEntries && !oldest.done) entries.delete(oldest.value);
      entries.set(tokenHash, { principal, until });
    },
    clear: () => {
      current += 1;
      entries.clear();
    },
  };
}
