/** Most bins that a feature's values fall into; one more code of a byte is left for missing values. */
export const MOST_BINS = 255;

/** A column longer than this is cut by a regular sample of its values: quantiles of so many are exact enough. */
const ROWS_FOR_QUANTILES = 50_000;

/** Features as bytes, column by column: what trees are grown on. */
export interface BinnedFeatures {
  readonly rows: number;
  /** `codes[feature * rows + row]`: the bin of the value, or `thresholds[feature].length + 1` where it is missing. */
  readonly codes: Uint8Array;
  /** Ascending float32 cuts between the bins of each feature; a value at or below cut i lies in bin i or lower. */
  readonly thresholds: readonly Float32Array[];
}

/**
 * Cuts between bins of about equally many values: halfway between neighbouring values where a feature has few of them,
 * else at quantiles. A cut is a float32 that separates: below it at least one value, above it at least one.
 */
export function quantileThresholds(values: Float32Array, mostBins: number): Float32Array {
  const sorted = sortedPresent(values);
  if (sorted.length === 0) return new Float32Array(0);
  const distinct = distinctUpTo(sorted, mostBins);
  if (distinct !== null) {
    return Float32Array.from({ length: distinct.length - 1 }, (_, i) =>
      between(distinct[i] as number, distinct[i + 1] as number),
    );
  }
  const cuts: number[] = [];
  let position = 0;
  for (let i = 1; i < mostBins; i++) {
    const wanted = Math.floor((i * sorted.length) / mostBins);
    if (wanted <= position) continue;
    // A value that fills several bins is kept whole: the cut lies after the last of it.
    position = wanted;
    while (position < sorted.length && sorted[position] === sorted[position - 1]) position++;
    if (position < sorted.length) cuts.push(between(sorted[position - 1] as number, sorted[position] as number));
  }
  return Float32Array.from(cuts);
}

/** The features as bins by the given cuts, written into `codes`. */
export function toBins(
  features: readonly Float32Array[],
  thresholds: readonly Float32Array[],
  codes: Uint8Array = new Uint8Array(features.reduce((sum, { length }) => sum + length, 0)),
  write: WriteBins = writeBins,
): BinnedFeatures {
  const rows = features[0]?.length ?? 0;
  for (const [feature, values] of features.entries()) {
    write(codes, feature * rows, values, thresholds[feature] as Float32Array);
  }
  return { rows, codes, thresholds };
}

/** Writes the bins of the values of one feature into `codes` from `offset` on. */
export type WriteBins = (codes: Uint8Array, offset: number, values: Float32Array, thresholds: Float32Array) => void;

/** Looks for each bin in plain TypeScript. */
export const writeBins: WriteBins = (codes, offset, values, thresholds) => {
  const missing = thresholds.length + 1;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (Number.isNaN(value)) {
      codes[offset + row] = missing;
      continue;
    }
    let low = 0;
    let high = thresholds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (value <= (thresholds[middle] as number)) high = middle;
      else low = middle + 1;
    }
    codes[offset + row] = low;
  }
};

function sortedPresent(values: Float32Array): Float32Array {
  const step = Math.max(1, Math.ceil(values.length / ROWS_FOR_QUANTILES));
  const sample = new Float32Array(Math.ceil(values.length / step));
  let size = 0;
  for (let row = 0; row < values.length; row += step) {
    const value = values[row] as number;
    if (!Number.isNaN(value)) sample[size++] = value;
  }
  return sample.subarray(0, size).sort();
}

/** The distinct values in ascending order, or null where there are more than `most`. */
function distinctUpTo(sorted: Float32Array, most: number): number[] | null {
  const distinct: number[] = [];
  for (const value of sorted) {
    if (value === distinct.at(-1)) continue;
    if (distinct.length === most) return null;
    distinct.push(value);
  }
  return distinct;
}

/** A float32 at or above `below` and under `above`. */
function between(below: number, above: number): number {
  const middle = Math.fround(below / 2 + above / 2);
  return middle < above ? middle : below;
}
