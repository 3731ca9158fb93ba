import { useQuery } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { keptWorkPrefix } from '../../../web/data/index.ts';
import { sessionQuery } from '../../people/ui/index.ts';

/**
 * Words that their writer has not sent yet, kept in this window under a key, so that closing a panel loses nothing.
 * @returns the words, how to change them, and how to forget those that were said; what was written since is kept.
 */
export function useKeptText(
  key: string,
): readonly [text: string, setText: (text: string) => void, forget: (said: string) => void] {
  const { data: session } = useQuery(sessionQuery);
  const name = keptWorkPrefix('said', session?.accountId ?? '', key);
  const [text, setText] = useState(() => readKept(name));
  const latest = useRef(text);
  const keep = useCallback(
    (next: string) => {
      latest.current = next;
      setText(next);
      try {
        if (next === '') sessionStorage.removeItem(name);
        else sessionStorage.setItem(name, next);
      } catch {
        // A browser that stores nothing keeps the words for as long as the panel is open.
      }
    },
    [name],
  );
  const forget = useCallback(
    (said: string) => {
      if (latest.current === said) keep('');
    },
    [keep],
  );
  return [text, keep, forget];
}

function readKept(name: string): string {
  try {
    return sessionStorage.getItem(name) ?? '';
  } catch {
    return '';
  }
}
