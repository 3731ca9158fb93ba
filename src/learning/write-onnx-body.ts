import type { Feature, Model, ModelBody, Tree } from './model.ts';
import { ML_DOMAIN, type OnnxAttribute, type OnnxNode, type OnnxPort } from './onnx-document.ts';

type TreeBody = Extract<ModelBody, { readonly kind: 'trees' }>;
type LinearBody = Extract<ModelBody, { readonly kind: 'linear' }>;
type Attributes = Record<string, OnnxAttribute>;

/**
 * The nodes that turn features into what people read, and the outputs that they fill, under names that are `free`.
 * Calibration is folded into the weights.
 */
export function bodyNodes(
  model: Model,
  features: string,
  free: (wanted: string) => string,
): { readonly nodes: readonly OnnxNode[]; readonly outputs: readonly OnnxPort[] } {
  const { body, nodes, from } = centred(calibrated(model), model.features, features, free);
  const { target } = model;
  if (target.kind === 'number') {
    const variable = free('variable');
    const attributes =
      body.kind === 'trees'
        ? { ...treeAttributes(body, 'target', 0), n_targets: int(1), base_values: floats(body.base) }
        : { coefficients: floats(body.coefficients.flat()), intercepts: floats(body.intercepts), targets: int(1) };
    const operator = body.kind === 'trees' ? 'TreeEnsembleRegressor' : 'LinearRegressor';
    return {
      nodes: [...nodes, mlNode(operator, from, [variable], { ...attributes, post_transform: text('NONE') })],
      outputs: [{ name: variable, type: 'float', dims: [null, 1] }],
    };
  }
  const label = free('label');
  const probabilities = free('probabilities');
  const attributes = body.kind === 'trees' ? treeClasses(body) : linearClasses(body);
  const labels: OnnxAttribute = { kind: 'texts', values: target.classes };
  const operator = body.kind === 'trees' ? 'TreeEnsembleClassifier' : 'LinearClassifier';
  return {
    nodes: [...nodes, mlNode(operator, from, [label, probabilities], { ...attributes, classlabels_strings: labels })],
    outputs: [
      { name: label, type: 'text', dims: [null] },
      { name: probabilities, type: 'float', dims: [null, target.classes.length] },
    ],
  };
}

/**
 * A weighted sum takes each number as its distance from what stands for a missing one, and the intercept takes the rest:
 * runtimes sum in float32, where a year times its coefficient would swallow the digits of everything else.
 */
function centred(
  body: ModelBody,
  own: readonly Feature[],
  features: string,
  free: (wanted: string) => string,
): { readonly body: ModelBody; readonly nodes: readonly OnnxNode[]; readonly from: string } {
  if (body.kind === 'trees') return { body, nodes: [], from: features };
  const offsets = own.map((feature) => (feature.kind === 'number' ? Math.fround(feature.whenMissing ?? 0) : 0));
  const intercepts = body.intercepts.map((intercept, output) =>
    offsets.reduce((sum, offset, at) => sum + offset * Math.fround(body.coefficients[output]?.[at] ?? 0), intercept),
  );
  const from = free('centred');
  const settings = { offset: floats(offsets), scale: floats(offsets.map(() => 1)) };
  return { body: { ...body, intercepts }, nodes: [mlNode('Scaler', features, [from], settings)], from };
}

/** The body with the calibration multiplied in: slope * (base + leaves) + intercept is again a base and leaves. */
function calibrated({ body, calibration, target }: Model): ModelBody {
  if (calibration === null || target.kind !== 'binary') return body;
  const { slope, intercept } = calibration;
  const straighten = (start: number): number => slope * start + intercept;
  if (body.kind === 'linear') {
    return {
      kind: 'linear',
      intercepts: body.intercepts.map(straighten),
      coefficients: body.coefficients.map((own) => own.map((coefficient) => slope * coefficient)),
    };
  }
  return {
    kind: 'trees',
    base: body.base.map(straighten),
    trees: body.trees.map((tree) => ({ ...tree, value: tree.value.map((value) => slope * value) })),
  };
}

/**
 * Trees of a classifier. Two classes are written as a softmax over (0, log odds), which is the logistic function: runtimes
 * read a single score for two classes in different ways, down to leaving out the logistic function when all leaves are
 * positive, and use the base values of two classes crosswise. So the base is a tree of one leaf and the first class gets an
 * explicit nothing.
 */
function treeClasses(body: TreeBody): Attributes {
  const [base, ...others] = body.base;
  if (base === undefined) throw new RangeError('a body of trees has a base');
  if (others.length > 0) {
    return {
      ...treeAttributes(body, 'class', 0),
      base_values: floats(body.base),
      post_transform: text('SOFTMAX'),
    };
  }
  const trees = [leafTree(0, 0), leafTree(0, base), ...body.trees];
  const attributes = treeAttributes({ ...body, trees }, 'class', 1);
  const outputs = attributes.class_ids;
  if (outputs?.kind !== 'ints') throw new RangeError('trees name the class of each leaf');
  const classIds: OnnxAttribute = { kind: 'ints', values: [0, ...outputs.values.slice(1)] };
  return { ...attributes, class_ids: classIds, post_transform: text('SOFTMAX') };
}

function linearClasses({ intercepts, coefficients }: LinearBody): Attributes {
  const [intercept = 0] = intercepts;
  const [own = []] = coefficients;
  if (coefficients.length > 1) {
    return {
      coefficients: floats(coefficients.flat()),
      intercepts: floats(intercepts),
      multi_class: int(1),
      post_transform: text('SOFTMAX'),
    };
  }
  return {
    coefficients: floats([...own.map((coefficient) => -coefficient), ...own]),
    intercepts: floats([-intercept, intercept]),
    multi_class: int(0),
    post_transform: text('LOGISTIC'),
  };
}

function leafTree(output: number, value: number): Tree {
  return {
    output,
    feature: [-1],
    threshold: [0],
    missingGoesLeft: [false],
    left: [0],
    right: [0],
    value: [value],
    cover: [0],
  };
}

/** Nodes and leaves as parallel lists; `firstOutput` is added to the output of every tree. */
function treeAttributes(body: TreeBody, prefix: 'class' | 'target', firstOutput: number): Attributes {
  const trees = body.trees.length > 0 ? body.trees : [leafTree(0, 0)];
  const everyNode = (of: (tree: Tree, node: number, position: number) => number): number[] =>
    trees.flatMap((tree, position) => tree.feature.map((_, node) => of(tree, node, position)));
  const leaves = trees.flatMap((tree, position) =>
    tree.feature.flatMap((feature, node) => (feature < 0 ? [{ tree, node, position }] : [])),
  );
  return {
    nodes_treeids: ints(everyNode((_tree, _node, position) => position)),
    nodes_nodeids: ints(everyNode((_tree, node) => node)),
    nodes_featureids: ints(everyNode((tree, node) => Math.max(0, tree.feature[node] ?? 0))),
    nodes_values: floats(everyNode((tree, node) => tree.threshold[node] ?? 0)),
    nodes_hitrates: floats(everyNode((tree, node) => tree.cover[node] ?? 0)),
    nodes_modes: {
      kind: 'texts',
      values: trees.flatMap((tree) => tree.feature.map((feature) => (feature < 0 ? 'LEAF' : 'BRANCH_LEQ'))),
    },
    nodes_truenodeids: ints(everyNode((tree, node) => tree.left[node] ?? 0)),
    nodes_falsenodeids: ints(everyNode((tree, node) => tree.right[node] ?? 0)),
    nodes_missing_value_tracks_true: ints(everyNode((tree, node) => (tree.missingGoesLeft[node] === true ? 1 : 0))),
    [`${prefix}_treeids`]: ints(leaves.map(({ position }) => position)),
    [`${prefix}_nodeids`]: ints(leaves.map(({ node }) => node)),
    [`${prefix}_ids`]: ints(leaves.map(({ tree }) => tree.output + firstOutput)),
    [`${prefix}_weights`]: floats(leaves.map(({ tree, node }) => tree.value[node] ?? 0)),
  };
}

function mlNode(operator: string, input: string, outputs: readonly string[], attributes: Attributes): OnnxNode {
  return { operator, domain: ML_DOMAIN, inputs: [input], outputs, attributes: new Map(Object.entries(attributes)) };
}

function int(value: number): OnnxAttribute {
  return { kind: 'int', value };
}
function ints(values: readonly number[]): OnnxAttribute {
  return { kind: 'ints', values };
}
function floats(values: readonly number[]): OnnxAttribute {
  return { kind: 'floats', values };
}
function text(value: string): OnnxAttribute {
  return { kind: 'text', value };
}
