import { describe, expect, it } from 'vitest';
import { parseNumber } from './parse-number.ts';

describe('numbers that people type', () => {
  it.each([
    ['1,234.5', 1234.5],
    ['12.5', 12.5],
    ['1 234', 1234],
    ['−3', -3],
    ['.5', 0.5],
  ])('"%s" is read as %d', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it('an empty field is no number, not zero', () => {
    expect(parseNumber('  ')).toBeNull();
  });

  it.each(['1,5', '12%', 'ten', '1.2.3', '12,34,5'])('"%s" is refused rather than guessed', (text) => {
    expect(parseNumber(text)).toBeUndefined();
  });
});
