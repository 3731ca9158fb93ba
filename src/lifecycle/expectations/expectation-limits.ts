/** Limits of expectations, stated once. */
export const EXPECTATION_LIMITS = {
  /** Expectations of one initiative that count at the same time. */
  perInitiative: 100,
  /** Versions of one expectation. */
  versions: 200,
  /** Conditions that one group is described by, and words that one of them lists. */
  conditions: 6,
  words: 30,
  reasonLength: 1_000,
  /** Rows that a model is judged on; of larger tables an even choice. As many as a first model learns from. */
  rows: 100_000,
  /** Rows that the preview of an expectation looks at: few enough to answer while somebody types. */
  previewRows: 50_000,
  /** Values, rows times columns, that are read of a wide table for a model that does not tell its columns beforehand. */
  values: 20_000_000,
  /** Rows in which a column is changed to see what the model does. */
  changedRows: 2_000,
  /** Values that a column is changed to. */
  changedValues: 10,
  /** Fewer rows than this tell nothing. */
  leastRows: 30,
  /** Fewer cases with the outcome than this tell nothing about how well they are found. */
  leastCases: 10,
  /** Bytes of a model's file. */
  modelBytes: 64 * 1024 * 1024,
  /** Newest models of each kind that are judged of one initiative. */
  candidates: 20,
  /** Judgements that are begun at once. */
  atOnce: 20,
  /** Groups of one column that are compared; rarer ones are counted together. */
  groups: 12,
  listed: 100,
} as const;
