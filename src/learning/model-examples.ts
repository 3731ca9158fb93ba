import type { Column, Feature, Model, ModelBody, Target, Tree } from './model.ts';
import { type RandomNumbers, randomNumbers } from './random.ts';

/** Targets of each kind, to try every way of scoring. */
export const EXAMPLE_TARGETS: readonly Target[] = [
  { kind: 'binary', name: 'left', classes: ['stays', 'leaves'] },
  { kind: 'multiclass', name: 'plan', classes: ['basic', 'plus', 'pro'] },
  { kind: 'number', name: 'fee' },
];

const PLANS = ['basic', 'plus', 'pro'];

/** Every kind of feature; trees take missing values as they are, a weighted sum needs something in their place. */
function exampleFeatures(body: ModelBody['kind']): Feature[] {
  const whenMissing = body === 'trees' ? null : 41.5;
  const values = [0.1, 0.35, 0.62];
  return [
    { kind: 'number', input: 0, whenMissing },
    { kind: 'number', input: 1, whenMissing: 12.25 },
    { kind: 'levels', input: 2, levels: PLANS, values, otherwise: 0.4, whenMissing: 0.9 },
    { kind: 'is-missing', input: 0 },
    { kind: 'is-missing', input: 2 },
  ];
}

/** A model with made-up weights, the same for the same seed: for tests of what is done with models. */
export function exampleModel(target: Target, body: ModelBody['kind'], seed: number, trees = 12): Model {
  const random = randomNumbers(seed);
  const features = exampleFeatures(body);
  const outputs = target.kind === 'multiclass' ? target.classes.length : 1;
  const some = (count: number): number[] => Array.from({ length: count }, () => Math.fround(random.next() - 0.5));
  return {
    family: body === 'trees' ? 'boosting' : 'linear',
    target,
    inputs: [
      { kind: 'number', name: 'age' },
      { kind: 'number', name: 'fee' },
      { kind: 'category', name: 'plan' },
    ],
    features,
    body:
      body === 'trees'
        ? {
            kind: 'trees',
            base: some(outputs),
            trees: Array.from({ length: trees }, (_, at) => exampleTree(random, at % outputs, 4)),
          }
        : {
            kind: 'linear',
            intercepts: some(outputs),
            coefficients: some(outputs).map(() => exampleCoefficients(some(features.length))),
          },
    calibration: target.kind === 'binary' ? { slope: 1.2, intercept: -0.1 } : null,
  };
}

/** Numbers up to 80 weigh less than flags, as they do in models that were fitted. */
function exampleCoefficients(weights: readonly number[]): number[] {
  return weights.map((weight, feature) => Math.fround(feature < 2 ? weight / 10 : weight));
}

/** Rows for the example models: missing values, levels that training never saw, values at thresholds. */
export function exampleColumns(rows: number, seed: number): Column[] {
  const random = randomNumbers(seed);
  const number = (missing: number): number =>
    random.next() < missing ? Number.NaN : Math.round(random.next() * 160) / 2;
  return [
    { kind: 'number', name: 'age', values: Float32Array.from({ length: rows }, () => number(0.1)) },
    { kind: 'number', name: 'fee', values: Float32Array.from({ length: rows }, () => number(0.2)) },
    {
      kind: 'category',
      name: 'plan',
      levels: [...PLANS, 'never seen'],
      codes: Int32Array.from({ length: rows }, () => Math.floor(random.next() * 5) - 1),
    },
  ];
}

const THRESHOLDS: readonly ((at: number) => number)[] = [
  (at) => Math.round(at * 160) / 2,
  (at) => Math.round(at * 160) / 2,
  (at) => at,
  () => 0.5,
  () => 0.5,
];

function exampleTree(random: RandomNumbers, output: number, depth: number): Tree {
  const tree = {
    output,
    feature: [] as number[],
    threshold: [] as number[],
    missingGoesLeft: [] as boolean[],
    left: [] as number[],
    right: [] as number[],
    value: [] as number[],
    cover: [] as number[],
  };
  const grow = (deep: number, cover: number): number => {
    const node = tree.feature.length;
    const feature = deep === 0 || random.next() < 0.1 ? -1 : Math.floor(random.next() * THRESHOLDS.length);
    tree.feature.push(feature);
    tree.threshold.push(Math.fround(THRESHOLDS[feature]?.(random.next()) ?? 0));
    tree.missingGoesLeft.push(feature >= 0 && random.next() < 0.5);
    // Boosted trees take small steps.
    tree.value.push(feature < 0 ? Math.fround((random.next() - 0.5) / 5) : 0);
    tree.cover.push(cover);
    tree.left.push(0);
    tree.right.push(0);
    if (feature < 0) return node;
    const goingLeft = Math.max(1, Math.floor(cover * (0.2 + 0.6 * random.next())));
    tree.left[node] = grow(deep - 1, goingLeft);
    tree.right[node] = grow(deep - 1, Math.max(1, cover - goingLeft));
    return node;
  };
  grow(depth, 1000);
  return tree;
}
