import type * as Y from 'yjs';
import type { DocumentEnding } from '../contract/index.ts';

/** Who changed a document: always the signed-in person of the connection, never what the document says. */
export interface DocumentAuthor {
  readonly accountId: string;
  readonly name: string;
}

/** What was done in a change, by kind, e.g. `{ notes: 1, votes: 2 }`; empty when nothing that counts. */
export type WorkCounts = Readonly<Record<string, number>>;

/** What the rules of a document say about a change. */
export type Judgement =
  | { readonly kind: 'accepted'; readonly counts: WorkCounts }
  /** The change stands, but the server adds a change of its own in the same moment, e.g. takes a vote too many back. */
  | { readonly kind: 'corrected'; readonly counts: WorkCounts; readonly correct: (document: Y.Doc) => void }
  | { readonly kind: 'refused'; readonly ending: DocumentEnding };

/**
 * The rules of one kind of document. They compare what a document says before a change with what it says after, so that
 * they need not know how the change came about.
 */
export interface DocumentKind<Seen = unknown> {
  /** The largest size of a document, in bytes of its encoded state. */
  readonly maxBytes: number;
  /** Reads what the rules compare. May throw when the document has not the shape of its kind: the change is refused. */
  see(document: Y.Doc): Seen;
  judge(before: Seen, after: Seen, author: DocumentAuthor): Judgement;
}

/** What a person may do with a document. */
export type DocumentRight = 'write' | 'read' | 'none';
