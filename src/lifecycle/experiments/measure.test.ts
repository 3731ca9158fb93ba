import { describe, expect, it } from 'vitest';
import { chooseMeasure, directionOf, isOnLearnedData, isOnUnseenData, isResult, placesOfBest } from './measure.ts';

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

  /** What autologging of scikit-learn writes, and names that people give: which values are good, and on which data. */
  it.each([
    // What is measured while a model is fitted, on the data that it is fitted to.
    ['training_score', 'higher', 'learned'],
    ['training_roc_auc', 'higher', 'learned'],
    ['training_root_mean_squared_error', 'lower', 'learned'],
    // What a search over settings measures by cross-validation.
    ['best_cv_score', 'higher', 'unseen'],
    ['mean_test_score', 'higher', 'unseen'],
    ['mean_test_neg_log_loss', 'higher', 'unseen'],
    ['std_test_score', null, 'unseen'],
    ['mean_train_score', 'higher', 'learned'],
    // What is measured afterwards: by the name of the estimator or of the function, on the data of a variable.
    ['GridSearchCV_score_Xte', 'higher', 'unseen'],
    ['GridSearchCV_score_X_test', 'higher', 'unseen'],
    ['GridSearchCV_score-2_X_test', 'higher', 'unseen'],
    ['GridSearchCV_score_X_train', 'higher', 'learned'],
    ['GridSearchCV_score_Xtr', 'higher', 'learned'],
    ['GridSearchCV_score_X', 'higher', 'not said'],
    ['GridSearchCV_score_unknown_dataset', 'higher', 'not said'],
    ['RidgeCV_score_customers', 'higher', 'not said'],
    ['LogisticRegressionCV_accuracy', 'higher', 'not said'],
    ['RidgeCV_mse', 'lower', 'not said'],
    ['TimeSeriesForestClassifier_score_X_test', 'higher', 'unseen'],
    ['GaussianProcessClassifier_score_X_te', 'higher', 'unseen'],
    ['Pipeline_score_X_val', 'higher', 'unseen'],
    ['XGBClassifier_score_X_tr', 'higher', 'learned'],
    ['accuracy_score_X_test', 'higher', 'unseen'],
    ['f1_score-2_X_test-2', 'higher', 'unseen'],
    ['log_loss_Xtest', 'lower', 'unseen'],
    ['mean_squared_error_X_tr', 'lower', 'learned'],
    ['davies_bouldin_score_X', 'lower', 'not said'],
    ['matthews_corrcoef_X_valid', 'higher', 'unseen'],
    // What people name as classes are named.
    ['TestSet_auc', 'higher', 'unseen'],
    ['TrainData_accuracy', 'higher', 'learned'],
    ['ValLoss', 'lower', 'unseen'],
    ['LogLoss_test', 'lower', 'unseen'],
    ['LogLoss_score', 'lower', 'not said'],
    ['BrierScore', 'lower', 'not said'],
    ['F1Score', 'higher', 'not said'],
    ['CVScore', 'higher', 'unseen'],
    ['MSELoss_val', 'lower', 'unseen'],
    ['strength', null, 'not said'],
    ['extra_te', null, 'not said'],
  ])('%s: %s, of data that are %s', (key, direction, data) => {
    expect(directionOf(key)).toBe(direction);
    expect(isOnLearnedData(key) ? 'learned' : isOnUnseenData(key) ? 'unseen' : 'not said').toBe(data);
    expect(isResult(key)).toBe(true);
  });

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

  it('a score of a search on data of which nothing is said does not go before the one that it found by cross-validation', () => {
    const keys = ['GridSearchCV_score_X', 'best_cv_score', 'training_score'].map((key) => ({ key, runCount: 1 }));
    expect(chooseMeasure(keys)?.key).toBe('best_cv_score');
    expect(chooseMeasure(keys.filter(({ key }) => key !== 'best_cv_score'))?.key).toBe('GridSearchCV_score_X');
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
