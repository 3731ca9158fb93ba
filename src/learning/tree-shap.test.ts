import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contributor } from './contributions.ts';
import { type FlatTrees, flattenTrees } from './flat-trees.ts';
import type { Tree } from './model.ts';
import { EXAMPLE_TARGETS, exampleColumns, exampleModel } from './model-examples.ts';
import { modelScorer } from './score-model.ts';
import { treeShap } from './tree-shap.ts';

/** What trees say when only the players of a coalition are known: unknown ones are averaged over by cover. */
function saidOf(trees: FlatTrees, node: number, row: Float32Array, playerOf: Int32Array, known: number): number {
  const feature = trees.feature[node] ?? -1;
  if (feature < 0) return trees.addition[node] ?? 0;
  const [left = 0, right = 0] = [trees.left[node], trees.right[node]];
  if ((known >> (playerOf[feature] ?? 0)) & 1) {
    const value = row[feature] ?? Number.NaN;
    const goesLeft = Number.isNaN(value) ? trees.missingGoesLeft[node] === 1 : value <= (trees.threshold[node] ?? 0);
    return saidOf(trees, goesLeft ? left : right, row, playerOf, known);
  }
  const share = (trees.cover[left] ?? 0) / (trees.cover[node] ?? 1);
  return share * saidOf(trees, left, row, playerOf, known) + (1 - share) * saidOf(trees, right, row, playerOf, known);
}

/** Shapley values by their definition: the mean gain over all coalitions of the others. */
function byDefinition(trees: FlatTrees, row: Float32Array, playerOf: Int32Array, players: number): number[] {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const said = Array.from({ length: 2 ** players }, (_, known) =>
    trees.roots.reduce((sum, root) => sum + saidOf(trees, root, row, playerOf, known), 0),
  );
  return Array.from({ length: players }, (_, player) => {
    let value = 0;
    for (let known = 0; known < said.length; known++) {
      if ((known >> player) & 1) continue;
      const size = known.toString(2).replaceAll('0', '').length;
      const weight = (factorial(size) * factorial(players - size - 1)) / factorial(players);
      value += weight * ((said[known | (1 << player)] ?? 0) - (said[known] ?? 0));
    }
    return value;
  });
}

const Vectors = z.object({
  trees: z.array(
    z.object({
      feature: z.array(z.number()),
      threshold: z.array(z.number()),
      left: z.array(z.number()),
      right: z.array(z.number()),
      value: z.array(z.number()),
      cover: z.array(z.number()),
    }),
  ),
  rows: z.array(z.array(z.number())),
  values: z.array(z.array(z.number())),
});
/** shap 0.51.0 on trees of scikit-learn 1.9.1; `test/contract/onnx/tree_shap.py` writes it. */
const vectors = Vectors.parse(
  JSON.parse(readFileSync(new URL('../../test/vectors/explanations/tree-shap.json', import.meta.url), 'utf8')),
);

describe('why trees say what they say', () => {
  it('gives every column what the shap package gives it', () => {
    const trees = vectors.trees.map(
      (tree): Tree => ({ ...tree, output: 0, missingGoesLeft: tree.left.map(() => false) }),
    );
    const shap = treeShap(flattenTrees(trees), 1, Int32Array.of(0, 1, 2, 3), 4);
    for (const [at, row] of vectors.rows.entries()) {
      const values = new Float64Array(4);
      shap.addValues(Float32Array.from(row), 0, values);
      for (const [player, value] of values.entries())
        expect(value).toBeCloseTo(vectors.values[at]?.[player] ?? Number.NaN, 6);
    }
  });

  it.each([
    ['each feature for itself', Int32Array.of(0, 1, 2, 3, 4), 5],
    ['features of one column together', Int32Array.of(0, 1, 2, 0, 2), 3],
  ])('are the Shapley values of the definition, %s, with missing values among them', (_, playerOf, players) => {
    const model = exampleModel({ kind: 'number', name: 'fee' }, 'trees', 5, 20);
    if (model.body.kind !== 'trees') throw new Error('trees');
    const trees = flattenTrees(model.body.trees);
    const shap = treeShap(trees, 1, playerOf, players);
    const { values: features, width, rows } = modelScorer(model).features(exampleColumns(25, 9));
    for (let row = 0; row < rows; row++) {
      const values = new Float64Array(players);
      shap.addValues(features, row * width, values);
      const expected = byDefinition(trees, features.subarray(row * width, (row + 1) * width), playerOf, players);
      for (const [player, value] of values.entries()) expect(value).toBeCloseTo(expected[player] ?? Number.NaN, 12);
    }
  });

  it('keeps its paths apart in a tree that asks the same few columns again and again', () => {
    const levels = 40;
    const chain = (of: (at: number) => number): number[] => Array.from({ length: 2 * levels + 1 }, (_, at) => of(at));
    const tree: Tree = {
      output: 0,
      feature: chain((at) => (at < levels ? at % 2 : -1)),
      threshold: chain((at) => (at < levels ? at : 0)),
      missingGoesLeft: chain(() => 0).map(() => false),
      left: chain((at) => (at < levels ? levels + 1 + at : 0)),
      right: chain((at) => (at < levels ? at + 1 : 0)),
      value: chain((at) => (at < levels ? 0 : Math.fround(Math.sin(at)))),
      cover: chain((at) =>
        at <= levels ? 2 ** (1 - at / 10) - 0.05 : 2 ** (1 - (at - levels - 1) / 10) - 2 ** (1 - (at - levels) / 10),
      ),
    };
    const trees = flattenTrees([tree]);
    const playerOf = Int32Array.of(0, 1);
    const row = Float32Array.of(30.5, 22.5);
    const values = new Float64Array(2);
    treeShap(trees, 1, playerOf, 2).addValues(row, 0, values);
    const expected = byDefinition(trees, row, playerOf, 2);
    for (const [player, value] of values.entries()) expect(value).toBeCloseTo(expected[player] ?? Number.NaN, 9);
  });

  it('copes with branches that no training row took', () => {
    const tree: Tree = {
      output: 0,
      feature: [0, -1, 1, -1, -1],
      threshold: [1, 0, 1, 0, 0],
      missingGoesLeft: [false, false, false, false, false],
      left: [1, 0, 3, 0, 0],
      right: [2, 0, 4, 0, 0],
      value: [0, 1, 0, 2, 4],
      cover: [10, 10, 0, 0, 0],
    };
    const values = new Float64Array(2);
    const shap = treeShap(flattenTrees([tree]), 1, Int32Array.of(0, 1), 2);
    shap.addValues(Float32Array.of(5, 5), 0, values);
    const sum = values.reduce((total, value) => total + value, shap.expected[0] ?? 0);
    expect(sum).toBeCloseTo(4, 12);
  });
});

describe('contributions', () => {
  it.each(
    EXAMPLE_TARGETS.flatMap((target) =>
      (['trees', 'linear'] as const).map((body) => ({ target, body, kind: target.kind })),
    ),
  )('add up to the score of a $kind by $body', ({ target, body }) => {
    const model = exampleModel(target, body, 21);
    const columns = exampleColumns(40, 22);
    const { scorer, baseline, of } = contributor(model, exampleColumns(200, 23));
    const features = scorer.features(columns);
    const raw = scorer.rawOfFeatures(features);
    const { slope, intercept } = model.calibration ?? { slope: 1, intercept: 0 };
    for (let row = 0; row < features.rows; row++) {
      const values = of(features, row);
      for (const [output, average] of baseline.entries()) {
        const own = values.subarray(output * 3, output * 3 + 3);
        const sum = own.reduce((total, value) => total + value, average);
        expect(sum).toBeCloseTo(slope * (raw[row * baseline.length + output] ?? Number.NaN) + intercept, 9);
      }
    }
  });

  it('of a weighted sum are nothing on average over the reference rows', () => {
    const reference = exampleColumns(300, 4);
    const { scorer, of } = contributor(exampleModel({ kind: 'number', name: 'fee' }, 'linear', 6), reference);
    const features = scorer.features(reference);
    const sums = new Float64Array(3);
    for (let row = 0; row < features.rows; row++) {
      for (const [input, value] of of(features, row).entries()) sums[input] = (sums[input] ?? 0) + value;
    }
    for (const sum of sums) expect(sum / features.rows).toBeCloseTo(0, 9);
  });
});
