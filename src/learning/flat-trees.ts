import type { Tree } from './model.ts';

/**
 * Trees laid out for speed: the nodes of all trees in one list of typed arrays. Every question has the same form, "is the
 * value at most the threshold?"; other forms are turned into it when trees are read.
 */
export interface FlatTrees {
  /** Node at which each tree begins. */
  readonly roots: Int32Array;
  /** Feature that a node looks at; -1 at a leaf. */
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  /** 1 where a missing value goes left. */
  readonly missingGoesLeft: Uint8Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Weight of the training rows that came by. */
  readonly cover: Float64Array;
  /** The additions of node `n` are those from `additionsFrom[n]` up to, not including, `additionsFrom[n + 1]`. */
  readonly additionsFrom: Int32Array;
  /** Raw score that an addition goes to, and what is added. */
  readonly additionOutput: Int32Array;
  readonly addition: Float64Array;
}

/** The trees of a model in one list. Leaf values and thresholds are rounded to float32, as ONNX keeps them. */
export function flattenTrees(trees: readonly Tree[]): FlatTrees {
  const nodes = trees.reduce((sum, tree) => sum + tree.feature.length, 0);
  const flat: FlatTrees = {
    roots: new Int32Array(trees.length),
    feature: new Int32Array(nodes),
    threshold: new Float64Array(nodes),
    missingGoesLeft: new Uint8Array(nodes),
    left: new Int32Array(nodes),
    right: new Int32Array(nodes),
    cover: new Float64Array(nodes),
    additionsFrom: Int32Array.from({ length: nodes + 1 }, (_, node) => node),
    additionOutput: new Int32Array(nodes),
    addition: new Float64Array(nodes),
  };
  let start = 0;
  for (const [position, tree] of trees.entries()) {
    flat.roots[position] = start;
    for (const [node, feature] of tree.feature.entries()) {
      const at = start + node;
      flat.feature[at] = feature;
      flat.threshold[at] = Math.fround(tree.threshold[node] ?? 0);
      flat.missingGoesLeft[at] = tree.missingGoesLeft[node] === true ? 1 : 0;
      flat.left[at] = start + (tree.left[node] ?? 0);
      flat.right[at] = start + (tree.right[node] ?? 0);
      flat.cover[at] = tree.cover[node] ?? 0;
      flat.additionOutput[at] = tree.output;
      flat.addition[at] = Math.fround(tree.value[node] ?? 0);
    }
    start += tree.feature.length;
  }
  return flat;
}

/** The leaf that the features from `offset` on reach, starting at the node `root`. */
export function leafReached(
  trees: FlatTrees,
  root: number,
  features: Float32Array | Float64Array,
  offset: number,
): number {
  const { feature, threshold, missingGoesLeft, left, right } = trees;
  let node = root;
  let looksAt = feature[node] as number;
  while (looksAt >= 0) {
    const value = features[offset + looksAt] as number;
    // A missing value (NaN) is at most nothing, so that it takes the second question.
    const goesLeft = value <= (threshold[node] as number) || (Number.isNaN(value) && missingGoesLeft[node] === 1);
    node = (goesLeft ? left[node] : right[node]) as number;
    looksAt = feature[node] as number;
  }
  return node;
}

/** Adds what all trees say about the features from `offset` on to the raw scores from `rawOffset` on. */
export function addTreeScores(
  trees: FlatTrees,
  features: Float32Array | Float64Array,
  offset: number,
  raw: Float64Array,
  rawOffset: number,
): void {
  const { roots, additionsFrom, additionOutput, addition } = trees;
  for (let tree = 0; tree < roots.length; tree++) {
    const leaf = leafReached(trees, roots[tree] as number, features, offset);
    const end = additionsFrom[leaf + 1] as number;
    for (let at = additionsFrom[leaf] as number; at < end; at++) {
      const output = rawOffset + (additionOutput[at] as number);
      raw[output] = (raw[output] as number) + (addition[at] as number);
    }
  }
}
