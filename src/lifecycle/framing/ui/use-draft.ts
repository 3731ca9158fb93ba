import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { problemOf, type SaveState, useAutosave } from '../../../web/data/index.ts';
import { type Draft, isSameDraft, partAt } from '../draft-path.ts';
import { framingClient } from './client.ts';
import type { DraftForm } from './draft-context.tsx';
import { withStartingChoices } from './draft-defaults.ts';
import { type DeskState, openDraftDesk, type ServerDraft, YOU } from './draft-desk.ts';
import { useKeptDraft } from './use-kept-draft.ts';

/** A draft while one person writes it. */
export interface WritingDraft {
  readonly desk: DeskState;
  readonly form: DraftForm;
  readonly saveState: SaveState;
  readonly error: unknown;
  /** Something here is not at the server yet. */
  readonly isUnsaved: boolean;
  readonly saveNow: () => void;
  /** Replaces all that is written. */
  readonly replace: (content: Draft) => void;
  readonly settle: (path: string, choice: 'mine' | 'theirs') => void;
  /** From now on everything that is missing is said at its field. */
  readonly showProblems: () => void;
}

/**
 * Writes the draft of an initiative: every change is saved by itself, and what others save meanwhile is joined with it.
 * @param given what was read last; a newer revision is taken in as it comes.
 */
export function useDraft(
  slug: string,
  me: { readonly accountId: string; readonly name: string },
  given: ServerDraft,
): WritingDraft {
  const server = useMemo(() => seenBy(me.name, given), [given, me.name]);
  const [store] = useState(() => openDraftDesk(server));
  const desk = useSyncExternalStore(store.subscribe, store.state);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [isShowingAll, setShowingAll] = useState(false);
  useEffect(() => store.receive(server), [store, server]);

  const save = useCallback(
    async (content: Draft) => {
      const { stored, revision, clashes } = store.state();
      if (clashes.length > 0 || isSameDraft(content, stored)) return;
      store.sending(content);
      try {
        store.sent(content, await framingClient.saveDraft({ params: { slug }, body: { content, revision } }));
      } catch (thrown) {
        store.sending(null);
        if (problemOf(thrown).code !== 'FRAMING_DRAFT_CHANGED') throw thrown;
        // Somebody was faster. Joined with theirs, the draft is another one and saves itself again.
        const { draft, gaps } = await framingClient.read({ params: { slug } });
        store.receive(seenBy(me.name, { ...draft, gaps }));
      }
    },
    [slug, store, me.name],
  );
  const autosave = useAutosave(desk.content, save);
  useKeptDraft(store, desk, { accountId: me.accountId, slug });

  const form = useMemo<DraftForm>(
    () => ({
      value: (path) => partAt(desk.content, path),
      edit: (path, value) => store.edit(path, value, withStartingChoices),
      leave: (path) => setLeft((before) => (before.has(path) ? before : new Set(before).add(path))),
      problem: (path) => problemAt(desk, path, isShowingAll || left.has(path)),
    }),
    [desk, left, isShowingAll, store],
  );
  return {
    desk,
    form,
    saveState: autosave.state,
    error: autosave.error,
    isUnsaved: !isSameDraft(desk.content, desk.stored),
    saveNow: autosave.saveNow,
    replace: store.replace,
    settle: store.settle,
    showProblems: () => setShowingAll(true),
  };
}

/** What I changed on another page is no other person's. */
function seenBy(name: string, draft: ServerDraft): ServerDraft {
  return draft.updatedBy === name ? { ...draft, updatedBy: YOU } : draft;
}

/** Gaps that have another path than the field that closes them. */
const GAP_OF_FIELD: Readonly<Record<string, string>> = { 'decisionPolicy.rule.kind': 'decisionPolicy.rule' };

/** A gap is said at its field when the field is wrong, or was left empty; never about words that are not saved yet. */
function problemAt(desk: DeskState, path: string, isTimeToSay: boolean): string | undefined {
  const gap = desk.gaps.find((open) => open.path === path || open.path === GAP_OF_FIELD[path]);
  if (!gap) return undefined;
  const [written, stored] = [partAt(desk.content, path), partAt(desk.stored, path)];
  if (JSON.stringify(written) !== JSON.stringify(stored)) return undefined;
  return written !== undefined || isTimeToSay ? gap.message : undefined;
}
