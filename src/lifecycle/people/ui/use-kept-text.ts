import { useQuery } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { keptTexts, keptWorkPrefix } from '../../../web/data/index.ts';
import { sessionQuery } from './account-queries.ts';

/**
 * Words that their writer has not sent yet, kept in this window under a key, so that they outlive their form: closing a panel
 * loses nothing, and where somebody else ends the very same thing first, `LeftWords` shows them.
 * @param key names what they are about, and which words of it: `idea <id> decline`.
 * @returns the words, how to change them, and how to forget those that were said; what was written since is kept. Words are
 *   forgotten as soon as the server has them, before what it shows is read again: by then the form may be gone.
 */
export function useKeptText(
  key: string,
): readonly [text: string, setText: (text: string) => void, forget: (said: string) => void] {
  const name = useKeptNames()(key);
  const text = useSyncExternalStore(keptTexts.subscribe, () => keptTexts.read(name));
  const setText = useCallback((next: string) => keptTexts.keep(name, next), [name]);
  const forget = useCallback(
    (said: string) => {
      if (keptTexts.read(name) === said) keptTexts.keep(name, '');
    },
    [name],
  );
  return [text, setText, forget];
}

/** Which of some keys have words that were not sent, in their order; blank ones are none. */
export function useUnsentTexts(keys: readonly string[]): readonly { readonly key: string; readonly text: string }[] {
  const nameOf = useKeptNames();
  const read = () => keys.map((key) => ({ key, text: keptTexts.read(nameOf(key)) }));
  useSyncExternalStore(keptTexts.subscribe, () => JSON.stringify(read()));
  return read().filter(({ text }) => text.trim() !== '');
}

/** Takes words off this window that their writer has no use for any more. */
export function usePutAway(): (keys: readonly string[]) => void {
  const nameOf = useKeptNames();
  return (keys) => {
    for (const key of keys) keptTexts.keep(nameOf(key), '');
  };
}

/** Under which name this window keeps what the reader writes. */
function useKeptNames(): (key: string) => string {
  const { data: session } = useQuery(sessionQuery);
  return (key) => keptWorkPrefix('said', session?.accountId ?? '', key);
}
