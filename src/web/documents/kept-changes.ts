import * as Y from 'yjs';
import { type KeptStorage, keptNames, keptWorkPrefix } from '../data/kept-work.ts';

const KIND = 'document';

/**
 * The changes of one document that the server does not have yet, kept in the browser under the person who made them. They
 * are written at once, with no pause in which a closed page could lose them, and nothing of a document is kept that its
 * writer did not write here and that the server has.
 */
export class KeptChanges {
  readonly #storage: KeptStorage;
  readonly #prefix: string;
  /** Every page keeps under a name of its own, so that tabs never overwrite each other's. */
  readonly #own: string;
  readonly #takenIn = new Map<string, string>();
  #unsent: Uint8Array | null = null;
  #isKept = true;

  constructor(storage: KeptStorage, accountId: string, documentName: string) {
    this.#storage = storage;
    this.#prefix = keptWorkPrefix(KIND, accountId, documentName);
    this.#own = `${this.#prefix}${Math.random().toString(36).slice(2)}`;
  }

  /** Whether everything that is not saved would be found again after the page was closed. */
  get isKept(): boolean {
    return this.#isKept;
  }

  /** Keeps a change beside those that are not saved yet. */
  add(change: Uint8Array): void {
    this.#unsent = this.#unsent === null ? change : Y.mergeUpdates([this.#unsent, change]);
    try {
      this.#storage.setItem(this.#own, toBase64(this.#unsent));
      this.#isKept = true;
    } catch {
      // A full or forbidden storage; the page still has the change, and asks before it is closed.
      this.#isKept = false;
    }
  }

  /** Makes on a document the changes that earlier pages of this person kept. What cannot be read is forgotten. */
  restore(document: Y.Doc): void {
    for (const name of keptNames(this.#storage, this.#prefix)) {
      const kept = this.#storage.getItem(name);
      if (name === this.#own || kept === null) continue;
      try {
        Y.applyUpdate(document, fromBase64(kept), this);
        this.#takenIn.set(name, kept);
      } catch {
        this.#storage.removeItem(name);
      }
    }
  }

  /** Forgets what the server has now. What another page wrote since it was taken in stays. */
  saved(): void {
    this.#unsent = null;
    this.#isKept = true;
    this.#storage.removeItem(this.#own);
    for (const [name, kept] of this.#takenIn) {
      if (this.#storage.getItem(name) === kept) this.#storage.removeItem(name);
    }
    this.#takenIn.clear();
  }

  /** Forgets everything about the document: its writer may not open it any more, or the server does not take it. */
  forget(): void {
    this.#unsent = null;
    for (const name of keptNames(this.#storage, this.#prefix)) this.#storage.removeItem(name);
  }
}

/** The documents of which this browser keeps changes of a person. */
export function documentsWithKeptChanges(storage: KeptStorage, accountId: string): readonly string[] {
  const prefix = keptWorkPrefix(KIND, accountId, '').slice(0, -1);
  const names = keptNames(storage, prefix).map((name) => name.slice(prefix.length, name.lastIndexOf(':')));
  return [...new Set(names)];
}

/** Bytes as text, which is all that a browser's storage takes. */
function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
