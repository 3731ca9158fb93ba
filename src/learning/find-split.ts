import type { BinnedFeatures } from './binning.ts';

/** What a leaf needs to satisfy so that it may be, or be split. */
export interface LeafRules {
  /** Fewest training rows of a leaf. */
  readonly minRowsPerLeaf: number;
  /** Added to the curvature of each leaf: pulls its value towards 0. */
  readonly l2: number;
  /** For each feature 1 (its rise never lowers the score), -1 (never raises it) or 0. */
  readonly monotone: Int8Array;
}

/** Sums over the training rows of a leaf, and the range that its value must keep to. */
export interface LeafSums {
  readonly gradient: number;
  readonly curvature: number;
  readonly rows: number;
  readonly lowest: number;
  readonly highest: number;
}

/** The best way found to split a leaf: values in `bin` or lower go left. */
export interface Split {
  readonly gain: number;
  readonly feature: number;
  readonly bin: number;
  readonly missingGoesLeft: boolean;
  readonly left: LeafSums;
  readonly right: LeafSums;
}

/** A leaf whose curvature is smaller gives a value that rounding decides. */
const LEAST_CURVATURE = 1e-3;

/** The raw value of a leaf: a Newton step, kept to the leaf's range. */
export function leafValue(gradient: number, curvature: number, l2: number, lowest: number, highest: number): number {
  const value = -gradient / (curvature + l2);
  return Math.min(Math.max(value, lowest), highest);
}

/** How much a leaf of this value lowers the loss, doubled; at the best value it is gradient^2 / (curvature + l2). */
function reduction(gradient: number, curvature: number, l2: number, value: number): number {
  return -value * (2 * gradient + (curvature + l2) * value);
}

/**
 * The split of a leaf that lowers the loss most, or null where none does. Every feature is tried with missing values to the
 * right and, where the leaf has any, to the left; where it has none, values missing later go with the larger child.
 * Monotone features refuse splits in the wrong direction, and hand both children a bound halfway between their values, so
 * that no split further down can undo the direction (the method of XGBoost and scikit-learn).
 *
 * `unit` is the one of the gradient pairs: a bin's second sum holds rows times unit plus curvature. `scan` looks through the
 * splits.
 */
export function findSplit(
  histogram: Float64Array,
  offsets: Uint32Array,
  binned: BinnedFeatures,
  leaf: LeafSums,
  unit: number,
  rules: LeafRules,
  scan: ScanSplits,
): Split | null {
  if (leaf.rows < 2 * rules.minRowsPerLeaf) return null;
  const own = leafValue(leaf.gradient, leaf.curvature, rules.l2, leaf.lowest, leaf.highest);
  const search: SplitSearch = {
    gain: 1e-12 + reduction(leaf.gradient, leaf.curvature, rules.l2, own),
    feature: -1,
    bin: 0,
    missingGoesLeft: false,
    gradient: 0,
    packed: 0,
  };
  scan(histogram, offsets, leaf, unit, rules, search);
  return search.feature < 0 ? null : splitOf(search, histogram, offsets, binned, leaf, own, unit, rules);
}

/** The best split so far: its doubled reduction of the loss, and the sums of its left side. */
export interface SplitSearch {
  gain: number;
  feature: number;
  bin: number;
  missingGoesLeft: boolean;
  gradient: number;
  packed: number;
}

/** Looks through all splits of all features of a leaf and keeps in `search` the first of those that gain most. */
export type ScanSplits = (
  histogram: Float64Array,
  offsets: Uint32Array,
  leaf: LeafSums,
  unit: number,
  rules: LeafRules,
  search: SplitSearch,
) => void;

/** Looks through the splits in plain TypeScript, whatever the rules. */
export const scanSplits: ScanSplits = (histogram, offsets, leaf, unit, rules, search) => {
  for (let feature = 0; feature < offsets.length - 1; feature++) {
    const offset = offsets[feature] as number;
    // One bin more than cuts, one for missing values, two numbers each.
    const cuts = ((offsets[feature + 1] as number) - offset) / 2 - 2;
    const missing = offset + 2 * (cuts + 1);
    const hasMissing = (histogram[missing + 1] as number) > 0;
    // Where values are missing, "all values left, missing right" is one more split.
    scanFeature(histogram, offset, hasMissing ? cuts + 1 : cuts, 0, 0, feature, false, leaf, unit, rules, search);
    if (hasMissing) {
      const [gradient, packed] = [histogram[missing] as number, histogram[missing + 1] as number];
      scanFeature(histogram, offset, cuts, gradient, packed, feature, true, leaf, unit, rules, search);
    }
  }
};

function scanFeature(
  histogram: Float64Array,
  offset: number,
  cuts: number,
  startGradient: number,
  startPacked: number,
  feature: number,
  missingGoesLeft: boolean,
  leaf: LeafSums,
  unit: number,
  rules: LeafRules,
  search: SplitSearch,
): void {
  const { minRowsPerLeaf, l2 } = rules;
  const { lowest, highest } = leaf;
  const direction = rules.monotone[feature] as number;
  const isFree = direction === 0 && lowest === -Infinity && highest === Infinity;
  const perUnit = 1 / unit;
  let gradient = startGradient;
  let packed = startPacked;
  for (let bin = 0, at = offset; bin < cuts; bin++, at += 2) {
    const own = histogram[at + 1] as number;
    // A bin without rows splits like the one before it; small leaves have hardly any others.
    if (own === 0) continue;
    gradient += histogram[at] as number;
    packed += own;
    const rows = Math.floor(packed * perUnit);
    if (rows < minRowsPerLeaf) continue;
    if (leaf.rows - rows < minRowsPerLeaf) return;
    const curvature = packed - rows * unit;
    const curvatureRight = leaf.curvature - curvature;
    if (curvature < LEAST_CURVATURE || curvatureRight < LEAST_CURVATURE) continue;
    const gradientRight = leaf.gradient - gradient;
    let gain: number;
    if (isFree) {
      gain = (gradient * gradient) / (curvature + l2) + (gradientRight * gradientRight) / (curvatureRight + l2);
    } else {
      const left = leafValue(gradient, curvature, l2, lowest, highest);
      const right = leafValue(gradientRight, curvatureRight, l2, lowest, highest);
      if (direction * (right - left) < 0) continue;
      gain = reduction(gradient, curvature, l2, left) + reduction(gradientRight, curvatureRight, l2, right);
    }
    if (gain > search.gain) {
      search.gain = gain;
      search.feature = feature;
      search.bin = bin;
      search.missingGoesLeft = missingGoesLeft;
      search.gradient = gradient;
      search.packed = packed;
    }
  }
}

function splitOf(
  search: SplitSearch,
  histogram: Float64Array,
  offsets: Uint32Array,
  binned: BinnedFeatures,
  leaf: LeafSums,
  own: number,
  unit: number,
  { l2, monotone }: LeafRules,
): Split {
  const { feature, bin, gradient } = search;
  const rows = Math.floor(search.packed / unit);
  const curvature = search.packed - rows * unit;
  const { lowest, highest } = leaf;
  const left = { gradient, curvature, rows };
  const right = {
    gradient: leaf.gradient - gradient,
    curvature: leaf.curvature - curvature,
    rows: leaf.rows - rows,
  };
  const middle =
    (leafValue(left.gradient, left.curvature, l2, lowest, highest) +
      leafValue(right.gradient, right.curvature, l2, lowest, highest)) /
    2;
  const direction = monotone[feature] as number;
  const missing = (offsets[feature] as number) + 2 * ((binned.thresholds[feature] as Float32Array).length + 1);
  return {
    gain: search.gain - reduction(leaf.gradient, leaf.curvature, l2, own),
    feature,
    bin,
    missingGoesLeft: (histogram[missing + 1] as number) > 0 ? search.missingGoesLeft : left.rows > right.rows,
    left: { ...left, lowest: direction < 0 ? middle : lowest, highest: direction > 0 ? middle : highest },
    right: { ...right, lowest: direction > 0 ? middle : lowest, highest: direction < 0 ? middle : highest },
  };
}
