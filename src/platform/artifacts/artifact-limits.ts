/** Limits of artifacts, stated once. There is no limit on the size of one file but the room that is left. */
export const ARTIFACT_LIMITS = {
  /** Longest path, in bytes of UTF-8: it is the key of an index, which takes 2,704. */
  pathBytes: 2_000,
  /** Deepest path, in segments. */
  pathDepth: 60,
  /** Most entries that one folder lists. */
  listedEntries: 100_000,
  /** How long a content that nothing refers to is kept, because it may have been removed by mistake. */
  graceMs: 7 * 86_400_000,
  /** How often contents that nothing refers to are looked for. */
  collectEveryMs: 6 * 3_600_000,
  /** A file up to this size is checked before the first byte is sent; of a larger one the last block is held back. */
  blockBytes: 1_048_576,
  /** Largest table file of which a beginning is read for a page. */
  previewBytes: 64 * 1_048_576,
  previewRows: 100,
  previewColumns: 50,
  previewCellCharacters: 500,
} as const;
