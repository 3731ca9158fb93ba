import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, fitModel } from '../../src/learning/fit-model.ts';
import { crossValidationFolds, type Fold, holdOut } from '../../src/learning/folds.ts';
import { type Family, modelScorer, selectRows, type TrainingTable } from '../../src/learning/index.ts';
import { randomNumbers } from '../../src/learning/random.ts';
import { auc } from '../../src/statistics/index.ts';
import { hasRealData, SKIP_SENTENCE } from '../real-data.ts';
import { readRealTable } from './real-tables.ts';

/** The settings of the reference: HistGradientBoosting with learning rate .05, 200 trees, 15 leaves. */
const SETTINGS = {
  ...DEFAULT_SETTINGS,
  boosting: { ...DEFAULT_SETTINGS.boosting, learningRate: 0.05, maxLeaves: 15, minRowsPerLeaf: 20, l2: 0 },
};

/** AUC on the rows kept from a model that saw the others. */
function areaOnFold(table: TrainingTable, { training, validation }: Fold, family: Family): number {
  const rules = { settings: SETTINGS, directions: [], seed: 1, rounds: 200, shouldStop: () => false };
  const fitted = fitModel(selectRows(table, training), family, rules);
  const kept = selectRows(table, validation);
  if (fitted === null || kept.target.kind !== 'binary') throw new Error('the reference is of two classes');
  const area = auc({ score: modelScorer(fitted.model).raw(kept.columns), outcome: kept.target.codes });
  if (area.kind === 'unavailable') throw new Error(area.reason);
  return area.estimate;
}

function meanArea(table: TrainingTable, family: Family): number {
  const areas = crossValidationFolds(table, 5, randomNumbers(1)).map((fold) => areaOnFold(table, fold, family));
  return areas.reduce((sum, area) => sum + area, 0) / areas.length;
}

function expectWithin(actual: number, reference: number, noise: number): void {
  expect(actual).toBeGreaterThan(reference - noise);
  expect(actual).toBeLessThan(reference + noise);
}

// Figures: the README of each folder, scikit-learn 1.2.1, five folds; the noise is the spread of its folds where it states one.
describe.runIf(hasRealData)(`the results that come with the public tables${SKIP_SENTENCE}`, () => {
  it('are reached on telco_churn', () => {
    const table = readRealTable('telco_churn');
    expectWithin(meanArea(table, 'linear'), 0.8453, 0.0139);
    expectWithin(meanArea(table, 'boosting'), 0.8438, 0.0108);
  });

  it('are reached on german_credit, where no model beats the weighted sum', () => {
    const table = readRealTable('german_credit');
    expectWithin(meanArea(table, 'linear'), 0.7915, 0.0239);
    expectWithin(meanArea(table, 'boosting'), 0.7835, 0.0295);
  });

  it('are reached on ai4i_2020, where trees see what a weighted sum does not', () => {
    const table = readRealTable('ai4i_2020');
    expectWithin(meanArea(table, 'linear'), 0.8963, 0.01);
    expectWithin(meanArea(table, 'boosting'), 0.9789, 0.0058);
  });

  it('are reached on bank_marketing, with the column that gives the answer away and without it', () => {
    const honest = readRealTable('bank_marketing');
    expectWithin(meanArea(honest, 'linear'), 0.7915, 0.005);
    expectWithin(meanArea(honest, 'boosting'), 0.8048, 0.005);
    const leaking = readRealTable('bank_marketing', { without: [] });
    expectWithin(meanArea(leaking, 'linear'), 0.935, 0.005);
    expectWithin(meanArea(leaking, 'boosting'), 0.9499, 0.005);
  });

  it('show how much worse bank_marketing is predicted for what comes later', () => {
    const table = readRealTable('bank_marketing', { timesFromRows: true });
    const later = areaOnFold(table, holdOut(table, 0.3, randomNumbers(1)), 'boosting');
    expectWithin(later, 0.6, 0.03);
  });
});
