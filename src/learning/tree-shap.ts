import type { FlatTrees } from './flat-trees.ts';

/**
 * Exact Shapley values of trees, where a player outside a coalition is averaged over by the cover of the branches
 * (path-dependent TreeSHAP: Lundberg et al. 2020, "From local explanations to global understanding with explainable AI for
 * trees", algorithm 2). A player may hold several features: the features made of one business column enter and leave
 * together, so that a column gets one exact value however it was encoded.
 */
export interface TreeShap {
  /** What the trees say on average, one number an output; 0 where no tree adds. */
  readonly expected: Float64Array;
  /**
   * Adds the value of each player for the features from `offset` on: `values[output * players + player]`. With `expected`
   * they add up to what the trees say.
   */
  addValues(features: Float32Array, offset: number, values: Float64Array): void;
}

/** Prepares the explaining of trees. `playerOf` names the player of each feature, 0 to `players - 1`. */
export function treeShap(trees: FlatTrees, outputs: number, playerOf: Int32Array, players: number): TreeShap {
  const expected = new Float64Array(outputs);
  let depth = 0;
  for (const root of trees.roots) depth = Math.max(depth, addExpected(trees, root, 1, 0, expected));
  return {
    expected,
    addValues(features, offset, values) {
      const walk = new PathWalk(trees, playerOf, players, depth, features, offset, values);
      for (const root of trees.roots) walk.explain(root);
    },
  };
}

/** The share of a node's training rows that went to a child; halves where no row came by. */
function shareOf({ cover }: FlatTrees, node: number, child: number): number {
  const all = cover[node] as number;
  return all > 0 ? (cover[child] as number) / all : 0.5;
}

/** Adds what the leaves below a node say on average and returns how deep they lie. */
function addExpected(trees: FlatTrees, node: number, share: number, depth: number, expected: Float64Array): number {
  if ((trees.feature[node] as number) < 0) {
    for (let at = trees.additionsFrom[node] as number; at < (trees.additionsFrom[node + 1] as number); at++) {
      const output = trees.additionOutput[at] as number;
      expected[output] = (expected[output] as number) + share * (trees.addition[at] as number);
    }
    return depth;
  }
  const [left, right] = [trees.left[node] as number, trees.right[node] as number];
  return Math.max(
    addExpected(trees, left, share * shareOf(trees, node, left), depth + 1, expected),
    addExpected(trees, right, share * shareOf(trees, node, right), depth + 1, expected),
  );
}

/**
 * The walk of one row through a tree. The path holds each player once, with the share of rows that flow through when it is
 * unknown (`zero`), whether the row itself does (`one`), and the weights of coalitions by size. Every depth has its own
 * copy, laid one behind the other.
 */
class PathWalk {
  readonly #trees: FlatTrees;
  readonly #playerOf: Int32Array;
  readonly #players: number;
  readonly #features: Float32Array;
  readonly #offset: number;
  readonly #values: Float64Array;
  readonly #player: Int32Array;
  readonly #zero: Float64Array;
  readonly #one: Float64Array;
  readonly #weight: Float64Array;

  constructor(
    trees: FlatTrees,
    playerOf: Int32Array,
    players: number,
    depth: number,
    features: Float32Array,
    offset: number,
    values: Float64Array,
  ) {
    this.#trees = trees;
    this.#playerOf = playerOf;
    this.#players = players;
    this.#features = features;
    this.#offset = offset;
    this.#values = values;
    // One path a depth, with each player at most once and the empty one.
    const room = (depth + 2) * (Math.min(depth, players) + 3);
    this.#player = new Int32Array(room);
    this.#zero = new Float64Array(room);
    this.#one = new Float64Array(room);
    this.#weight = new Float64Array(room);
  }

  explain(root: number): void {
    this.#walk(root, 0, 0, 0, 1, 1, -1);
  }

  /** `from` is where the path of the parent stands, `length` how many players it holds beside the empty one. */
  #walk(node: number, from: number, own: number, length: number, zero: number, one: number, player: number): void {
    for (let at = 0; at < length; at++) {
      this.#player[own + at] = this.#player[from + at] as number;
      this.#zero[own + at] = this.#zero[from + at] as number;
      this.#one[own + at] = this.#one[from + at] as number;
      this.#weight[own + at] = this.#weight[from + at] as number;
    }
    this.#extend(own, length, zero, one, player);
    const feature = this.#trees.feature[node] as number;
    if (feature < 0) {
      this.#addLeaf(node, own, length);
      return;
    }
    const { left, right } = this.#trees;
    const [hot, cold] = this.#goesLeft(node, feature)
      ? [left[node] as number, right[node] as number]
      : [right[node] as number, left[node] as number];
    const asked = this.#playerOf[feature] as number;
    let [knownZero, knownOne, rest] = [1, 1, length];
    for (let at = 1; at <= length; at++) {
      if (this.#player[own + at] !== asked) continue;
      knownZero = this.#zero[own + at] as number;
      knownOne = this.#one[own + at] as number;
      this.#unwind(own, length, at);
      rest = length - 1;
      break;
    }
    const next = own + length + 2;
    const hotZero = knownZero * shareOf(this.#trees, node, hot);
    const coldZero = knownZero * shareOf(this.#trees, node, cold);
    // A branch that neither training rows nor this row take adds nothing to any coalition.
    if (hotZero > 0 || knownOne > 0) this.#walk(hot, own, next, rest + 1, hotZero, knownOne, asked);
    if (coldZero > 0) this.#walk(cold, own, next, rest + 1, coldZero, 0, asked);
  }

  #goesLeft(node: number, feature: number): boolean {
    const value = this.#features[this.#offset + feature] as number;
    const { threshold, missingGoesLeft } = this.#trees;
    return value <= (threshold[node] as number) || (Number.isNaN(value) && missingGoesLeft[node] === 1);
  }

  #extend(own: number, length: number, zero: number, one: number, player: number): void {
    const weight = this.#weight;
    this.#player[own + length] = player;
    this.#zero[own + length] = zero;
    this.#one[own + length] = one;
    weight[own + length] = length === 0 ? 1 : 0;
    for (let at = length - 1; at >= 0; at--) {
      const before = weight[own + at] as number;
      weight[own + at + 1] = (weight[own + at + 1] as number) + (one * before * (at + 1)) / (length + 1);
      weight[own + at] = (zero * before * (length - at)) / (length + 1);
    }
  }

  /** Takes the player at a place out of the path again. */
  #unwind(own: number, length: number, place: number): void {
    const weight = this.#weight;
    const one = this.#one[own + place] as number;
    const zero = this.#zero[own + place] as number;
    let next = weight[own + length] as number;
    for (let at = length - 1; at >= 0; at--) {
      const before = weight[own + at] as number;
      if (one !== 0) {
        weight[own + at] = (next * (length + 1)) / ((at + 1) * one);
        next = before - ((weight[own + at] as number) * zero * (length - at)) / (length + 1);
      } else {
        weight[own + at] = (before * (length + 1)) / (zero * (length - at));
      }
    }
    for (let at = place; at < length; at++) {
      this.#player[own + at] = this.#player[own + at + 1] as number;
      this.#zero[own + at] = this.#zero[own + at + 1] as number;
      this.#one[own + at] = this.#one[own + at + 1] as number;
    }
  }

  /** The weights of all coalitions without the player at a place. */
  #weightWithout(own: number, length: number, place: number): number {
    const weight = this.#weight;
    const one = this.#one[own + place] as number;
    const zero = this.#zero[own + place] as number;
    let next = weight[own + length] as number;
    let total = 0;
    for (let at = length - 1; at >= 0; at--) {
      const before = weight[own + at] as number;
      if (one !== 0) {
        const part = (next * (length + 1)) / ((at + 1) * one);
        total += part;
        next = before - (part * zero * (length - at)) / (length + 1);
      } else {
        total += (before * (length + 1)) / (zero * (length - at));
      }
    }
    return total;
  }

  #addLeaf(leaf: number, own: number, length: number): void {
    const { additionsFrom, additionOutput, addition } = this.#trees;
    for (let place = 1; place <= length; place++) {
      const swing = (this.#one[own + place] as number) - (this.#zero[own + place] as number);
      const scale = this.#weightWithout(own, length, place) * swing;
      const player = this.#player[own + place] as number;
      for (let at = additionsFrom[leaf] as number; at < (additionsFrom[leaf + 1] as number); at++) {
        const position = (additionOutput[at] as number) * this.#players + player;
        this.#values[position] = (this.#values[position] as number) + scale * (addition[at] as number);
      }
    }
  }
}
