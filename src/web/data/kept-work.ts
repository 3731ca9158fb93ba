/** The part of a browser's storage that is used. */
export type KeptStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** The storage that outlives a closed page; `null` where the browser forbids it. */
export function browserStorage(): KeptStorage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/**
 * The beginning of the names under which this browser keeps what one person wrote and the server does not have yet. The
 * person always stands in it, so that nobody else who signs in here is shown a word of it.
 * @param kind what is kept, in lower-case letters.
 * @param about what it belongs to, e.g. the name of a document.
 */
export function keptWorkPrefix(kind: string, accountId: string, about: string): string {
  return `throughline:${kind}:${accountId}:${about}:`;
}

/** The names that begin in a way. */
export function keptNames(storage: KeptStorage, prefix: string): readonly string[] {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index));
  return names.filter((name) => name !== null).filter((name) => name.startsWith(prefix));
}

const OF_A_PERSON = /^throughline:[a-z]+:([0-9a-f-]{36}):/;

/** Forgets what this browser keeps of people's unsaved work: of everybody, or of everybody but one person. */
export function forgetKeptWork(storage: KeptStorage | null, but: string | null): void {
  if (storage === null) return;
  for (const name of keptNames(storage, 'throughline:')) {
    const owner = OF_A_PERSON.exec(name)?.[1];
    if (owner !== undefined && owner !== but) storage.removeItem(name);
  }
}
