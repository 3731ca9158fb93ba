import { describe, expect, it } from 'vitest';
import { fitLinear, type LinearRules } from './fit-linear.ts';
import type { Column, Model } from './model.ts';
import { rawByOutput } from './raw-by-output.ts';
import { type TargetValues, type TrainingTable, targetOf } from './training-table.ts';

const rows = Array.from({ length: 60 }, (_, i) => i);
const classDigits = '110101101001010110111001011010010111110010100111011110001100';
const threeDigits = '110021120221002110110201200210200111102012022110211110221122';
const codesOf = (digits: string): Int32Array => Int32Array.from(digits, Number);
const columns: readonly Column[] = [
  { kind: 'number', name: 'x1', values: Float32Array.from(rows, (i) => ((i * 37) % 61) / 10) },
  { kind: 'number', name: 'x2', values: Float32Array.from(rows, (i) => ((i * i) % 17) - 8) },
  { kind: 'category', name: 'c', levels: ['a', 'b', 'c'], codes: Int32Array.from(rows, (i) => i % 3) },
];
const binary: TargetValues = { kind: 'binary', name: 'y', classes: ['no', 'yes'], codes: codesOf(classDigits) };
const multiclass: TargetValues = {
  kind: 'multiclass',
  name: 'k',
  classes: ['0', '1', '2'],
  codes: codesOf(threeDigits),
};
const number: TargetValues = {
  kind: 'number',
  name: 't',
  values: Float64Array.from(rows, (i) => {
    const own = 3 + (2 * ((i * 37) % 61)) / 10 - 0.5 * (((i * i) % 17) - 8);
    return own + (i % 3 === 2 ? 4 : 0) + (((i * 31) % 7) - 3) / 5;
  }),
};
const RULES: LinearRules = { penalty: 1, directions: [], shouldStop: () => false };

function fitted(target: TargetValues, rules: Partial<LinearRules> = {}, own: Partial<TrainingTable> = {}): Model {
  const table: TrainingTable = { columns, target, weights: null, times: null, ...own };
  const result = fitLinear(table, { ...RULES, ...rules });
  if (result === null) throw new Error('nobody told the fit to stop');
  return {
    family: 'linear',
    target: targetOf(target),
    inputs: table.columns.map(({ kind, name }) => ({ kind, name })),
    ...result,
    calibration: null,
  };
}

function firstScores(model: Model): number[][] {
  return rawByOutput(model, columns).map((scores) => Array.from(scores.subarray(0, 3)));
}

function expectClose(actual: readonly number[] | undefined, wanted: readonly number[]): void {
  expect(actual?.length).toBe(wanted.length);
  for (const [i, value] of wanted.entries()) expect(actual?.[i]).toBeCloseTo(value, 5);
}

// Figures: scikit-learn 1.7.2 on standardised x1 and x2 and a mark for each level of c;
// (weighted where rows are); LogisticRegression(C=1, tol=1e-12), Ridge(alpha=1).
describe('a weighted sum', () => {
  it('gives the log odds of two classes as scikit-learn does', () => {
    expectClose(firstScores(fitted(binary))[0], [0.8355848975942468, 2.6799024303067314, 0.3015328637605968]);
  });

  it('counts a row as often as its weight says', () => {
    const weights = Float64Array.from(rows, (i) => 1 + (i % 4));
    const [scores] = firstScores(fitted(binary, {}, { weights }));
    expectClose(scores, [0.9160872727988619, 2.805122868814801, 0.36405332610542296]);
  });

  it('predicts numbers as ridge regression in scikit-learn does', () => {
    expectClose(firstScores(fitted(number))[0], [7.014806512661354, 13.897471559343956, 11.44897311593341]);
  });

  it('gives the probabilities of several classes as scikit-learn does', () => {
    const raw = firstScores(fitted(multiclass));
    const wanted = [
      [0.12230844971671816, 0.8615367416704824, 0.016154808612799387],
      [0.07551406508841611, 0.9219258181434397, 0.0025601167681443405],
      [0.5029098147247717, 0.4388392398143581, 0.05825094546087013],
    ];
    for (const [row, probabilities] of wanted.entries()) {
      const odds = raw.map((scores) => Math.exp(scores[row] ?? Number.NaN));
      const all = odds.reduce((sum, value) => sum + value, 0);
      expectClose(
        odds.map((value) => value / all),
        probabilities,
      );
    }
  });

  it('takes the mean for a missing number and learns what missing means', () => {
    const holes = Float32Array.from(rows, (i) => (i % 4 === 0 ? Number.NaN : i));
    const target: TargetValues = { ...number, values: Float64Array.from(rows, (i) => (i % 4 === 0 ? 50 : i)) };
    const own: readonly Column[] = [{ kind: 'number', name: 'x', values: holes }];
    const model = fitted(target, { penalty: 1e-6 }, { columns: own });
    expect(model.features.map(({ kind }) => kind)).toEqual(['number', 'is-missing']);
    const [scores] = rawByOutput(model, own);
    expect(scores?.[4]).toBeCloseTo(50, 3);
    expect(scores?.[5]).toBeCloseTo(5, 3);
  });

  it('leaves out columns that say nothing', () => {
    const own: readonly Column[] = [
      ...columns,
      { kind: 'number', name: 'constant', values: new Float32Array(60).fill(7) },
      { kind: 'number', name: 'never filled', values: new Float32Array(60).fill(Number.NaN) },
      { kind: 'category', name: 'one level', levels: ['a'], codes: new Int32Array(60) },
    ];
    const { features } = fitted(binary, {}, { columns: own });
    expect(new Set(features.map(({ input }) => input))).toEqual(new Set([0, 1, 2]));
  });

  it('gives a coefficient to the fifty heaviest levels only', () => {
    const levels = Array.from({ length: 55 }, (_, i) => `level ${i}`);
    const own: readonly Column[] = [
      { kind: 'category', name: 'c', levels, codes: Int32Array.from(rows, (i) => i % 55) },
    ];
    expect(fitted(binary, {}, { columns: own }).features).toHaveLength(50);
  });

  it('leaves out a column that runs against the direction an expert vouches for', () => {
    const free = fitted(number);
    const kept = fitted(number, { directions: [{ column: 'x2', direction: 1 }] });
    const ofX2 = ({ body, features }: Model): number | undefined =>
      body.kind === 'linear' ? body.coefficients[0]?.[features.findIndex(({ input }) => input === 1)] : undefined;
    expect(ofX2(free)).toBeLessThan(0);
    expect(ofX2(kept)).toBe(0);
  });

  it('stays finite where a column parts the classes perfectly', () => {
    const own: readonly Column[] = [{ kind: 'number', name: 'x', values: Float32Array.from(codesOf(classDigits)) }];
    const { body } = fitted(binary, {}, { columns: own });
    expect(body.kind === 'linear' && body.coefficients.flat().every(Number.isFinite)).toBe(true);
  });

  it('ends when told to stop', () => {
    const table: TrainingTable = { columns, target: binary, weights: null, times: null };
    expect(fitLinear(table, { ...RULES, shouldStop: () => true })).toBeNull();
  });
});
