import { drift, histogramDrift } from '../statistics/index.ts';
import { orderInTime } from './folds.ts';
import type { Column } from './model.ts';

/** How far a column's latest rows lie from its earliest. */
export interface ColumnDrift {
  readonly name: string;
  /**
   * 0 (alike) to 1 (nothing in common): for numbers the largest gap between the two cumulative shares (Kolmogorov and
   * Smirnov), for categories Jensen and Shannon's distance; the distance of the missing shares where that is larger.
   * The stability index of credit scoring (PSI) is not used: it is 0 where the earliest third is constant.
   */
  readonly distance: number;
  /** Share of missing values in the earliest and the latest third. */
  readonly missingShares: readonly [number, number];
  /** What is usual: the median of numbers or the most frequent level; null where all values are missing. */
  readonly usual: readonly [string | number | null, string | number | null];
}

/** A distance from which a column is worth a look; chance alone stays below it from 100 rows a third. */
export const NOTABLE_DRIFT = 0.25;

/** Compares the earliest with the latest third of the rows, column by column. */
export function columnDrifts(columns: readonly Column[], times: Float64Array): ColumnDrift[] {
  const order = orderInTime(times);
  const third = Math.floor(order.length / 3);
  if (third === 0) return [];
  const [earliest, latest] = [order.slice(0, third), order.slice(order.length - third)];
  return columns.map((column) =>
    column.kind === 'number'
      ? numberDrift(column.name, pick(column.values, earliest), pick(column.values, latest))
      : categoryDrift(column.name, column.levels, pickCodes(column.codes, earliest), pickCodes(column.codes, latest)),
  );
}

function numberDrift(name: string, before: Float64Array, after: Float64Array): ColumnDrift {
  const [a, b] = [before.filter(isPresent), after.filter(isPresent)];
  const compared = drift(a, b);
  const missingShares = [1 - a.length / before.length, 1 - b.length / after.length] as const;
  const gap = compared.kind === 'estimated' ? compared.kolmogorovSmirnov.distance : 0;
  return {
    name,
    distance: Math.max(gap, Math.abs(missingShares[0] - missingShares[1])),
    missingShares,
    usual: [median(a), median(b)],
  };
}

function categoryDrift(name: string, levels: readonly string[], before: Int32Array, after: Int32Array): ColumnDrift {
  const counts = [before, after].map((codes) => {
    const own = new Float64Array(levels.length + 1);
    for (const code of codes) own[code + 1] = (own[code + 1] as number) + 1;
    return own;
  });
  const [a = new Float64Array(0), b = new Float64Array(0)] = counts;
  const compared = histogramDrift(a, b);
  return {
    name,
    distance: compared.kind === 'estimated' ? compared.jensenShannon : 0,
    missingShares: [(a[0] ?? 0) / before.length, (b[0] ?? 0) / after.length],
    usual: [mostFrequent(levels, a), mostFrequent(levels, b)],
  };
}

function isPresent(value: number): boolean {
  return !Number.isNaN(value);
}

function pick(values: Float32Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row] as number);
}

function pickCodes(codes: Int32Array, rows: Uint32Array): Int32Array {
  return Int32Array.from(rows, (row) => codes[row] as number);
}

function median(values: Float64Array): number | null {
  return values.toSorted()[Math.floor((values.length - 1) / 2)] ?? null;
}

function mostFrequent(levels: readonly string[], counts: Float64Array): string | null {
  const best = levels.reduce(
    (leader, _, level) => ((counts[level + 1] ?? 0) > (counts[leader + 1] ?? 0) ? level : leader),
    0,
  );
  return (counts[best + 1] ?? 0) > 0 ? (levels[best] ?? null) : null;
}
