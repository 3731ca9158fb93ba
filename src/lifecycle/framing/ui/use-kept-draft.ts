import { useEffect, useState } from 'react';
import { browserStorage } from '../../../web/data/index.ts';
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
