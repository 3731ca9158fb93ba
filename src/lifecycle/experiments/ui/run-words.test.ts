import { describe, expect, it } from 'vitest';
import { contextInWords, dataInWords, figure, labelsOf, metricsInWords, nameWithin, shortLabels } from './run-words.ts';

describe('runs in words', () => {
  it('metrics say their last value and how far they moved on the way', () => {
    expect(metricsInWords([])).toBe('Nothing measured yet');
    expect(
      metricsInWords([
        { key: 'auc', value: 0.81234567, least: 0.81234567, greatest: 0.81234567 },
        { key: 'loss', value: 2, least: 1, greatest: 3 },
        { key: 'bad', value: 'NaN', least: null, greatest: null },
        { key: 'more', value: 1, least: 1, greatest: 1 },
      ]),
    ).toBe('auc 0.8123, loss 2 (between 1 and 3), bad not a number, and 1 more');
  });
  it('the metrics that are told of are results, before what names none and how long something took', () => {
    const keys = ['fit_seconds', 'grad_norm', 'train_loss', 'val_auc', 'val_loss'];
    expect(metricsInWords(keys.map((key) => ({ key, value: 1, least: 1, greatest: 1 })))).toBe(
      'val_auc 1, val_loss 1, train_loss 1, and 2 more',
    );
  });
  it('counts are written in full, other numbers by their leading digits', () => {
    expect([figure(121_500), figure(-0.123456), figure('Infinity')]).toEqual(['121,500', '−0.1235', 'infinite']);
  });
  it('numbers beyond what can be counted by eye are written by their power of ten', () => {
    expect([1.23456e-9, -4e-7, 3.4e15, 0, 0.000012].map(figure)).toEqual([
      '1.235e−9',
      '−4e−7',
      '3.4e+15',
      '0',
      '0.000012',
    ]);
  });
  it('runs of one name are told apart by the beginning of their ids', () => {
    const runs = ['a', 'b', 'c'].map((id) => ({ id: id.repeat(32), name: id === 'c' ? 'other' : 'same' }));
    expect(labelsOf(runs)).toEqual(['same (aaaaaa)', 'same (bbbbbb)', 'other']);
  });
  it('long names that head columns keep their beginning and their end, unless two would look the same', () => {
    const [one, other] = [`begin${'-'.repeat(60)}the end`, `begin${'-'.repeat(61)}the end`];
    expect(shortLabels(['short', one])).toEqual(['short', `begin${'-'.repeat(18)}…${'-'.repeat(5)}the end`]);
    expect(shortLabels([one, other])).toEqual([one, other]);
  });
  it('an experiment is called without the address of the page', () => {
    expect(nameWithin('churn', 'churn/trees')).toBe('trees');
    expect(nameWithin('churn', 'churn-2/trees')).toBe('churn-2/trees');
  });
  it('data and context are sentences', () => {
    expect(
      dataInWords([
        { name: 'q3', digest: 'a', context: 'training' },
        { name: 'q4', digest: 'b', context: null },
      ]),
    ).toBe('q3 for training, q4');
    expect(contextInWords(null)).toBe('Started before its experiment was connected');
    expect(contextInWords({ iteration: 2, question: 'q', framingVersion: 3, hypothesis: 'h' })).toBe(
      'Iteration 2, under version 3 of the framing, testing: h',
    );
  });
});
