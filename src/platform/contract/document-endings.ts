/**
 * Why the server ended a shared document of a page: the name travels as the reason of the closing, the code is for
 * programs. `mayRetry` says whether the page may open the document again by itself.
 */
export const DOCUMENT_ENDINGS = {
  /** Nobody is told whether such a document exists. */
  'not-allowed': { code: 4_404, mayRetry: false },
  /** The change breaks a rule of the document: somebody else's vote or name, a shape that it does not have. */
  'change-refused': { code: 4_422, mayRetry: false },
  /** The document has reached its largest size. */
  'document-full': { code: 4_413, mayRetry: false },
  /** The bytes were no change of a document. */
  unreadable: { code: 4_400, mayRetry: false },
  /** The change depends on others that the server has not got; a new exchange brings them all. */
  'out-of-step': { code: 4_409, mayRetry: true },
  /** The database did not take the change; the page keeps it and sends it again. */
  'not-stored': { code: 4_503, mayRetry: true },
} as const satisfies Readonly<Record<string, { readonly code: number; readonly mayRetry: boolean }>>;

/** The name of an ending. */
export type DocumentEnding = keyof typeof DOCUMENT_ENDINGS;

/** The ending that a reason names, if it names one. */
export function endingOf(reason: string): DocumentEnding | undefined {
  return Object.keys(DOCUMENT_ENDINGS).find((name): name is DocumentEnding => name === reason);
}
