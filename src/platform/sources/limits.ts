/** Every limit on tables that are read from databases of others, in one place. */
export const SOURCE_LIMITS = {
  queryChars: 20_000,
  /** What one query may give, in bytes as CSV; as much as a file that is brought. */
  bytes: 2 * 1024 ** 3,
  /** Rows that one query may give. */
  rows: 50_000_000,
  columns: 2_000,
  /** How long making a connection may take. */
  connectMs: 10_000,
  /** How long the first rows of a query may take. */
  trialMs: 20_000,
  /** How long a whole query may take. */
  readMs: 30 * 60_000,
  /** How long a query waits for a lock that somebody else holds. */
  lockMs: 5_000,
  /** Rows that are shown of a query before it is brought. */
  trialRows: 20,
  /** Characters of a cell that are shown. */
  shownCellChars: 200,
  /** Characters of a certificate of an authority. */
  certificateChars: 20_000,
} as const;
