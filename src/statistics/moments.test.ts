import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstMismatch } from './first-mismatch.ts';
import {
  mergeMoments,
  momentsFromVariance,
  momentsOf,
  momentsOfEvents,
  NO_MOMENTS,
  sampleVariance,
  varianceOfMean,
} from './moments.ts';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 40 });

describe('moments', () => {
  it('keep the variance of large numbers (NIST StRD NumAcc3: mean 1000000.2, standard deviation 0.1)', () => {
    const data = [1000000.2, ...Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 1000000.1 : 1000000.3))];
    const moments = momentsOf(data);
    expect(moments.mean).toBeCloseTo(1000000.2, 9);
    expect(Math.sqrt(sampleVariance(moments))).toBeCloseTo(0.1, 9);
  });

  it('of merged samples equal the moments of all values together', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const merged = mergeMoments(momentsOf(a), momentsOf(b));
        expect(firstMismatch(merged, momentsOf([...a, ...b]), 1e-9)).toBe(undefined);
      }),
    );
  });

  it('merge with nothing unchanged', () => {
    const moments = momentsOf([1, 2, 4]);
    expect(mergeMoments(NO_MOMENTS, moments)).toEqual(moments);
    expect(mergeMoments(moments, NO_MOMENTS)).toEqual(moments);
  });

  it('of a yes/no outcome follow from its counts', () => {
    expect(firstMismatch(momentsOfEvents({ units: 5, events: 2 }), momentsOf([1, 0, 0, 1, 0]), 1e-15)).toBe(undefined);
    expect(momentsOfEvents({ units: 0, events: 0 })).toEqual(NO_MOMENTS);
  });

  it('come back from count, mean and sample variance', () => {
    const moments = momentsOf([3, 5, 10]);
    const { count, mean } = moments;
    expect(firstMismatch(momentsFromVariance(count, mean, sampleVariance(moments)), moments, 1e-14)).toBe(undefined);
  });

  it('of fewer than two values have no variance', () => {
    expect(sampleVariance(momentsOf([7]))).toBe(0);
    expect(varianceOfMean(NO_MOMENTS)).toBe(0);
    expect(momentsFromVariance(1, 7, Number.NaN)).toEqual(momentsOf([7]));
  });
});
