import { describe, expect, it } from 'vitest';
import type { Column, Model, Tree } from './model.ts';
import { logistic, modelScorer } from './score-model.ts';

const numbers = (name: string, ...values: number[]): Column => ({
  kind: 'number',
  name,
  values: Float32Array.from(values),
});
const plans = (...codes: number[]): Column => ({
  kind: 'category',
  name: 'plan',
  levels: ['pro', 'basic', 'new'],
  codes: Int32Array.from(codes),
});

const stump = (threshold: number, missingGoesLeft: boolean, feature = 0, output = 0): Tree => ({
  output,
  feature: [feature, -1, -1],
  threshold: [threshold, 0, 0],
  missingGoesLeft: [missingGoesLeft, false, false],
  left: [1, 0, 0],
  right: [2, 0, 0],
  value: [0, -1, 2],
  cover: [10, 4, 6],
});

const model: Model = {
  family: 'boosting',
  target: { kind: 'binary', name: 'left', classes: ['no', 'yes'] },
  inputs: [
    { kind: 'number', name: 'age' },
    { kind: 'category', name: 'plan' },
  ],
  features: [
    { kind: 'number', input: 0, whenMissing: null },
    { kind: 'levels', input: 1, levels: ['basic', 'pro'], values: [0.25, 0.5], otherwise: 0.75, whenMissing: 1 },
    { kind: 'is-missing', input: 0 },
  ],
  body: { kind: 'trees', base: [0.5], trees: [stump(0.1, true), stump(0.5, false, 1)] },
  calibration: null,
};

describe('scoring', () => {
  const scorer = modelScorer(model);

  it('sends a value at its threshold left, where both are float32', () => {
    const raw = scorer.raw([numbers('age', 0.1, 0.1000001, -3), plans(1, 1, 1)]);
    expect([...raw]).toEqual([0.5 - 1 - 1, 0.5 + 2 - 1, 0.5 - 1 - 1]);
  });

  it('sends a missing value where the node says', () => {
    expect([...scorer.raw([numbers('age', Number.NaN), plans(-1)])]).toEqual([0.5 - 1 + 2]);
  });

  it('gives a level by its name whatever its code, and a new level the value of new levels', () => {
    expect([...scorer.features([numbers('age', 1, 1, Number.NaN), plans(0, 2, -1)]).values]).toEqual([
      1,
      0.5,
      0,
      1,
      0.75,
      0,
      Number.NaN,
      1,
      1,
    ]);
  });

  it('finds its columns by name, in any order and among others', () => {
    const columns = [numbers('other', 7), plans(1), numbers('age', 40)];
    expect([...scorer.raw(columns)]).toEqual([0.5 + 2 - 1]);
  });

  it('straightens log odds before they become a probability', () => {
    const calibrated = modelScorer({ ...model, calibration: { slope: 2, intercept: -0.5 } });
    expect(calibrated.predictions([numbers('age', 40), plans(1)])[0]).toBeCloseTo(1 / (1 + Math.exp(-2.5)), 12);
  });

  it('gives probabilities of several classes that add up to one, even of huge scores', () => {
    const several = modelScorer({
      ...model,
      target: { kind: 'multiclass', name: 'size', classes: ['s', 'm', 'l'] },
      body: { kind: 'trees', base: [800, 801, -900], trees: [stump(30, true, 0, 1)] },
    });
    const [small = 0, medium = 0, large = 0] = several.predictions([numbers('age', 40), plans(1)]);
    expect(small + medium + large).toBeCloseTo(1, 12);
    expect(medium / small).toBeCloseTo(Math.exp(3), 9);
  });

  it('weighs and sums in a linear model, one sum an output', () => {
    const linear = modelScorer({
      ...model,
      family: 'linear',
      target: { kind: 'number', name: 'fee' },
      features: [
        { kind: 'number', input: 0, whenMissing: 30 },
        { kind: 'is-missing', input: 0 },
      ],
      body: { kind: 'linear', intercepts: [1], coefficients: [[0.5, 10]] },
    });
    expect([...linear.predictions([numbers('age', 10, Number.NaN), plans(0, 0)])]).toEqual([6, 26]);
  });

  it('says which column it misses, and which is of the wrong kind', () => {
    expect(() => scorer.raw([plans(1)])).toThrow('the model asks for the column age');
    expect(() => scorer.raw([{ ...plans(1), name: 'age' }, plans(1)])).toThrow(
      'the model asks for a number in the column age',
    );
    expect(() => scorer.raw([numbers('age', 1, 2), plans(1)])).toThrow('column plan has not 2 rows');
  });

  it('keeps small probabilities small instead of calling them nothing', () => {
    expect(logistic(-700)).toBeGreaterThan(0);
    expect(logistic(700)).toBe(1);
    expect(logistic(-1000)).toBe(0);
  });
});
