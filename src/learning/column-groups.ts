import { quantileThresholds, toBins } from './binning.ts';
import type { Column } from './model.ts';

/** The rows of a column in groups: bins of a number or levels of a category, and one group of missing values. */
export interface ColumnGroups {
  readonly count: number;
  /** The group of each row; the last group holds the rows whose value is missing. */
  readonly groupOf: Int32Array;
}

/** Groups of numbers: fine enough for most curves, coarse enough for a few thousand rows. */
const MOST_GROUPS = 32;

/** The column's rows in groups: about equally many rows in each bin of numbers. */
export function columnGroups(column: Column): ColumnGroups {
  if (column.kind === 'category') {
    const missing = column.levels.length;
    return { count: missing + 1, groupOf: column.codes.map((code) => (code < 0 ? missing : code)) };
  }
  const thresholds = quantileThresholds(column.values, MOST_GROUPS);
  return {
    count: thresholds.length + 2,
    groupOf: Int32Array.from(toBins([column.values], [thresholds]).codes),
  };
}

/** Whether each row's value is missing: 1 or 0. */
export function missingMarks(column: Column): Int32Array {
  return column.kind === 'number'
    ? Int32Array.from(column.values, (value) => (Number.isNaN(value) ? 1 : 0))
    : column.codes.map((code) => (code < 0 ? 1 : 0));
}
