import type { BinnedFeatures } from './binning.ts';

/**
 * Gradients and second derivatives of the rows as whole multiples of powers of two, so that every sum of them is exact:
 * histograms do not depend on the order of rows, and a sibling's histogram is the parent's minus the other's without error.
 * `pairs[2 * row]` is the gradient; `pairs[2 * row + 1]` is `unit` plus the second derivative, which counts rows and sums
 * curvature in one number: sums of curvature stay below `unit`.
 */
export interface GradientPairs {
  readonly pairs: Float64Array;
  /** A power of two above the sum of all second derivatives. */
  unit: number;
}

/** Sums of nothing but zeros still have a power of two above them. */
const LEAST_SUM = 2 ** -800;

/** Where each feature's bins begin in a histogram, in numbers; the last entry is the size of a histogram. */
export function histogramOffsets(thresholds: readonly Float32Array[]): Uint32Array {
  const offsets = new Uint32Array(thresholds.length + 1);
  for (const [feature, cuts] of thresholds.entries()) {
    // One bin more than cuts, one for missing values, two numbers each.
    offsets[feature + 1] = (offsets[feature] as number) + 2 * (cuts.length + 2);
  }
  return offsets;
}

/**
 * Rounds gradients and curvatures, written raw into `pairs`, to multiples of powers of two that keep every possible sum
 * within 53 bits. For a million rows curvature keeps 13 bits of its own and 30 in the sum; gradients keep far more.
 */
export function roundPairs(target: GradientPairs): void {
  const { pairs } = target;
  let gradients = 0;
  let curvatures = 0;
  for (let i = 0; i < pairs.length; i += 2) {
    gradients += Math.abs(pairs[i] as number);
    curvatures += pairs[i + 1] as number;
  }
  const unit = 2 ** (Math.ceil(Math.log2(Math.max(curvatures, LEAST_SUM))) + 1);
  const rowsBits = Math.ceil(Math.log2(pairs.length / 2 + 1));
  // Adding and taking away 1.5 * 2^52 times a power of two rounds to a multiple of that power.
  const roundGradient = 1.5 * 2 ** (Math.ceil(Math.log2(Math.max(gradients, LEAST_SUM))) + 2);
  const roundCurvature = 1.5 * unit * 2 ** rowsBits;
  for (let i = 0; i < pairs.length; i += 2) {
    pairs[i] = (pairs[i] as number) + roundGradient - roundGradient;
    pairs[i + 1] = (pairs[i + 1] as number) + roundCurvature - roundCurvature + unit;
  }
  target.unit = unit;
}

/** The pairs of the given rows, one after the other, so that every feature reads them in order. */
export function gatherPairs(
  ordered: Float64Array,
  pairs: Float64Array,
  rows: Uint32Array,
  from: number,
  to: number,
): void {
  for (let i = from, at = 0; i < to; i++, at += 2) {
    const row = 2 * (rows[i] as number);
    ordered[at] = pairs[row] as number;
    ordered[at + 1] = pairs[row + 1] as number;
  }
}

/**
 * Adds up the pairs of the rows by bin, all features. This loop takes most of the time of training: two numbers a bin side
 * by side, rows ascending, four features at a time so that a row's index and pair are read once for four.
 */
export function fillHistogram(
  histogram: Float64Array,
  binned: BinnedFeatures,
  offsets: Uint32Array,
  rows: Uint32Array,
  from: number,
  to: number,
  ordered: Float64Array,
): void {
  histogram.fill(0);
  const { codes, rows: height } = binned;
  const features = offsets.length - 1;
  let feature = 0;
  for (; feature + 4 <= features; feature += 4) {
    addFourFeatures(histogram, codes, feature * height, height, offsets, feature, rows, from, to, ordered);
  }
  for (; feature < features; feature++) {
    addOneFeature(histogram, codes, feature * height, offsets[feature] as number, rows, from, to, ordered);
  }
}

function addFourFeatures(
  histogram: Float64Array,
  codes: Uint8Array,
  column: number,
  height: number,
  offsets: Uint32Array,
  feature: number,
  rows: Uint32Array,
  from: number,
  to: number,
  ordered: Float64Array,
): void {
  const offset0 = offsets[feature] as number;
  const offset1 = offsets[feature + 1] as number;
  const offset2 = offsets[feature + 2] as number;
  const offset3 = offsets[feature + 3] as number;
  const column1 = column + height;
  const column2 = column1 + height;
  const column3 = column2 + height;
  for (let i = from, at = 0; i < to; i++, at += 2) {
    const row = rows[i] as number;
    const gradient = ordered[at] as number;
    const curvature = ordered[at + 1] as number;
    const bin0 = offset0 + 2 * (codes[column + row] as number);
    histogram[bin0] = (histogram[bin0] as number) + gradient;
    histogram[bin0 + 1] = (histogram[bin0 + 1] as number) + curvature;
    const bin1 = offset1 + 2 * (codes[column1 + row] as number);
    histogram[bin1] = (histogram[bin1] as number) + gradient;
    histogram[bin1 + 1] = (histogram[bin1 + 1] as number) + curvature;
    const bin2 = offset2 + 2 * (codes[column2 + row] as number);
    histogram[bin2] = (histogram[bin2] as number) + gradient;
    histogram[bin2 + 1] = (histogram[bin2 + 1] as number) + curvature;
    const bin3 = offset3 + 2 * (codes[column3 + row] as number);
    histogram[bin3] = (histogram[bin3] as number) + gradient;
    histogram[bin3 + 1] = (histogram[bin3 + 1] as number) + curvature;
  }
}

function addOneFeature(
  histogram: Float64Array,
  codes: Uint8Array,
  column: number,
  offset: number,
  rows: Uint32Array,
  from: number,
  to: number,
  ordered: Float64Array,
): void {
  for (let i = from, at = 0; i < to; i++, at += 2) {
    const bin = offset + 2 * (codes[column + (rows[i] as number)] as number);
    histogram[bin] = (histogram[bin] as number) + (ordered[at] as number);
    histogram[bin + 1] = (histogram[bin + 1] as number) + (ordered[at + 1] as number);
  }
}

/** Turns the parent's histogram into the one of the child that was not counted. */
export function subtractHistogram(parent: Float64Array, child: Float64Array): void {
  for (let i = 0; i < parent.length; i++) parent[i] = (parent[i] as number) - (child[i] as number);
}
