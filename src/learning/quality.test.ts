import { describe, expect, it } from 'vitest';
import { type BinaryQuality, type NumberQuality, type Quality, qualityOf } from './quality.ts';
import type { ClassesQuality } from './quality-of-classes.ts';
import type { TargetValues } from './training-table.ts';

const rows = Array.from({ length: 60 }, (_, i) => i);
const everyRow = Uint32Array.from(rows);
const codes = Int32Array.from('110101101001010110111001011010010111110010100111011110001100', Number);
const probability = Float64Array.from(rows, (i) => {
  const own = ((i * 53) % 97) / 97;
  return 0.6 * own + 0.4 * (codes[i] ?? 0) * own + 0.01;
});
const binary: TargetValues = { kind: 'binary', name: 'y', classes: ['no', 'yes'], codes };

function judge(
  target: TargetValues,
  predictions: readonly Float64Array[],
  weights: Float64Array | null = null,
): Quality {
  return qualityOf({ columns: [], target, weights, times: null }, everyRow, predictions);
}

function ofBinary(weights: Float64Array | null = null): BinaryQuality {
  const quality = judge(binary, [probability], weights);
  if (quality.kind !== 'binary') throw new Error('two classes have the quality of two classes');
  return quality;
}

// Figures: scikit-learn 1.7.2 on the same rows.
describe('the quality of two classes', () => {
  it('has the AUC, average precision, log loss and Brier score of scikit-learn', () => {
    const quality = ofBinary();
    expect(quality.auc).toMatchObject({ kind: 'estimated', estimate: expect.closeTo(0.705316742081448, 12) });
    expect(quality.averagePrecision).toBeCloseTo(0.8239137409701295, 12);
    expect(quality.logLoss.estimate).toBeCloseTo(0.7605917966489872, 12);
    expect(quality.brier.estimate).toBeCloseTo(0.24217736564282427, 12);
  });

  it('counts a row as often as its weight says', () => {
    const quality = ofBinary(Float64Array.from(rows, (i) => 1 + (i % 4)));
    expect(quality.averagePrecision).toBeCloseTo(0.8101654868324132, 12);
  });

  it('has ranges that contain the figure', () => {
    const { logLoss, brier } = ofBinary();
    for (const { estimate, interval } of [logLoss, brier]) {
      expect(interval.lower).toBeLessThan(estimate);
      expect(interval.upper).toBeGreaterThan(estimate);
    }
  });
});

describe('the quality of numbers', () => {
  const values = Float64Array.from(rows, (i) => {
    const own = 3 + (2 * ((i * 37) % 61)) / 10 - 0.5 * (((i * i) % 17) - 8);
    return own + (i % 3 === 2 ? 4 : 0) + (((i * 31) % 7) - 3) / 5;
  });
  const number: TargetValues = { kind: 'number', name: 't', values };
  const predicted = values.map((value, i) => value + (((i * 13) % 11) - 5) / 3);
  const ofNumber = (weights: Float64Array | null): NumberQuality => {
    const quality = judge(number, [predicted], weights);
    if (quality.kind !== 'number') throw new Error('numbers have the quality of numbers');
    return quality;
  };

  it('has the errors and the explained share of scikit-learn', () => {
    const quality = ofNumber(null);
    expect(quality.rmse.estimate).toBeCloseTo(1.0496913126495104, 12);
    expect(quality.mae.estimate).toBeCloseTo(0.9055555555555557, 12);
    expect(quality.explained?.estimate).toBeCloseTo(0.9574504297506595, 12);
  });

  it('counts a row as often as its weight says', () => {
    const { explained } = ofNumber(Float64Array.from(rows, (i) => 1 + (i % 4)));
    expect(explained?.estimate).toBeCloseTo(0.9622203978003596, 12);
  });
});

describe('the quality of several classes', () => {
  const classCodes = Int32Array.from('110021120221002110110201200210200111102012022110211110221122', Number);
  const multiclass: TargetValues = { kind: 'multiclass', name: 'k', classes: ['a', 'b', 'c'], codes: classCodes };
  const probabilities = [
    [5, 11],
    [7, 13],
    [3, 17],
  ].map(([factor = 1, period = 1]) => Float64Array.from(rows, (i) => ((i * factor) % period) / period + 0.1));
  for (const i of rows) {
    const all = probabilities.reduce((sum, own) => sum + (own[i] ?? 0), 0);
    for (const [code, own] of probabilities.entries()) {
      const known = i % 2 === 0 ? 0.3 * (classCodes[i] === code ? 1 : 0) : 0.1;
      own[i] = (0.7 * (own[i] ?? 0)) / all + known;
    }
  }
  const quality = judge(multiclass, probabilities) as ClassesQuality;

  it('has the accuracy, macro means and log loss of scikit-learn', () => {
    expect(quality.accuracy.estimate).toBeCloseTo(0.6166666666666667, 12);
    expect(quality.macroPrecision.estimate).toBeCloseTo(0.6137566137566138, 12);
    expect(quality.macroRecall.estimate).toBeCloseTo(0.625, 12);
    expect(quality.macroF1.estimate).toBeCloseTo(0.6170940170940171, 12);
    expect(quality.logLoss.estimate).toBeCloseTo(0.8647757241878345, 12);
  });

  it('has the error of the mean recall that independent rows of each class give', () => {
    const variance = quality.classes.reduce((sum, { recall, rows: count }) => {
      return sum + ((recall ?? 0) * (1 - (recall ?? 0))) / count;
    }, 0);
    expect(quality.macroRecall.standardError).toBeCloseTo(Math.sqrt(variance) / 3, 12);
  });
});
