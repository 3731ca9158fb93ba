import type { ColumnProfile, TableProfile } from '../../platform/tables/tables.schema.ts';

/** How the values of one column moved between two versions. */
export interface ColumnShift {
  readonly column: string;
  /** 0 to 1: the share of rows that lie elsewhere now. */
  readonly shift: number;
  readonly missingBefore: number;
  readonly missingNow: number;
}

/** What changed between two versions of a table. */
export interface TableDifference {
  readonly since: number;
  readonly rowsBefore: number;
  readonly rowsNow: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly retyped: readonly { readonly column: string; readonly before: string; readonly now: string }[];
  /** Columns in both, the most moved first. */
  readonly shifts: readonly ColumnShift[];
}

/** A shift from which a column is named as moved. Below it, samples of the same source differ about as much. */
export const NOTABLE_SHIFT = 0.1;

/** What changed since an earlier version, computed from the two profiles alone. */
export function differenceOf(since: number, before: TableProfile, now: TableProfile): TableDifference {
  const old = new Map(before.columns.map((column) => [column.name, column]));
  const names = new Set(now.columns.map(({ name }) => name));
  const inBoth = now.columns.flatMap((column) => {
    const earlier = old.get(column.name);
    return earlier ? [{ earlier, column }] : [];
  });
  return {
    since,
    rowsBefore: before.rows,
    rowsNow: now.rows,
    added: now.columns.flatMap(({ name }) => (old.has(name) ? [] : [name])),
    removed: before.columns.flatMap(({ name }) => (names.has(name) ? [] : [name])),
    retyped: inBoth.flatMap(({ earlier, column }) =>
      earlier.type === column.type ? [] : [{ column: column.name, before: earlier.type, now: column.type }],
    ),
    shifts: inBoth
      .flatMap(({ earlier, column }) => {
        const shift = shiftOf(earlier, column);
        if (shift === null) return [];
        const [missingBefore, missingNow] = [share(earlier.missing, before.rows), share(column.missing, now.rows)];
        return [{ column: column.name, shift, missingBefore, missingNow }];
      })
      .sort((a, b) => b.shift - a.shift),
  };
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/**
 * How far two distributions of one column lie apart, 0 to 1; null where they cannot be compared. Numbers: the largest gap
 * between the two cumulative distributions (Kolmogorov and Smirnov), read from the hundred quantiles of the profiles and
 * so exact to about a hundredth; a constant column is a step and no special case, which a stability index over quantile
 * bins gets wrong. Words: half the sum of the differences of their shares (total variation). Moments are not compared:
 * time goes on.
 */
export function shiftOf(before: ColumnProfile, now: ColumnProfile): number | null {
  const [a, b] = [before.shape, now.shape];
  if (a?.kind === 'number' && b?.kind === 'number') return gapOfQuantiles(a.quantiles, b.quantiles);
  if (a?.kind === 'words' && b?.kind === 'words' && before.type !== 'id' && now.type !== 'id') {
    return totalVariation(a, b);
  }
  return null;
}

/** The largest gap between two cumulative distributions that are given by quantiles at equal steps. */
export function gapOfQuantiles(a: readonly number[], b: readonly number[]): number {
  let gap = 0;
  for (const value of [...a, ...b]) {
    // Looked at on both sides of each value, because a step of one may stand exactly at a value of the other.
    gap = Math.max(
      gap,
      Math.abs(shareUpTo(a, value, true) - shareUpTo(b, value, true)),
      Math.abs(shareUpTo(a, value, false) - shareUpTo(b, value, false)),
    );
  }
  return gap;
}

/** The share of rows up to a value, or below it, between quantiles in a straight line. */
function shareUpTo(quantiles: readonly number[], value: number, isInclusive: boolean): number {
  const last = quantiles.length - 1;
  const isBefore = (quantile: number): boolean => (isInclusive ? quantile <= value : quantile < value);
  let low = 0;
  let high = quantiles.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(quantiles[middle] ?? Number.POSITIVE_INFINITY)) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return 0;
  if (low > last) return 1;
  const [from, to] = [quantiles[low - 1] ?? 0, quantiles[low] ?? 0];
  const within = to > from ? Math.max(0, Math.min(1, (value - from) / (to - from))) : 0;
  return (low - 1 + within) / last;
}

interface Words {
  readonly top: readonly { readonly value: string; readonly rows: number }[];
  readonly otherRows: number;
}

function totalVariation(a: Words, b: Words): number {
  const shares = (words: Words): ReadonlyMap<string, number> => {
    const rows = words.otherRows + words.top.reduce((sum, { rows: some }) => sum + some, 0);
    return new Map(words.top.map(({ value, rows: some }) => [value, share(some, rows)]));
  };
  const [left, right] = [shares(a), shares(b)];
  // What is not among the most frequent of one side counts with the others there: the distance is never overstated.
  let known = 0;
  let leftRest = 1;
  let rightRest = 1;
  for (const value of new Set([...left.keys(), ...right.keys()])) {
    const [l, r] = [left.get(value), right.get(value)];
    if ((l === undefined && a.otherRows > 0) || (r === undefined && b.otherRows > 0)) continue;
    known += Math.abs((l ?? 0) - (r ?? 0));
    leftRest -= l ?? 0;
    rightRest -= r ?? 0;
  }
  return Math.min(1, (known + Math.abs(leftRest - rightRest)) / 2);
}
