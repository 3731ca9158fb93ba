import { useCallback, useEffect, useRef, useState } from 'react';
import { isUnsent, problemOf } from './problem.ts';
import type { SaveState } from './saved-note.tsx';
import { connection } from './this-server.ts';

/** How long after the last change a text is saved, ms. */
const PAUSE_MS = 800;

/** An autosaved value. */
export interface Autosave {
  readonly state: SaveState;
  /** What the last attempt threw, for a `ProblemNotice`. */
  readonly error: unknown;
  /** Saves now: for the end of editing, or after a failure. */
  readonly saveNow: () => void;
}

/**
 * Saves a value shortly after it stops changing, and at once when the page is left. Saves never overlap: a change made
 * while one is under way is saved after it, so the server ends with the last words. Without a connection it waits, and saves
 * as soon as the connection is back.
 * @param value what is edited; compared by identity.
 * @param save stores it; what it throws is reported and the value is kept. It may be called again after an answer was lost,
 * so it must not store the same twice.
 */
export function useAutosave<Value>(value: Value, save: (value: Value) => Promise<unknown>): Autosave {
  const [state, setState] = useState<SaveState>('idle');
  const [error, setError] = useState<unknown>();
  const latest = useRef({ value, save });
  const saved = useRef(value);
  const isRunning = useRef(false);
  useEffect(() => {
    latest.current = { value, save };
  });

  const saveNow = useCallback(async () => {
    if (isRunning.current) return;
    isRunning.current = true;
    try {
      while (saved.current !== latest.current.value) {
        const next = latest.current.value;
        setState('saving');
        await latest.current.save(next);
        saved.current = next;
        setError(undefined);
        setState('saved');
      }
    } catch (thrown) {
      const problem = problemOf(thrown);
      setError(isUnsent(problem) ? undefined : thrown);
      setState(isUnsent(problem) ? 'waiting' : 'failed');
      if (problem.code === 'ANSWER_LOST') connection.answerWasLost();
    } finally {
      isRunning.current = false;
    }
  }, []);

  useEffect(() => {
    if (value === saved.current) return;
    const timer = setTimeout(() => void saveNow(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value, saveNow]);
  useEffect(() => () => void saveNow(), [saveNow]);
  useEffect(() => connection.onBack(() => void saveNow()), [saveNow]);

  return { state, error, saveNow: () => void saveNow() };
}
