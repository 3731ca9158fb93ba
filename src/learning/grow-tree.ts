import type { BinnedFeatures } from './binning.ts';
import { findSplit, type LeafRules, type LeafSums, leafValue, type Split } from './find-split.ts';
import { type GradientPairs, gatherPairs, histogramOffsets } from './histogram.ts';
import type { HistogramEngine } from './histogram-engine.ts';
import type { Tree } from './model.ts';

/** How trees are grown. */
export interface TreeRules extends LeafRules {
  /** Most leaves of a tree; the leaf whose split lowers the loss most is split first. */
  readonly maxLeaves: number;
  /** Factor on every leaf's value. */
  readonly learningRate: number;
}

/** A tree with what only bins know about it: the bin at or below which codes go left, one a node. */
export interface GrownTree {
  readonly tree: Tree;
  readonly bins: Int32Array;
}

/** A threshold at or below which every number lies; only missing values go right of it. */
const EVERY_NUMBER = 3.4028234663852886e38;

/** A node while its tree grows: a run of rows, and what became of it. */
interface Node {
  readonly from: number;
  readonly to: number;
  readonly sums: LeafSums;
  readonly split: Split | null;
  histogram: Float64Array | null;
  left: number;
  right: number;
}

/** Bytes of the arrays that growing trees on so many rows asks an engine for, with the codes and the gradient pairs. */
export function bytesForGrowing(rows: number, thresholds: readonly Float32Array[], maxLeaves: number): number {
  const histogram = 8 * (histogramOffsets(thresholds).at(-1) ?? 0);
  // A row's codes, a column's values, its pair, its index and its place in order; where features begin; a histogram a leaf and one being counted.
  return rows * (thresholds.length + 4 + 16 + 4 + 8) + 4 * (thresholds.length + 1) + (maxLeaves + 1) * histogram;
}

/** Grows trees on the same features, one after the other, with the same buffers. */
export class TreeGrower {
  readonly #binned: BinnedFeatures;
  readonly #rules: TreeRules;
  readonly #engine: HistogramEngine;
  readonly #offsets: Uint32Array;
  readonly #rows: Uint32Array;
  readonly #toTheRight: Uint32Array;
  readonly #ordered: Float64Array;
  readonly #spareHistograms: Float64Array[] = [];

  /** The codes of `binned`, and the gradient pairs of every tree, must be arrays of the engine. */
  constructor(binned: BinnedFeatures, rules: TreeRules, engine: HistogramEngine) {
    this.#binned = binned;
    this.#rules = rules;
    this.#engine = engine;
    this.#offsets = engine.indices(binned.thresholds.length + 1);
    this.#offsets.set(histogramOffsets(binned.thresholds));
    this.#rows = engine.indices(binned.rows);
    this.#toTheRight = new Uint32Array(binned.rows);
    // Only the smaller child is counted.
    this.#ordered = engine.numbers(binned.rows);
  }

  /**
   * Grows one tree for the gradients and adds its leaf values to `raw`, the raw scores of the training rows. `weights` are
   * summed as the cover of the nodes. Returns null where no split lowers the loss.
   */
  grow(gradients: GradientPairs, raw: Float64Array, weights: Float64Array, output: number): GrownTree | null {
    const rows = this.#rows;
    for (let row = 0; row < rows.length; row++) rows[row] = row;
    const nodes = [this.#root(gradients)];
    let leaves = 1;
    while (leaves < this.#rules.maxLeaves) {
      const next = bestLeaf(nodes);
      if (next === null) break;
      this.#splitNode(nodes, next.node, next.split, gradients, leaves + 1 < this.#rules.maxLeaves);
      leaves++;
    }
    for (const { histogram } of nodes) if (histogram !== null) this.#spareHistograms.push(histogram);
    return leaves === 1 ? null : this.#finish(nodes, raw, weights, output);
  }

  #root(gradients: GradientPairs): Node {
    const { pairs, unit } = gradients;
    let gradient = 0;
    let packed = 0;
    for (let i = 0; i < pairs.length; i += 2) {
      gradient += pairs[i] as number;
      packed += pairs[i + 1] as number;
    }
    const rows = this.#rows.length;
    const sums = { gradient, curvature: packed - rows * unit, rows, lowest: -Infinity, highest: Infinity };
    const histogram = this.#takeHistogram();
    this.#engine.fill(histogram, this.#binned, this.#offsets, this.#rows, 0, rows, pairs);
    return this.#node(0, rows, sums, histogram, unit);
  }

  #node(from: number, to: number, sums: LeafSums, histogram: Float64Array | null, unit: number): Node {
    const split =
      histogram === null
        ? null
        : findSplit(histogram, this.#offsets, this.#binned, sums, unit, this.#rules, this.#engine.scan);
    return { from, to, sums, split, histogram, left: -1, right: -1 };
  }

  /** Parts the node's rows; counts the smaller child's histogram, the other one is what is left of the parent's. */
  #splitNode(nodes: Node[], node: Node, split: Split, { pairs, unit }: GradientPairs, goesOn: boolean): void {
    const middle = this.#partition(node.from, node.to, split);
    const parent = node.histogram;
    node.histogram = null;
    node.left = nodes.length;
    node.right = nodes.length + 1;
    if (parent === null || !goesOn) {
      if (parent !== null) this.#spareHistograms.push(parent);
      nodes.push(this.#node(node.from, middle, split.left, null, unit));
      nodes.push(this.#node(middle, node.to, split.right, null, unit));
      return;
    }
    const counted = this.#takeHistogram();
    const leftIsSmaller = middle - node.from <= node.to - middle;
    const [from, to] = leftIsSmaller ? [node.from, middle] : [middle, node.to];
    gatherPairs(this.#ordered, pairs, this.#rows, from, to);
    this.#engine.fill(counted, this.#binned, this.#offsets, this.#rows, from, to, this.#ordered);
    this.#engine.subtract(parent, counted);
    nodes.push(this.#node(node.from, middle, split.left, leftIsSmaller ? counted : parent, unit));
    nodes.push(this.#node(middle, node.to, split.right, leftIsSmaller ? parent : counted, unit));
  }

  /** Puts the rows that go left first, both sides in ascending order, and returns where the right side begins. */
  #partition(from: number, to: number, { feature, bin, missingGoesLeft }: Split): number {
    const rows = this.#rows;
    const toTheRight = this.#toTheRight;
    const { codes, rows: height, thresholds } = this.#binned;
    const column = feature * height;
    const missing = (thresholds[feature] as Float32Array).length + 1;
    let left = from;
    let right = 0;
    for (let i = from; i < to; i++) {
      const row = rows[i] as number;
      const code = codes[column + row] as number;
      if (code === missing ? missingGoesLeft : code <= bin) rows[left++] = row;
      else toTheRight[right++] = row;
    }
    rows.set(toTheRight.subarray(0, right), left);
    return left;
  }

  #finish(nodes: readonly Node[], raw: Float64Array, weights: Float64Array, output: number): GrownTree {
    const { l2, learningRate } = this.#rules;
    const cover = nodes.map(() => 0);
    const value = nodes.map(() => 0);
    for (let index = nodes.length - 1; index >= 0; index--) {
      const { from, to, left, right, sums } = nodes[index] as Node;
      if (left >= 0) {
        cover[index] = (cover[left] as number) + (cover[right] as number);
        continue;
      }
      const own = learningRate * leafValue(sums.gradient, sums.curvature, l2, sums.lowest, sums.highest);
      const rounded = Math.fround(own);
      value[index] = rounded;
      cover[index] = this.#addToRows(from, to, rounded, raw, weights);
    }
    const { thresholds } = this.#binned;
    const splits = nodes.map(({ split, left }) => (left >= 0 ? split : null));
    return {
      bins: Int32Array.from(splits, (split) => split?.bin ?? -1),
      tree: {
        output,
        feature: splits.map((split) => split?.feature ?? -1),
        threshold: splits.map((split) =>
          split === null ? 0 : (thresholds[split.feature]?.[split.bin] ?? EVERY_NUMBER),
        ),
        missingGoesLeft: splits.map((split) => split?.missingGoesLeft ?? false),
        left: nodes.map((node) => node.left),
        right: nodes.map((node) => node.right),
        value,
        cover,
      },
    };
  }

  /** Adds a leaf's value to its rows and returns their weight. */
  #addToRows(from: number, to: number, value: number, raw: Float64Array, weights: Float64Array): number {
    const rows = this.#rows;
    let weight = 0;
    for (let i = from; i < to; i++) {
      const row = rows[i] as number;
      raw[row] = (raw[row] as number) + value;
      weight += weights[row] as number;
    }
    return weight;
  }

  #takeHistogram(): Float64Array {
    return this.#spareHistograms.pop() ?? this.#engine.numbers(this.#offsets.at(-1) ?? 0);
  }
}

/** The leaf whose split gains most; the earlier one where two gain the same. */
function bestLeaf(nodes: readonly Node[]): { node: Node; split: Split } | null {
  let best: { node: Node; split: Split } | null = null;
  for (const node of nodes) {
    if (node.left >= 0 || node.split === null) continue;
    if (best === null || node.split.gain > best.split.gain) best = { node, split: node.split };
  }
  return best;
}

/** Adds the tree's leaf values to the raw scores of rows that it was not grown on. */
export function addTree({ tree, bins }: GrownTree, binned: BinnedFeatures, raw: Float64Array): void {
  const feature = Int32Array.from(tree.feature);
  const left = Int32Array.from(tree.left);
  const right = Int32Array.from(tree.right);
  const missingGoesLeft = Uint8Array.from(tree.missingGoesLeft, Number);
  const missing = Int32Array.from(tree.feature, (index) => (binned.thresholds[index]?.length ?? 0) + 1);
  const { codes, rows } = binned;
  for (let row = 0; row < rows; row++) {
    let node = 0;
    while ((feature[node] as number) >= 0) {
      const code = codes[(feature[node] as number) * rows + row] as number;
      const goesLeft = code === missing[node] ? missingGoesLeft[node] === 1 : code <= (bins[node] as number);
      node = (goesLeft ? left[node] : right[node]) as number;
    }
    raw[row] = (raw[row] as number) + (tree.value[node] as number);
  }
}
