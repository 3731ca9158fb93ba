import { describe, expect, it } from 'vitest';
import { contributionImportance } from './importance.ts';
import type { Column, Model, Tree } from './model.ts';
import { exampleColumns, exampleModel } from './model-examples.ts';
import { partialDependence } from './partial-dependence.ts';
import { modelScorer } from './score-model.ts';
import { shapeCurves } from './shape-curve.ts';

const inputs = [
  { kind: 'number', name: 'age' },
  { kind: 'number', name: 'fee' },
] as const;
const target = { kind: 'number', name: 'spend' } as const;
const line: Model = {
  family: 'linear',
  target,
  inputs,
  features: [
    { kind: 'number', input: 0, whenMissing: 5 },
    { kind: 'number', input: 1, whenMissing: 0 },
  ],
  body: { kind: 'linear', intercepts: [1], coefficients: [[3, 0]] },
  calibration: null,
};
const stump = (feature: number, threshold: number, below: number, above: number): Tree => ({
  output: 0,
  feature: [feature, -1, -1],
  threshold: [threshold, 0, 0],
  missingGoesLeft: [true, false, false],
  left: [1, 0, 0],
  right: [2, 0, 0],
  value: [0, below, above],
  cover: [10, 5, 5],
});
const stumps: Model = {
  ...line,
  family: 'stumps',
  features: [
    { kind: 'number', input: 0, whenMissing: null },
    { kind: 'number', input: 1, whenMissing: null },
  ],
  body: { kind: 'trees', base: [0], trees: [stump(0, 3, -1, 1), stump(0, 6, 0, 4), stump(1, 2, 2, 0)] },
};
const rows: readonly Column[] = [
  { kind: 'number', name: 'age', values: Float32Array.from({ length: 40 }, (_, at) => at % 10) },
  { kind: 'number', name: 'fee', values: Float32Array.from({ length: 40 }, (_, at) => (at * 7) % 5) },
];

describe('how predictions move along a column', () => {
  it('is the line of a weighted sum, from the least to the greatest value', () => {
    const points = partialDependence(line, rows, 'age');
    expect(points[0]).toEqual({ value: 0, mean: 1, low: 1, high: 1 });
    expect(points.at(-1)).toEqual({ value: 9, mean: 28, low: 28, high: 28 });
  });

  it('is the mean of predictions with every row changed', () => {
    const model = exampleModel({ kind: 'binary', name: 'left', classes: ['no', 'yes'] }, 'trees', 51);
    const columns = exampleColumns(60, 52);
    const plan = partialDependence(model, columns, 'plan').find(({ value }) => value === 'pro');
    const held = columns.map((column) =>
      column.kind === 'category' ? { ...column, codes: new Int32Array(60).fill(2) } : column,
    );
    const mean =
      modelScorer(model)
        .predictions(held)
        .reduce((sum, one) => sum + one, 0) / 60;
    expect(plan?.mean).toBeCloseTo(mean, 6);
  });

  it('needs rows, and a column of the model', () => {
    expect(() => partialDependence(line, rows, 'none')).toThrow('does not ask for none');
    const none = rows.map((column): Column => ({ kind: 'number', name: column.name, values: new Float32Array(0) }));
    expect(() => partialDependence(line, none, 'age')).toThrow('needs reference rows');
  });
});

describe('how much a column matters', () => {
  it('is how far it moves the score of a row, on average', () => {
    expect(contributionImportance(line, rows)).toEqual([
      { column: 'age', importance: 7.5 },
      { column: 'fee', importance: 0 },
    ]);
  });
});

describe('the curve of a column', () => {
  it('tells every step of boosted stumps, so that curves and average make the prediction', () => {
    const [age, fee] = shapeCurves(stumps, rows) ?? [];
    expect(age?.kind).toBe('steps');
    expect(age?.points.map(({ value }) => value)).toEqual([3, 6, 12]);
    expect(age?.points.map(({ contribution }) => contribution)).toEqual([-3, -1, 3]);
    expect(age?.whenMissing).toBe(-3);
    expect(fee?.points.map(({ contribution }) => contribution)).toEqual([1, -1]);
  });

  it('has no step where a tree parts missing values from all numbers', () => {
    const greatest = 3.4028234663852886e38;
    const body = {
      kind: 'trees',
      base: [0],
      trees: [stump(0, 3, -1, 1), { ...stump(0, greatest, 0, 8), missingGoesLeft: [false, false, false] }],
    } as const;
    const [age] = shapeCurves({ ...stumps, body }, rows) ?? [];
    expect(age?.points.map(({ value }) => value)).toEqual([3, 9]);
    expect((age?.whenMissing ?? 0) - (age?.points[0]?.contribution ?? 0)).toBe(8);
  });

  it('is a line for a number in a weighted sum, and a point a level for a category', () => {
    const [age] = shapeCurves(line, rows) ?? [];
    expect(age).toEqual({
      column: 'age',
      kind: 'line',
      points: [
        { value: 0, contribution: -13.5 },
        { value: 9, contribution: 13.5 },
      ],
      whenMissing: 1.5,
    });
    const levels = shapeCurves(exampleModel(target, 'linear', 3), exampleColumns(50, 4))?.[2];
    expect(levels?.kind).toBe('levels');
    expect(levels?.points.map(({ value }) => value)).toEqual(['basic', 'plus', 'pro', 'never seen']);
  });

  it('is not told where a tree looks at two columns, since none would be true', () => {
    expect(shapeCurves(exampleModel(target, 'trees', 3), exampleColumns(50, 4))).toBeNull();
  });
});
