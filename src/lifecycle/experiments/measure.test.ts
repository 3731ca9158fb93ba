import { describe, expect, it } from 'vitest';
import { chooseMeasure, directionOf, isOnLearnedData, placesOfBest } from './measure.ts';

describe('which values of a metric are good', () => {
  it.each([
    ['auc', 'higher'],
    ['val_accuracy', 'higher'],
    ['training_f1_score', 'higher'],
    ['logLoss', 'lower'],
    ['val_rmse', 'lower'],
    ['neg_mean_squared_error', 'higher'],
    ['rank_test_score', 'lower'],
    ['std_test_score', null],
    ['epoch', null],
    ['Kundenzahl', null],
  ])('%s: %s', (key, direction) => expect(directionOf(key)).toBe(direction));

  it('a metric on data that the model had not seen goes before one on the data that it learned from', () => {
    const keys = [
      { key: 'training_auc', runCount: 90 },
      { key: 'auc', runCount: 40 },
      { key: 'test_auc', runCount: 3 },
      { key: 'epoch', runCount: 100 },
    ];
    expect(chooseMeasure(keys)).toEqual({ key: 'test_auc', direction: 'higher' });
    expect(chooseMeasure(keys.slice(0, 2))).toEqual({ key: 'auc', direction: 'higher' });
    expect(chooseMeasure(keys.slice(3))).toBeNull();
    expect(isOnLearnedData('training_auc')).toBe(true);
  });

  it('how long something took, or a place among others, is a result only where there is no other', () => {
    const keys = ['mean_fit_time', 'rank_test_score', 'training_score'].map((key) => ({ key, runCount: 6 }));
    expect(chooseMeasure(keys)?.key).toBe('training_score');
    expect(chooseMeasure(keys.slice(0, 1))).toEqual({ key: 'mean_fit_time', direction: 'lower' });
  });

  it('the best is named only where there is something to compare', () => {
    expect(placesOfBest([0.7, null, 0.9, 0.9], 'higher')).toEqual([2, 3]);
    expect(placesOfBest([0.7, 0.2], 'lower')).toEqual([1]);
    expect(placesOfBest([0.7, 0.7], 'lower')).toEqual([]);
    expect(placesOfBest([0.7, null], 'lower')).toEqual([]);
    expect(placesOfBest([0.7, 0.8], null)).toEqual([]);
  });
});
