const MIB = 1024 * 1024;

/** Every limit on work with whole tables, in one place. */
export const TABLE_LIMITS = {
  /** Rows that one table may have. */
  rows: 50_000_000,
  /** What the database engine of one piece of work may hold in memory, in MiB; what is more goes to its folder on disk. */
  engineMiB: 512,
  /** What the program around it may hold, in MiB. */
  heapMiB: 768,
  /** Threads of one piece of work. */
  threads: 2,
  /** What one piece of work may write to disk beside its result, in bytes. */
  scratchBytes: 20 * 1024 * MIB,
  /** Pieces of work at the same time; more wait for their turn. */
  atOnce: 2,
  /** Rows whose cells are looked at to find out what a column holds. */
  sampledRows: 20_000,
  /** Cells of that sample, so that a very wide table is looked at less deeply. */
  sampledCells: 2_000_000,
  /** Different words that do not fit a column of numbers or dates before it is text after all. */
  unfitWords: 20,
  /** Examples that are kept of whatever does not fit. */
  examples: 5,
  /** Characters of an example. */
  exampleChars: 80,
  /** The most frequent values that a profile lists. */
  topValues: 30,
  /** Steps of the distribution that a profile draws. */
  bins: 30,
  /** Rows above which quantiles are estimated and no longer exact. */
  exactQuantileRows: 10_000_000,
  /** Rows that a question of somebody's own gives at most. */
  answerRows: 100,
  /** How long a question of somebody's own may take. */
  questionMs: 20_000,
  /** Values that are read at once for learning: rows times columns. */
  readValues: 60_000_000,
} as const;
