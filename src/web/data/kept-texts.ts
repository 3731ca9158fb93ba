const listeners = new Set<() => void>();
/** What a browser that stores nothing keeps for as long as the page is open. */
const unstored = new Map<string, string>();

/**
 * Texts that this window keeps until they were sent, each under a name (see `keptWorkPrefix`). Every part of a page that
 * shows one learns of its changes, because the form in which it was written may be gone by then.
 */
export const keptTexts = {
  /** The text of a name; empty where nothing is kept. */
  read(name: string): string {
    try {
      return sessionStorage.getItem(name) ?? unstored.get(name) ?? '';
    } catch {
      return unstored.get(name) ?? '';
    }
  },

  /** Keeps a text under a name; an empty one forgets it. */
  keep(name: string, text: string): void {
    unstored.delete(name);
    try {
      if (text === '') sessionStorage.removeItem(name);
      else sessionStorage.setItem(name, text);
    } catch {
      unstored.set(name, text);
    }
    for (const listener of listeners) listener();
  },

  /** Calls a listener after each change, until what is returned is called. */
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
} as const;
