import { describe, expect, it } from 'vitest';
import { quantileThresholds, toBins } from './binning.ts';

describe('bins of a feature', () => {
  it('are cut halfway between neighbouring values where there are few', () => {
    expect([...quantileThresholds(Float32Array.of(3, 1, 2, 2, Number.NaN), 255)]).toEqual([1.5, 2.5]);
  });

  it('hold about equally many values where there are many', () => {
    const values = Float32Array.from({ length: 10_000 }, (_, i) => ((i * 7919) % 10_000) ** 2);
    const thresholds = quantileThresholds(values, 100);
    const { codes } = toBins([values], [thresholds]);
    const sizes = Array.from({ length: 100 }, () => 0);
    for (const code of codes) sizes[code] = (sizes[code] ?? 0) + 1;
    expect(thresholds).toHaveLength(99);
    expect(Math.min(...sizes)).toBe(100);
    expect(Math.max(...sizes)).toBe(100);
  });

  it('keep a value whole that would fill several', () => {
    const values = Float32Array.from({ length: 10_000 }, (_, i) => (i < 5000 ? 0 : i));
    const thresholds = quantileThresholds(values, 10);
    const { codes } = toBins([values], [thresholds]);
    expect(new Set(codes.subarray(0, 5000))).toEqual(new Set([0]));
    expect(codes[5000]).toBe(1);
  });

  it('part neighbouring float32 numbers between which there is none', () => {
    const next = Math.fround(1 + 2 ** -23);
    const [threshold = Number.NaN] = quantileThresholds(Float32Array.of(1, next), 255);
    expect(1 <= threshold && threshold < next).toBe(true);
  });

  it('put a value at the cut below it, and missing values apart', () => {
    const { codes } = toBins([Float32Array.of(1.5, 1.6, 99, Number.NaN)], [Float32Array.of(1.5, 2.5)]);
    expect([...codes]).toEqual([0, 1, 2, 3]);
  });

  it('are none where every value is missing', () => {
    expect(quantileThresholds(Float32Array.of(Number.NaN, Number.NaN), 255)).toHaveLength(0);
  });
});
