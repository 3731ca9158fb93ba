import type { Column } from './model.ts';

/** What values of a column are common among reference rows. */
export type Typical =
  /** Eight rows of ten lie from `low` to `high`; `middle` halves them. Null where no row has a value. */
  | { readonly kind: 'number'; readonly low: number; readonly middle: number; readonly high: number }
  /** The most frequent levels with their shares of the rows that have a value, at most three. */
  | { readonly kind: 'category'; readonly levels: readonly { readonly level: string; readonly share: number }[] };

/** Levels that are told. */
const LEVELS_TOLD = 3;

/** What is common in a column; null where it has no value at all. */
export function typicalOf(column: Column): Typical | null {
  if (column.kind === 'number') {
    const values = column.values.filter((value) => !Number.isNaN(value)).sort();
    if (values.length === 0) return null;
    return {
      kind: 'number',
      low: quantileOfSorted(values, 0.1),
      middle: quantileOfSorted(values, 0.5),
      high: quantileOfSorted(values, 0.9),
    };
  }
  const counts = column.levels.map(() => 0);
  let all = 0;
  for (const code of column.codes) {
    if (code < 0) continue;
    counts[code] = (counts[code] ?? 0) + 1;
    all++;
  }
  if (all === 0) return null;
  const levels = column.levels
    .map((level, code) => ({ level, share: (counts[code] ?? 0) / all }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share || (a.level < b.level ? -1 : 1));
  return { kind: 'category', levels: levels.slice(0, LEVELS_TOLD) };
}

/** The value below which a share of sorted values lies, between neighbours on a straight line (Hyndman and Fan 1996, type 7). */
export function quantileOfSorted(sorted: Float32Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}
