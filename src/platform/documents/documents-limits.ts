/** Limits of shared documents, stated once. */
export const DOCUMENT_LIMITS = {
  /** Longest name of a document. */
  nameLength: 200,
  /** Largest state of one person's presence (name, cursor), in characters of JSON; a longer one is cut to the name. */
  presenceLength: 2_000,
  /** Stored changes after which a document is put together again. */
  changesPerSnapshot: 300,
  /** Rights of everybody who has a document open are asked again this often, ms. */
  rightsEveryMs: 3_000,
  /** Changes are announced to the other processes this often at most, ms. */
  announceEveryMs: 30,
  /** Documents that one notice names. */
  namesPerNotice: 25,
} as const;
