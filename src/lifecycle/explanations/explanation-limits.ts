/** Limits of explanations, stated once. */
export const EXPLANATION_LIMITS = {
  /** Columns whose curve is drawn, the most important first. */
  courses: 40,
  /** Values of a column of words that can be chosen, the most frequent first. */
  levels: 200,
  /** Places of one curve that are signed: enough to see its shape, few enough for a minute. */
  signedPoints: 7,
  /** Rows offered of each kind: surely so, doubtful, surely not. */
  examples: 5,
  /** Columns that one search for a change looks at, the most important first. */
  levers: 20,
  /** Rows that the model had not seen and to which it gave nearly the same chance: at most, and at least to be told. */
  alike: { most: 300, least: 50 },
  /** Longest remark on a point of a curve, in characters. */
  remark: 500,
  /** What is said about the curves of one model. */
  judgements: 5_000,
  /** Values of the table that was asked last, which stay in memory: up to 16 MB. */
  keptValues: 4_000_000,
  /** How long an answer may take before it is given up. */
  answerMs: 60_000,
} as const;
