import { describe, expect, it } from 'vitest';
import { measureInWords, tellsOfMeasure, valueInWords } from './measure-words.ts';

describe('a metric in words', () => {
  it('says what it tells where its name is known, and is its name alone where it is not', () => {
    expect(measureInWords('val_auc')).toBe('how well it puts the likely cases first (val_auc)');
    expect(measureInWords('custom')).toBe('custom');
    expect([tellsOfMeasure('val_auc'), tellsOfMeasure('custom')]).toEqual([
      'how well it puts the likely cases first',
      null,
    ]);
    for (const key of ['GaussianProcessRegressor_score_X', 'process_share', 'glossary_size', 'half1'])
      expect(measureInWords(key)).toBe(key);
  });
  it.each([
    ['roc_auc_score_X_test', 'how well it puts the likely cases first'],
    ['GridSearchCV_roc_auc', 'how well it puts the likely cases first'],
    ['AUC_1', 'how well it puts the likely cases first'],
    ['testRocAuc', 'how well it puts the likely cases first'],
    ['PRAUC', 'how well it finds the right cases without false alarms'],
    ['average_precision_score_X_test', 'how well it finds the right cases without false alarms'],
    ['F1Score', 'how well it finds the right cases without false alarms'],
    ['sparse_categorical_accuracy', 'how often it is right'],
    ['val_acc', 'how often it is right'],
    ['precision_score-2_X', 'of those it flagged, how many were right'],
    ['mean_squared_error_X_test', 'how far off it is'],
    ['valRmse', 'how far off it is'],
    ['multi_logloss', 'how wrong its predictions are'],
    ['MSELoss', 'how far off it is'],
  ])('of %s says "%s"', (key, tells) => {
    expect(measureInWords(key)).toBe(`${tells} (${key})`);
  });
  it('says what a value means, counted in 100', () => {
    expect(valueInWords('test_roc_auc', 0.8572)).toMatch(/it puts the right one first 86 times in 100/);
    expect(valueInWords('val_accuracy', 0.9)).toBe('It is right in 90 of 100 cases.');
    expect(valueInWords('precision', 0.4)).toBe('Of 100 cases that it flags, 40 are right.');
    expect(valueInWords('test_recall', 0.25)).toBe('Of 100 cases that it should find, it flags 25.');
  });
  it('says no more than is known: of an area that is no share of pairs, of errors, and of what is no share', () => {
    for (const [key, value] of [
      ['pr_auc', 0.8],
      ['val_loss', 0.3],
      ['custom', 0.5],
      ['accuracy', 81],
      ['GaussianProcessClassifier_score_X_test', 0.8],
      ['RocketClassifier_score_X_test', 0.8],
      ['throughput', 0.8],
    ] as const)
      expect(valueInWords(key, value), key).toBeNull();
  });
});
