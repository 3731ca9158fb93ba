import type { FlatTrees } from './flat-trees.ts';
import { nextBelow } from './float-order.ts';
import { floatsSetting, intsSetting, tensorSetting, textsSetting } from './onnx-attributes.ts';
import type { OnnxNode } from './onnx-document.ts';
import { OnnxFault } from './onnx-refusal.ts';

/** The trees of a TreeEnsemble operator, with what is needed to finish its scores. */
export interface ReadTrees {
  readonly trees: FlatTrees;
  /** One more than the greatest feature that a node looks at. */
  readonly featuresNeeded: number;
  /** Outputs that some leaf adds to. */
  readonly outputs: ReadonlySet<number>;
  readonly allAtLeastZero: boolean;
  readonly base: readonly number[];
}

const DAMAGED = 'The trees of the model are damaged: ';

/**
 * Reads the trees of TreeEnsembleClassifier (`prefix` "class") or TreeEnsembleRegressor ("target") of ai.onnx.ml 1 to 3.
 * A fault where lists differ in length, a node appears twice, a child is missing, has two parents or is its own ancestor, or
 * a leaf adds to an output that there is not.
 */
export function readTrees(node: OnnxNode, prefix: 'class' | 'target', outputCount: number): ReadTrees {
  const nodes = readNodes(node);
  const additions = readAdditions(node, prefix, nodes, outputCount);
  const builder = new TreeBuilder(nodes, additions);
  for (const root of nodes.roots) builder.addTree(root);
  const unreached = nodes.seen.indexOf(0);
  if (unreached >= 0) throw new OnnxFault(`${DAMAGED}a node belongs to no tree.`);
  const weights = additions.flat();
  return {
    trees: builder.finish(),
    featuresNeeded: nodes.feature.reduce((most, feature) => Math.max(most, feature + 1), 0),
    outputs: new Set(weights.map(({ output }) => output)),
    allAtLeastZero: weights.every(({ value }) => value >= 0),
    base: numbersSetting(node, 'base_values') ?? [],
  };
}

/** Float numbers that stand in a list, or as doubles in a tensor beside it. */
function numbersSetting(node: OnnxNode, name: string): readonly number[] | null {
  const tensor = tensorSetting(node, `${name}_as_tensor`, null);
  return tensor === null ? floatsSetting(node, name) : [...tensor.numbers];
}

const MODES = ['BRANCH_LEQ', 'BRANCH_LT', 'BRANCH_GTE', 'BRANCH_GT', 'BRANCH_EQ', 'BRANCH_NEQ', 'LEAF'] as const;
type Mode = (typeof MODES)[number];

interface Nodes {
  readonly byId: ReadonlyMap<number, number>;
  readonly treeIds: readonly number[];
  readonly roots: readonly number[];
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  readonly mode: readonly Mode[];
  readonly missingTracksTrue: readonly number[];
  readonly whenTrue: readonly number[];
  readonly whenFalse: readonly number[];
  readonly cover: readonly number[] | null;
  /** Marks the nodes that a tree reached. */
  readonly seen: Uint8Array;
}

/** Ids are small: one number holds the tree's and the node's. */
const MOST_ID = 2 ** 26;

function idOf(tree: number, node: number): number {
  if (!(tree >= 0 && tree < MOST_ID && node >= 0 && node < MOST_ID))
    throw new OnnxFault(`${DAMAGED}a node has an impossible number.`);
  return tree * MOST_ID + node;
}

function readNodes(node: OnnxNode): Nodes {
  const treeIds = intsSetting(node, 'nodes_treeids') ?? [];
  const nodeIds = listOf(treeIds.length, intsSetting(node, 'nodes_nodeids'));
  const names = listOf(treeIds.length, textsSetting(node, 'nodes_modes'));
  const feature = listOf(treeIds.length, intsSetting(node, 'nodes_featureids'));
  const threshold = listOf(treeIds.length, numbersSetting(node, 'nodes_values'));
  const missing = intsSetting(node, 'nodes_missing_value_tracks_true') ?? [];
  if (treeIds.length === 0) throw new OnnxFault('The model has no trees.');
  if (feature.some((own) => own < 0)) throw new OnnxFault(`${DAMAGED}a node looks at a column that is not there.`);
  if (threshold.some(Number.isNaN)) throw new OnnxFault(`${DAMAGED}a node compares with no number.`);
  const byId = new Map<number, number>();
  const roots: number[] = [];
  const known = new Set<number>();
  for (const [at, tree] of treeIds.entries()) {
    const id = idOf(tree, nodeIds[at] ?? -1);
    if (byId.has(id)) throw new OnnxFault(`${DAMAGED}a node appears twice.`);
    byId.set(id, at);
    if (!known.has(tree)) roots.push(at);
    known.add(tree);
  }
  return {
    byId,
    treeIds,
    roots,
    feature,
    threshold,
    mode: names.map(modeOf),
    missingTracksTrue: missing.length === 0 ? treeIds.map(() => 0) : listOf(treeIds.length, missing),
    whenTrue: listOf(treeIds.length, intsSetting(node, 'nodes_truenodeids')),
    whenFalse: listOf(treeIds.length, intsSetting(node, 'nodes_falsenodeids')),
    cover: numbersSetting(node, 'nodes_hitrates'),
    seen: new Uint8Array(treeIds.length),
  };
}

function modeOf(name: string): Mode {
  const mode = MODES.find((known) => known === name);
  if (mode === undefined) throw new OnnxFault('A tree of the model asks a kind of question that is not known here.');
  return mode;
}

function listOf<Entry>(length: number, list: readonly Entry[] | null): readonly Entry[] {
  if (list?.length !== length) throw new OnnxFault(`${DAMAGED}its lists differ in length.`);
  return list;
}

interface Addition {
  readonly output: number;
  readonly value: number;
}

/** What each node adds, by its position. */
function readAdditions(node: OnnxNode, prefix: 'class' | 'target', nodes: Nodes, outputCount: number): Addition[][] {
  const trees = intsSetting(node, `${prefix}_treeids`) ?? [];
  const ids = listOf(trees.length, intsSetting(node, `${prefix}_nodeids`));
  const outputs = listOf(trees.length, intsSetting(node, `${prefix}_ids`));
  const weights = listOf(trees.length, numbersSetting(node, `${prefix}_weights`));
  const additions: Addition[][] = nodes.treeIds.map(() => []);
  for (const [at, tree] of trees.entries()) {
    const position = nodes.byId.get(idOf(tree, ids[at] ?? -1));
    const output = outputs[at] ?? -1;
    const value = weights[at] ?? Number.NaN;
    if (position === undefined || nodes.mode[position] !== 'LEAF')
      throw new OnnxFault(`${DAMAGED}a score belongs to no leaf.`);
    if (output < 0 || output >= outputCount) throw new OnnxFault(`${DAMAGED}a leaf scores a class that is not there.`);
    if (!Number.isFinite(value)) throw new OnnxFault(`${DAMAGED}a leaf has no number.`);
    additions[position]?.push({ output, value });
  }
  return additions;
}

/** Lays trees out node by node; every question becomes "at most", equality two of them. */
class TreeBuilder {
  readonly #nodes: Nodes;
  readonly #additions: readonly (readonly Addition[])[];
  readonly #roots: number[] = [];
  readonly #feature: number[] = [];
  readonly #threshold: number[] = [];
  readonly #missingGoesLeft: number[] = [];
  readonly #left: number[] = [];
  readonly #right: number[] = [];
  readonly #cover: number[] = [];
  readonly #from: number[] = [];
  readonly #output: number[] = [];
  readonly #value: number[] = [];

  constructor(nodes: Nodes, additions: readonly (readonly Addition[])[]) {
    this.#nodes = nodes;
    this.#additions = additions;
  }

  /** Adds a tree without recursion, since nothing bounds its depth but the file. */
  addTree(root: number): void {
    this.#roots.push(this.#feature.length);
    const waiting: { readonly position: number; readonly link: (at: number) => void }[] = [
      { position: root, link: () => {} },
    ];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { position, link } = next;
      if (this.#nodes.seen[position] === 1) throw new OnnxFault(`${DAMAGED}a node can be reached in two ways.`);
      this.#nodes.seen[position] = 1;
      const mode = this.#nodes.mode[position];
      const at = this.#addNode(position, mode === 'LEAF');
      link(at);
      if (mode === 'LEAF' || mode === undefined) continue;
      const [whenTrue, whenFalse] = this.#ask(position, mode, at);
      waiting.push({ position: this.#child(position, this.#nodes.whenFalse), link: whenFalse });
      waiting.push({ position: this.#child(position, this.#nodes.whenTrue), link: whenTrue });
    }
  }

  finish(): FlatTrees {
    return {
      roots: Int32Array.from(this.#roots),
      feature: Int32Array.from(this.#feature),
      threshold: Float64Array.from(this.#threshold),
      missingGoesLeft: Uint8Array.from(this.#missingGoesLeft),
      left: Int32Array.from(this.#left),
      right: Int32Array.from(this.#right),
      cover: Float64Array.from(this.#cover),
      additionsFrom: Int32Array.from([...this.#from, this.#value.length]),
      additionOutput: Int32Array.from(this.#output),
      addition: Float64Array.from(this.#value),
    };
  }

  #child(position: number, children: readonly number[]): number {
    const child = this.#nodes.byId.get(idOf(this.#nodes.treeIds[position] ?? -1, children[position] ?? -1));
    if (child === undefined) throw new OnnxFault(`${DAMAGED}a branch leads nowhere.`);
    return child;
  }

  #addNode(position: number, isLeaf: boolean): number {
    const at = this.#feature.length;
    this.#feature.push(isLeaf ? -1 : (this.#nodes.feature[position] ?? 0));
    this.#threshold.push(this.#nodes.threshold[position] ?? 0);
    this.#missingGoesLeft.push(0);
    this.#left.push(at);
    this.#right.push(at);
    this.#cover.push(this.#nodes.cover?.[position] ?? 0);
    this.#from.push(this.#value.length);
    for (const { output, value } of isLeaf ? (this.#additions[position] ?? []) : []) {
      this.#output.push(output);
      this.#value.push(value);
    }
    return at;
  }

  /** Sets the question of a node and gives what links its true and its false child. */
  #ask(position: number, mode: Exclude<Mode, 'LEAF'>, at: number): [(at: number) => void, (at: number) => void] {
    const threshold = this.#nodes.threshold[position] ?? 0;
    const missingIsTrue = this.#nodes.missingTracksTrue[position] === 1;
    const toLeft = (child: number): void => {
      this.#left[at] = child;
    };
    const toRight = (child: number): void => {
      this.#right[at] = child;
    };
    const below = mode === 'BRANCH_LT' || mode === 'BRANCH_GTE';
    if (mode === 'BRANCH_EQ' || mode === 'BRANCH_NEQ')
      return this.#askEqual(position, mode === 'BRANCH_EQ', at, toLeft, toRight);
    this.#threshold[at] = below ? nextBelow(threshold) : threshold;
    const isTrueLeft = mode === 'BRANCH_LEQ' || mode === 'BRANCH_LT';
    this.#missingGoesLeft[at] = isTrueLeft === missingIsTrue ? 1 : 0;
    return isTrueLeft ? [toLeft, toRight] : [toRight, toLeft];
  }

  /** Equal: at most the number, and of those not below it. The unequal side hangs under both questions. */
  #askEqual(
    position: number,
    isEqualTrue: boolean,
    at: number,
    toLeft: (child: number) => void,
    toRight: (child: number) => void,
  ): [(at: number) => void, (at: number) => void] {
    const missingIsTrue = this.#nodes.missingTracksTrue[position] === 1;
    const inner = this.#addNode(position, false);
    this.#threshold[inner] = nextBelow(this.#nodes.threshold[position] ?? 0);
    toLeft(inner);
    // A missing value differs from every number, so that it counts as equal only where the node says so.
    const missingIsEqual = isEqualTrue && missingIsTrue;
    this.#missingGoesLeft[at] = missingIsEqual ? 1 : 0;
    const linkEqual = (child: number): void => {
      this.#right[inner] = child;
    };
    const linkUnequal = (child: number): void => {
      this.#left[inner] = child;
      toRight(child);
    };
    return isEqualTrue ? [linkEqual, linkUnequal] : [linkUnequal, linkEqual];
  }
}
