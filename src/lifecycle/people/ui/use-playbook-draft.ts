import { useEffect, useRef, useState } from 'react';
import { type SaveState, useAutosave } from '../../../web/data/index.ts';
import type { PlaybookContent } from '../playbook.ts';
import { type PlaybookReading, playbooksClient } from './playbook-queries.ts';

/** How many edits can be undone. */
const UNDO_DEPTH = 100;

/** A playbook while it is drawn: saved by itself, with a way back. */
export interface PlaybookDraftDesk {
  readonly content: PlaybookContent;
  /** Whether there is a draft: the one that was read, or what this page has saved since. */
  readonly hasDraft: boolean;
  /** Saves what is not saved yet, and gives the revision that the server then has, for publishing. */
  readonly settle: () => Promise<number>;
  readonly change: (next: PlaybookContent) => void;
  readonly canUndo: boolean;
  readonly undo: () => void;
  readonly saveState: SaveState;
  readonly saveNow: () => void;
  /** What the last attempt to save threw. */
  readonly error: unknown;
}

/**
 * Keeps the draft of a playbook. What others save is taken over while nothing of one's own waits to be saved; otherwise
 * the server refuses the older words and says whose are newer.
 */
export function usePlaybookDraft(book: PlaybookReading, start: PlaybookContent): PlaybookDraftDesk {
  const [content, setContent] = useState(start);
  const [past, setPast] = useState<readonly PlaybookContent[]>([]);
  const revision = useRef(book.revision);
  const [savedRevision, setSavedRevision] = useState(0);
  const kept = useRef(start);
  // One save after the other, so that each begins with the revision that the one before left.
  const lastSave = useRef<Promise<void>>(Promise.resolve());
  const save = (wanted: PlaybookContent): Promise<void> => {
    const saving = lastSave.current.then(async () => {
      if (wanted === kept.current) return;
      const saved = await playbooksClient.saveDraft({
        params: { key: book.key },
        body: { content: asSent(wanted), revision: revision.current },
      });
      revision.current = saved.revision;
      setSavedRevision(saved.revision);
      kept.current = wanted;
    });
    lastSave.current = saving.catch(() => undefined);
    return saving;
  };
  const { state, error, saveNow } = useAutosave(content, save);
  useEffect(() => {
    const newer = book.draft?.content ?? book.latest;
    if (book.revision <= revision.current || !newer || state === 'saving' || state === 'failed') return;
    if (content !== kept.current) return;
    revision.current = book.revision;
    kept.current = newer;
    setContent(newer);
  }, [book, state, content]);
  return {
    content,
    hasDraft: book.draft !== null || savedRevision > book.revision,
    settle: async () => {
      await save(content);
      return revision.current;
    },
    change: (next) => {
      setPast((before) => [...before, content].slice(-UNDO_DEPTH));
      setContent(next);
    },
    canUndo: past.length > 0,
    undo: () => {
      const last = past.at(-1);
      if (!last) return;
      setPast(past.slice(0, -1));
      setContent(last);
    },
    saveState: state,
    saveNow,
    error,
  };
}

type Sent = Parameters<typeof playbooksClient.saveDraft>[0]['body']['content'];

/** The content as the contract types it: the same values in lists that may be changed. */
function asSent({ steps, ...content }: PlaybookContent): Sent {
  const gateOf = ({ heard, evidence, approvals }: PlaybookContent['steps'][number]['gate']['low']) => ({
    heard: [...heard],
    evidence: [...evidence],
    approvals: [...approvals],
  });
  return {
    ...content,
    holds: [...content.holds],
    steps: steps.map((step) => ({
      ...step,
      seats: { ...step.seats },
      gate: { low: gateOf(step.gate.low), medium: gateOf(step.gate.medium), high: gateOf(step.gate.high) },
    })),
  };
}
