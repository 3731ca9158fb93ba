import { describe, expect, it } from 'vitest';
import { measureInWords, valueInWords } from './measure-words.ts';

describe('a metric in words', () => {
  it('says what it tells where its name is known, and is its name alone where it is not', () => {
    expect(measureInWords('val_auc')).toBe('how well it puts the likely cases first (val_auc)');
    expect(measureInWords('custom')).toBe('custom');
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
    ] as const)
      expect(valueInWords(key, value), key).toBeNull();
  });
});
