import { describe, expect, it } from 'vitest';
import { decimalPlaces, decimalsOf, formatNumber, formatToRange, roundToRange } from './round-to-range.ts';

describe('rounding to the precision of a range', () => {
  it('keeps two significant digits of the width', () => {
    expect(formatToRange(1.2345, { lower: 1.21, upper: 2.04 })).toBe('1.23');
    expect(formatToRange(12_437, { lower: 8_000, upper: 42_000 })).toBe('12,000');
    expect(formatToRange(0.00123456, { lower: 0.001, upper: 0.00134 })).toBe('0.00123');
    expect(roundToRange(1_234_567, { lower: 1_000_000, upper: 1_500_000 })).toBe(1_230_000);
  });

  it('counts a width that rounds up to the next power of ten as that power', () => {
    expect(decimalPlaces({ lower: 0, upper: 9.96 })).toBe(0);
    expect(decimalPlaces({ lower: 0, upper: 0.1 })).toBe(2);
  });

  it('keeps three digits of a value without width, and never writes minus zero', () => {
    expect(formatToRange(1234.56, { lower: 1234.56, upper: 1234.56 })).toBe('1,230');
    expect(formatToRange(0, { lower: 0, upper: 0 })).toBe('0');
    expect(formatNumber(-0.04, 1)).toBe('0.0');
    expect(formatNumber(-1234567.5, 1)).toBe('-1,234,567.5');
  });
});

describe('decimalsOf', () => {
  it('reads the decimals that a person wrote, not those that binary arithmetic adds', () => {
    expect(decimalsOf(30 - 26.4)).toBe(1);
    expect(decimalsOf(4)).toBe(0);
    expect(decimalsOf(0.035)).toBe(3);
  });
});
