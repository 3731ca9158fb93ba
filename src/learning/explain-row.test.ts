import { describe, expect, it } from 'vitest';
import { rowExplainer } from './explain-row.ts';
import { exampleColumns, exampleModel } from './model-examples.ts';
import { logistic } from './score-model.ts';
import { quantileOfSorted, typicalOf } from './typical.ts';

const model = exampleModel({ kind: 'binary', name: 'left', classes: ['stays', 'leaves'] }, 'trees', 31, 30);
const reference = exampleColumns(500, 32);
const rows = exampleColumns(20, 33);

describe('why this prediction', () => {
  const explain = rowExplainer(model, reference);

  it('adds up: average and reasons make the score, and the score makes the prediction', () => {
    for (let row = 0; row < 20; row++) {
      const { score, baseline, prediction, reasons } = explain(rows, row);
      expect(reasons.reduce((sum, { contribution }) => sum + contribution, baseline)).toBeCloseTo(score, 12);
      expect(logistic(score)).toBeCloseTo(prediction, 9);
    }
  });

  it('tells each column of the business once, the strongest first, with its value and what is common', () => {
    const { reasons } = explain(rows, 3);
    expect(reasons.map(({ column }) => column).toSorted()).toEqual(['age', 'fee', 'plan']);
    const sizes = reasons.map(({ contribution }) => Math.abs(contribution));
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    const [age] = rows;
    const told = reasons.find(({ column }) => column === 'age');
    expect(told?.value).toBe(age?.kind === 'number' ? age.values[3] : undefined);
    expect(told?.typical).toMatchObject({ kind: 'number' });
  });

  it('tells a missing value as missing', () => {
    const missing = rows.map((column) =>
      column.kind === 'number'
        ? { ...column, values: Float32Array.of(Number.NaN) }
        : { ...column, codes: Int32Array.of(-1) },
    );
    expect(explain(missing, 0).reasons.map(({ value }) => value)).toEqual([null, null, null]);
  });

  it('explains the class that is asked for, and refuses a class that is not there', () => {
    const several = exampleModel({ kind: 'multiclass', name: 'size', classes: ['s', 'm', 'l'] }, 'trees', 34);
    const explainSeveral = rowExplainer(several, reference);
    const scores = [0, 1, 2].map((output) => explainSeveral(rows, 1, output).score);
    const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    for (const [output, score] of scores.entries()) {
      expect(explainSeveral(rows, 1, output).prediction).toBeCloseTo(Math.exp(score) / total, 9);
    }
    expect(() => explainSeveral(rows, 1, 3)).toThrow('no output 3');
    expect(() => explainSeveral(rows, 20)).toThrow('has no row 20');
  });
});

describe('what is common in a column', () => {
  it('is where eight of ten values lie, missing ones left out', () => {
    const values = Float32Array.from([...Array.from({ length: 11 }, (_, at) => at * 10), Number.NaN]);
    expect(typicalOf({ kind: 'number', name: 'age', values })).toEqual({
      kind: 'number',
      low: 10,
      middle: 50,
      high: 90,
    });
  });

  it('is the three most frequent levels with their shares', () => {
    const codes = Int32Array.of(0, 1, 1, 1, 2, 2, 3, -1);
    const column = { kind: 'category', name: 'plan', levels: ['a', 'b', 'c', 'd', 'never'], codes } as const;
    expect(typicalOf(column)).toEqual({
      kind: 'category',
      levels: [
        { level: 'b', share: 3 / 7 },
        { level: 'c', share: 2 / 7 },
        { level: 'a', share: 1 / 7 },
      ],
    });
  });

  it('is nothing where no row has a value', () => {
    expect(typicalOf({ kind: 'number', name: 'age', values: Float32Array.of(Number.NaN) })).toBeNull();
    expect(typicalOf({ kind: 'category', name: 'plan', levels: ['a'], codes: Int32Array.of(-1) })).toBeNull();
  });

  it('lies between neighbours on a straight line, as type 7 of R and the default of NumPy', () => {
    expect(quantileOfSorted(Float32Array.of(1, 2, 4), 0.75)).toBe(3);
  });
});
