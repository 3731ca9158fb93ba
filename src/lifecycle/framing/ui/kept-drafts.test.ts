import { describe, expect, it } from 'vitest';
import type { KeptStorage } from '../../../web/data/index.ts';
import { keepDraft, keptDrafts, keptPrefix } from './kept-drafts.ts';

function storageWith(entries: Readonly<Record<string, string>> = {}): KeptStorage {
  const held = new Map(Object.entries(entries));
  return {
    get length() {
      return held.size;
    },
    key: (index) => [...held.keys()][index] ?? null,
    getItem: (name) => held.get(name) ?? null,
    setItem: (name, value) => void held.set(name, value),
    removeItem: (name) => void held.delete(name),
  };
}

const prefix = keptPrefix('ana', 'churn');
const kept = { base: {}, written: { translation: 'one' } };

describe('what a tab has not saved', () => {
  it('is kept for its own person and initiative, beside that of other tabs, until it is saved', () => {
    const storage = storageWith({ [`${keptPrefix('ben', 'churn')}1`]: JSON.stringify(kept) });
    keepDraft(storage, `${prefix}1`, kept);
    keepDraft(storage, `${prefix}2`, { base: {}, written: { translation: 'two' } });
    expect([...keptDrafts(storage, prefix).keys()]).toEqual([`${prefix}1`, `${prefix}2`]);
    keepDraft(storage, `${prefix}1`, null);
    expect([...keptDrafts(storage, prefix).keys()]).toEqual([`${prefix}2`]);
  });

  it('is passed over when it cannot be read, and lost by nobody when the storage is full', () => {
    expect(keptDrafts(storageWith({ [`${prefix}1`]: '{', [`${prefix}2`]: '{"base":1}' }), prefix).size).toBe(0);
    const full: KeptStorage = {
      ...storageWith(),
      setItem: () => {
        throw new Error('full');
      },
    };
    expect(() => keepDraft(full, `${prefix}1`, kept)).not.toThrow();
  });
});
