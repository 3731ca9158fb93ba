import { describe, expect, it } from 'vitest';
import { differenceOf, estimateOf, type Measured, measureScores, skillOf } from './measured.ts';
import type { TargetValues } from './training-table.ts';

const OUTCOME: TargetValues = {
  kind: 'binary',
  name: 'left',
  classes: ['no', 'yes'],
  codes: Int32Array.of(1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1),
};
const A = Float64Array.of(0.9, 0.4, 0.7, 0.6, 0.5, 0.2, 0.8, 0.6, 0.3, 0.1, 0.7, 0.6);
const B = Float64Array.of(0.6, 0.5, 0.9, 0.4, 0.3, 0.4, 0.5, 0.2, 0.6, 0.1, 0.8, 0.7);

function measured(target: TargetValues, ...scores: readonly Float64Array[]): Measured {
  const found = measureScores(target, scores);
  if (found === null) throw new Error('Nothing was measured.');
  return found;
}

describe('the measure of scores', () => {
  it('gives the error of an AUC and of the difference of two as DeLong, DeLong and Clarke-Pearson (1988) define them', () => {
    // Their structural components, written out over all pairs in Python: AUC and error of each, difference and its error.
    const [a, b] = [measured(OUTCOME, A), measured(OUTCOME, B)];
    expect(estimateOf(a).estimate).toBeCloseTo(0.7916666666666666, 12);
    expect(estimateOf(a).standardError).toBeCloseTo(0.13693063937629155, 12);
    expect(estimateOf(b).standardError).toBeCloseTo(0.14487116456005888, 12);
    expect(differenceOf(a, b).estimate).toBeCloseTo(-0.01388888888888884, 12);
    expect(differenceOf(a, b).standardError).toBeCloseTo(0.1408199095070731, 12);
  });

  it('finds no difference between scores that order alike', () => {
    const cubed = A.map((score) => score ** 3);
    expect(differenceOf(measured(OUTCOME, A), measured(OUTCOME, cubed))).toMatchObject({
      estimate: 0,
      standardError: 0,
    });
  });

  it('of numbers is R squared: 1 for the truth, 0 for the mean', () => {
    const values = Float64Array.of(1, 2, 3, 6);
    const target: TargetValues = { kind: 'number', name: 'spend', values };
    expect(measured(target, values).estimate).toBe(1);
    expect(measured(target, new Float64Array(4).fill(3)).estimate).toBe(0);
  });

  it('of several classes is the share of rows whose class has the highest score', () => {
    const target: TargetValues = {
      kind: 'multiclass',
      name: 'size',
      classes: ['s', 'm', 'l'],
      codes: Int32Array.of(0, 1, 2, 1),
    };
    const scores = [Float64Array.of(3, 0, 0, 9), Float64Array.of(1, 2, 0, 1), Float64Array.of(0, 1, 5, 0)];
    expect(measured(target, ...scores).estimate).toBe(0.75);
  });

  it('is refused where there is nothing to tell apart', () => {
    expect(measureScores({ ...OUTCOME, codes: new Int32Array(12) }, [A])).toBeNull();
    const constant: TargetValues = { kind: 'number', name: 'spend', values: new Float64Array(5).fill(2) };
    expect(measureScores(constant, [new Float64Array(5)])).toBeNull();
  });

  it('counts as skill only what goes beyond knowing nothing', () => {
    expect(skillOf('order', 0.75, 0.2)).toBe(0.5);
    expect(skillOf('order', 0.4, 0.2)).toBe(0);
    expect(skillOf('right', 0.9, 0.8)).toBeCloseTo(0.5, 12);
    expect(skillOf('explained', 0.3, 0)).toBe(0.3);
  });
});
