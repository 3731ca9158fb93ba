import type { CategoryColumn, Feature } from './model.ts';
import type { RandomNumbers } from './random.ts';

/** A level's mean counts as many rows of the overall mean as this: rare levels say little about themselves. */
const PRIOR_ROWS = 10;

/** Parts for the encoding of training rows: each row's level is described by the rows of the other parts. */
const PARTS = 5;

/** A category as a number: how it is scored, and what training sees instead. */
export interface EncodedCategory {
  readonly feature: Feature;
  readonly training: Float32Array;
}

/** A random part for each row, all parts about equally large. */
export function encodingParts(rows: number, random: RandomNumbers): Uint8Array {
  const parts = new Uint8Array(rows);
  for (const [position, row] of random.permutation(rows).entries()) parts[row] = position % PARTS;
  return parts;
}

/**
 * Replaces a category by the mean of `response` at its level, drawn towards the overall mean where rows are few
 * (Micci-Barreca 2001). The training rows get the mean of the rows outside their own part, because a row that helps to
 * describe its own level tells the trees its answer; scoring uses all rows. A missing value is a level of its own.
 */
export function encodeCategory(
  column: CategoryColumn,
  input: number,
  response: Float64Array,
  weights: Float64Array,
  parts: Uint8Array,
): EncodedCategory {
  const groups = column.levels.length + 1;
  const sums = Array.from({ length: PARTS }, () => new Float64Array(groups));
  const totals = Array.from({ length: PARTS }, () => new Float64Array(groups));
  for (let row = 0; row < response.length; row++) {
    const part = parts[row] as number;
    const group = (column.codes[row] as number) + 1;
    const weight = weights[row] as number;
    addAt(sums[part] as Float64Array, group, weight * (response[row] as number));
    addAt(totals[part] as Float64Array, group, weight);
  }
  const byPart = sums.map((_, part) => smoothedMeans(sums, totals, groups, part));
  const all = smoothedMeans(sums, totals, groups, -1);
  const seen = column.levels.map((_, code) => totals.some((part) => (part[code + 1] as number) > 0));
  return {
    training: Float32Array.from(
      response,
      (_, row) => byPart[parts[row] as number]?.means[(column.codes[row] as number) + 1] as number,
    ),
    feature: {
      kind: 'levels',
      input,
      levels: column.levels.filter((_, code) => seen[code]),
      values: [...all.means.subarray(1)].filter((_, code) => seen[code]),
      otherwise: all.overall,
      whenMissing: all.means[0] as number,
    },
  };
}

/** Means by group over all parts but one, as float32; groups without rows get the overall mean. */
function smoothedMeans(
  sums: readonly Float64Array[],
  totals: readonly Float64Array[],
  groups: number,
  without: number,
): { means: Float32Array; overall: number } {
  const sum = new Float64Array(groups);
  const total = new Float64Array(groups);
  for (let part = 0; part < sums.length; part++) {
    if (part === without) continue;
    for (let group = 0; group < groups; group++) {
      addAt(sum, group, sums[part]?.[group] as number);
      addAt(total, group, totals[part]?.[group] as number);
    }
  }
  const allRows = total.reduce((a, b) => a + b, 0);
  const overall = allRows > 0 ? sum.reduce((a, b) => a + b, 0) / allRows : 0;
  const means = Float32Array.from(
    sum,
    (value, group) => (value + PRIOR_ROWS * overall) / ((total[group] as number) + PRIOR_ROWS),
  );
  return { means, overall: Math.fround(overall) };
}

function addAt(values: Float64Array, index: number, amount: number): void {
  values[index] = (values[index] as number) + amount;
}
