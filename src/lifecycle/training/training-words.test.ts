import { describe, expect, it } from 'vitest';
import type { ModelQuality, TrainingResult } from './training-result.schema.ts';
import { answerWords, choiceWords, qualityWords, ruleWords, signalOf } from './training-words.ts';

const estimate = (value: number, half: number) => ({
  estimate: value,
  standardError: half / 1.96,
  interval: { lower: value - half, upper: value + half },
});
const auc = (value: number, half: number) => ({
  ...estimate(value, half),
  kind: 'estimated' as const,
  logitInterval: { lower: value - half, upper: value + half },
  positives: 50,
  negatives: 50,
  binError: 0,
});
const binary = (value: number, half: number): ModelQuality => ({
  kind: 'binary',
  rows: 100,
  baseRate: 0.5,
  auc: auc(value, half),
  averagePrecision: null,
  logLoss: estimate(0.5, 0.1),
  brier: estimate(0.2, 0.1),
  calibration: { kind: 'unavailable', reason: 'no_units' },
});

describe('the answer in words', () => {
  it('promises something only where chance is outside of the range', () => {
    expect([binary(0.84, 0.01), binary(0.58, 0.02), binary(0.52, 0.04)].map(signalOf)).toEqual(['yes', 'little', 'no']);
    expect(answerWords(binary(0.52, 0.04), 'left')).toBe('These data do not show that "left" can be foreseen');
  });

  it('gives a range, what it is out of, and what guessing would give', () => {
    expect(qualityWords(binary(0.845, 0.014))).toBe(
      'Of two rows, one where it came true and one where it did not, the model puts the right one first between 83 and 86 times of 100; guessing gives 50.',
    );
  });

  it('never promises less than nothing of a number', () => {
    const quality: ModelQuality = {
      kind: 'number',
      rows: 50,
      rmse: estimate(3, 0.5),
      mae: estimate(2, 0.25),
      explained: estimate(0.05, 0.2),
    };
    expect(signalOf(quality)).toBe('no');
    expect(qualityWords(quality)).toContain('between 0% and 25%');
  });

  it('says that the simple rule is as good where it is', () => {
    const rule = { rule: { kind: 'order', column: 'calls', first: 'highest' }, auc: auc(0.84, 0.02) } as const;
    const quality = binary(0.845, 0.014);
    expect(ruleWords({ quality, rule: { ...rule, isAsGood: true } })).toMatch(
      /^The simple rule is as good: "the highest calls first"/,
    );
    expect(ruleWords({ quality, rule: { ...rule, isAsGood: false } })).toMatch(/the model is better\.$/);
    expect(ruleWords({ quality, rule: null })).toBeNull();
  });

  it('tells the price of a model that can be read', () => {
    const families: TrainingResult['choice']['families'] = [
      { family: 'linear', mean: 0.843, standardError: 0.004, price: 0.003 },
      { family: 'boosting', mean: 0.846, standardError: 0.004, price: 0 },
    ];
    const choice = { family: 'linear', best: 'boosting', families } as const;
    expect(choiceWords({ choice, quality: binary(0.84, 0.01) })).toBe(
      'The model is a weighted sum. Many small trees did better by 0.3 right orders of 100, which may be chance, so you get the one that can be read.',
    );
  });
});
