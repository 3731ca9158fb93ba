/** Limits of the views over all lines, stated once. */
export const PORTFOLIO_LIMITS = {
  /** Faces shown for one initiative. */
  faces: 6,
  /** Longest text to look for. */
  searchLength: 100,
  /** Newest events in which a page of initiatives is looked for first. */
  newestEvents: 4_000,
  /** Newest remarks in which a search looks first. */
  newestComments: 5_000,
  /** Things of each kind that a search finds. */
  foundOfKind: 5,
  /** Initiatives that Today reads for one person, those with the newest activity first. */
  linesOfPerson: 200,
  /** Items that wait for one person. */
  waitingItems: 100,
  /** Experiments of one person without an initiative that are counted. */
  unconnectedExperiments: 100,
  /** Points of a small KPI series, the newest ones. */
  seriesPoints: 24,
  /** Changes by others that Today shows. */
  changes: 20,
  /** Entries of one initiative that are looked at for them, those of the reader included. */
  entriesOfLine: 500,
  /** Events of one entry that are counted, the newest ones. */
  eventsOfEntry: 5_000,
  /** People and seats that are listed as waited for, those that have waited longest. */
  awaited: 50,
  /** Findings that came back and are weighed together, the newest ones. */
  returns: 5_000,
  /** Initiatives whose promises and results are read at once. */
  results: 2_000,
} as const;
