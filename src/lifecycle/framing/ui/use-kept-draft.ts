import { useEffect, useRef, useState } from 'react';
import { browserStorage, useLiveState } from '../../../web/data/index.ts';
import { isSameDraft, withPart } from '../draft-path.ts';
import type { DeskState, DraftDesk } from './draft-desk.ts';
import { keepDraft, keptDrafts, keptPrefix } from './kept-drafts.ts';
import { newLocalId } from './local-id.ts';

/**
 * Keeps what is not at the server yet in this browser, so that a lost connection or a closed page loses nothing: it is
 * joined with what others saved when the page is opened again.
 */
export function useKeptDraft(store: DraftDesk, desk: DeskState, who: { accountId: string; slug: string }): void {
  const [prefix] = useState(() => keptPrefix(who.accountId, who.slug));
  const [own] = useState(() => `${prefix}${newLocalId()}`);
  useEffect(() => {
    const storage = browserStorage();
    if (storage) store.restore([...keptDrafts(storage, prefix).values()]);
  }, [store, prefix]);
  useEffect(() => {
    const storage = browserStorage();
    if (!storage) return;
    const { content, stored, clashes } = desk;
    if (!isSameDraft(content, stored)) {
      // Without its beginning, a field that waits for a choice becomes a choice again.
      const base = clashes.reduce((draft, { path }) => withPart(draft, path, undefined), stored);
      keepDraft(storage, own, { base, written: content });
      return;
    }
    // All is saved, also what earlier pages of this browser had kept and this one took in.
    for (const name of keptDrafts(storage, prefix).keys()) keepDraft(storage, name, null);
  }, [desk, own, prefix]);
}

/** Tries again by itself when the connection returns: once, so that a refusal is not repeated for ever. */
export function useSaveOnReturn(hasFailed: boolean, saveNow: () => void): void {
  const live = useLiveState();
  const latest = useRef({ hasFailed, saveNow });
  useEffect(() => {
    latest.current = { hasFailed, saveNow };
  });
  useEffect(() => {
    if (live !== 'connected') return;
    const retry = () => {
      if (latest.current.hasFailed) latest.current.saveNow();
    };
    retry();
    // The browser may know of the connection before the page's own socket does.
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  }, [live]);
}
