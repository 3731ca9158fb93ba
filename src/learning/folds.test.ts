import { describe, expect, it } from 'vitest';
import { crossValidationFolds, holdOut } from './folds.ts';
import { randomNumbers } from './random.ts';
import type { TrainingTable } from './training-table.ts';

const codes = Int32Array.from({ length: 100 }, (_, row) => (row % 10 === 0 ? 1 : 0));
const table: TrainingTable = {
  columns: [],
  target: { kind: 'binary', name: 'y', classes: ['no', 'yes'], codes },
  weights: null,
  times: null,
};

describe('folds', () => {
  it('check every row once, on models that did not see it, with the share of each class', () => {
    const folds = crossValidationFolds(table, 5, randomNumbers(1));
    expect(folds.flatMap(({ validation }) => [...validation]).sort((a, b) => a - b)).toEqual([...codes.keys()]);
    for (const { training, validation } of folds) {
      expect(training.length + validation.length).toBe(100);
      expect(training.some((row) => validation.includes(row))).toBe(false);
      expect(validation.filter((row) => codes[row] === 1)).toHaveLength(2);
    }
  });

  it('learn from the past and are checked on what came next where rows have times', () => {
    const times = Float64Array.from(codes, (_, row) => (row * 37) % 100);
    const folds = crossValidationFolds({ ...table, times }, 4, randomNumbers(1));
    expect(folds.map(({ training }) => training.length)).toEqual([20, 40, 60, 80]);
    for (const { training, validation } of folds) {
      const latest = Math.max(...training.map((row) => times[row] ?? 0));
      expect(Math.min(...validation.map((row) => times[row] ?? 0))).toBe(latest + 1);
    }
  });

  it('keep rows of the same time on the same side', () => {
    const times = Float64Array.from(codes, (_, row) => Math.floor(row / 30));
    const { training, validation } = holdOut({ ...table, times }, 0.15, randomNumbers(1));
    expect([training.length, validation.length]).toEqual([90, 10]);
  });

  it('are the same for the same seed and others for another', () => {
    const of = (seed: number): number[] => [
      ...(crossValidationFolds(table, 5, randomNumbers(seed))[0]?.validation ?? []),
    ];
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });
});
