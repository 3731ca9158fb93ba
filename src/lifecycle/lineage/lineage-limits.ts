/** Limits of lineage, stated once. */
export const LINEAGE_LIMITS = {
  /** Largest request; what an event says of the columns of a wide table takes most of it. */
  bodyBytes: 4 * 1024 ** 2,
  /** How deep an event may be nested. */
  depth: 60,
  /** Events of one batch. */
  batch: 200,
  namespaceChars: 500,
  nameChars: 1_000,
  /** Tables that an event names on one side of its job. */
  datasets: 500,
  facets: 60,
  /** Largest facet that we do not know, as JSON text. */
  opaqueChars: 32_000,
  fields: 2_000,
  /** Columns that a column is made from. */
  inputFields: 100,
  assertions: 500,
  /** Rules of one table; beyond them only those that are known are kept up to date. */
  rules: 2_000,
  textChars: 2_000,
  /** How far the clock of a sender may be ahead of ours. */
  aheadMs: 24 * 3_600_000,
  /** Tables of which an installation knows at most, and jobs. */
  sources: 100_000,
  /** Sources of one data set. */
  links: 50,
  /** How many tables back, or ahead, lineage is followed. */
  steps: 12,
  /** Tables that are followed from one place. */
  followed: 400,
  /** Tables and jobs that are drawn; the rest is counted. */
  drawnSources: 160,
  /** Runs, checks, versions and the like of one initiative that are drawn, of each kind. */
  drawnOfKind: 24,
  drawnOrigins: 400,
  troubles: 20,
  listed: 100,
  suggested: 5,
  /** How long it is remembered that an event was received. */
  receivedDays: 90,
} as const;
