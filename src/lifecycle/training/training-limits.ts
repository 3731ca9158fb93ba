/** Limits of training, stated once. */
export const TRAINING_LIMITS = {
  /** Larger tables are learned from by an even choice of their rows, and the page says so. */
  rows: 100_000,
  columns: 300,
  /** Categories of a column above which it is a name of things and no property of them. */
  categories: 200,
  /** Trainings of one initiative that wait or run at the same time. */
  underWay: 3,
  listed: 100,
  seed: 2_147_483_647,
  /** Points of a curve of money. */
  moneyPoints: 200,
} as const;
