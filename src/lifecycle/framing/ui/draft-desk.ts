import type { FieldProblem } from '../../../platform/contract/index.ts';
import { type Draft, isSameDraft, partAt, sayJson, withPart } from '../draft-path.ts';
import { type Clash, mergeDrafts } from '../merge-drafts.ts';
import type { KeptDraft } from './kept-drafts.ts';

/** Stands for the name of whoever writes here, when they saved something on another page. */
export const YOU = 'You';

/** A draft as the server has it. */
export interface ServerDraft {
  readonly content: Draft;
  readonly revision: number;
  readonly updatedBy: string | null;
  readonly gaps: readonly FieldProblem[];
}

/** Where the writing stands. */
export interface DeskState {
  /** What the form shows. */
  readonly content: Draft;
  /** What the server has, as far as is known here. */
  readonly stored: Draft;
  readonly revision: number;
  readonly gaps: readonly FieldProblem[];
  /** Fields that wait for a choice; nothing is saved meanwhile. */
  readonly clashes: readonly Clash[];
  /** Whose words the clashes are with. */
  readonly clashesWith: string | null;
  /** What somebody else changed last, and who. */
  readonly news: { readonly by: string; readonly paths: readonly string[] } | null;
}

/** The desk at which one person writes a draft that others may be writing too. */
export interface DraftDesk {
  readonly state: () => DeskState;
  readonly subscribe: (onChange: () => void) => () => void;
  /** Writes a field; `finish` may add to the draft what goes with the first change. */
  readonly edit: (path: string, value: unknown, finish?: (content: Draft) => Draft) => void;
  /** Replaces everything that is written, e.g. by a signed version. */
  readonly replace: (content: Draft) => void;
  /** Says what is on its way to the server, or that it did not arrive. */
  readonly sending: (content: Draft | null) => void;
  readonly sent: (
    content: Draft,
    answer: { readonly revision: number; readonly gaps: readonly FieldProblem[] },
  ) => void;
  /** Takes in what the server has: what only they changed is taken over, what only I changed is kept. */
  readonly receive: (draft: ServerDraft) => void;
  readonly settle: (path: string, choice: 'mine' | 'theirs') => void;
  /** Takes in what was written here before and did not reach the server; joined like another person's changes. */
  readonly restore: (kept: readonly KeptDraft[]) => void;
}

/** Opens a desk with what the server has. */
export function openDraftDesk(start: ServerDraft): DraftDesk {
  let state: DeskState = {
    content: start.content,
    stored: start.content,
    revision: start.revision,
    gaps: start.gaps,
    clashes: [],
    clashesWith: null,
    news: null,
  };
  let onTheWay: Draft | null = null;
  const listeners = new Set<() => void>();
  const set = (change: Partial<DeskState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  return {
    state: () => state,
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    edit: (path, value, finish = (content) => content) =>
      set({
        content: finish(withPart(state.content, path, value)),
        clashes: state.clashes.map((clash) => (clash.path === path ? { ...clash, mine: value } : clash)),
      }),
    replace: (content) => set({ content: { ...content }, clashes: [] }),
    sending: (content) => {
      onTheWay = content;
    },
    sent: (content, { revision, gaps }) => {
      onTheWay = null;
      if (revision >= state.revision) set({ stored: content, revision, gaps });
    },
    receive: (draft) => {
      if (draft.revision <= state.revision) return;
      // My own words come back before their receipt does; they are no news.
      if (onTheWay && isSameDraft(onTheWay, draft.content)) return;
      const { content, clashes, taken } = mergeDrafts(state.stored, state.content, draft.content);
      set({
        content,
        clashes: joinClashes(stillOpen(state.clashes, content, draft.content), clashes),
        clashesWith: draft.updatedBy,
        stored: draft.content,
        revision: draft.revision,
        gaps: draft.gaps,
        news: taken.length > 0 && draft.updatedBy !== null ? { by: draft.updatedBy, paths: taken } : state.news,
      });
    },
    restore: (kept) => {
      let { content, clashes } = state;
      for (const { base, written } of kept) {
        // Seen from the kept draft, what the page shows now is the other person's.
        const merge = mergeDrafts(base, written, content);
        content = merge.content;
        clashes = joinClashes(clashes, merge.clashes);
      }
      if (!isSameDraft(content, state.content)) set({ content, clashes });
    },
    settle: (path, choice) => {
      const clash = state.clashes.find((open) => open.path === path);
      if (!clash) return;
      set({
        content: choice === 'theirs' ? withPart(state.content, path, clash.theirs) : { ...state.content },
        clashes: state.clashes.filter((open) => open.path !== path),
      });
    },
  };
}

/** Clashes that wait for a choice stay when something else arrives, until both sides say the same. */
function stillOpen(clashes: readonly Clash[], mine: Draft, theirs: Draft): readonly Clash[] {
  return clashes
    .map(({ path }) => ({ path, mine: partAt(mine, path), theirs: partAt(theirs, path) }))
    .filter((clash) => sayJson(clash.mine) !== sayJson(clash.theirs));
}

function joinClashes(open: readonly Clash[], found: readonly Clash[]): readonly Clash[] {
  const paths = new Set(found.map(({ path }) => path));
  return [...open.filter(({ path }) => !paths.has(path)), ...found];
}
