import { describe, expect, it } from 'vitest';
import type { Principal } from '../http/principal.ts';
import { createTokenCache } from './token-cache.ts';

const ada: Principal = {
  accountId: '01900000-0000-7000-8000-000000000000',
  name: 'Ada',
  email: 'ada@example.com',
  via: 'token',
  scopes: ['read'],
  isAdministrator: false,
  isAuditor: false,
};
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

describe('the memory of tokens', () => {
  it('ends at its moment', () => {
    const cache = createTokenCache(10);
    cache.set('a', ada, at(3), cache.generation());
    expect(cache.get('a', at(2))).toBe(ada);
    expect(cache.get('a', at(3))).toBeUndefined();
  });

  it('does not take what was read before it was cleared', () => {
    const cache = createTokenCache(10);
    const generation = cache.generation();
    cache.clear();
    cache.set('a', ada, at(3), generation);
    expect(cache.get('a', at(0))).toBeUndefined();
  });

  it('stays within its size, and the oldest makes room', () => {
    const cache = createTokenCache(2);
    for (const hash of ['a', 'b', 'c']) cache.set(hash, ada, at(3), cache.generation());
    expect(['a', 'b', 'c'].map((hash) => cache.get(hash, at(0)) !== undefined)).toEqual([false, true, true]);
  });
});
