import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coMomentsOf,
  correlation,
  mergeCoMoments,
  momentsOfResidual,
  momentsOfX,
  momentsOfY,
  NO_CO_MOMENTS,
  sampleCovariance,
} from './co-moments.ts';
import { firstMismatch } from './first-mismatch.ts';
import { momentsOf, sampleVariance } from './moments.ts';

const number = fc.double({ min: -1000, max: 1000, noNaN: true });
const pairs = fc.array(fc.tuple(number, number), { maxLength: 30 });

describe('co-moments', () => {
  it("reproduce Anscombe's first data set (1973): covariance 5.501, correlation 0.81642", () => {
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    const moments = coMomentsOf(x.map((value, i) => [value, y[i] ?? 0] as const));
    expect(moments.meanX).toBeCloseTo(9, 14);
    expect(sampleVariance(momentsOfX(moments))).toBeCloseTo(11, 13);
    expect(sampleCovariance(moments)).toBeCloseTo(5.501, 12);
    expect(correlation(moments)).toBeCloseTo(0.81642051634484, 13);
  });

  it('of merged samples equal the co-moments of all pairs together', () => {
    fc.assert(
      fc.property(pairs, pairs, (a, b) => {
        const merged = mergeCoMoments(coMomentsOf(a), coMomentsOf(b));
        expect(firstMismatch(merged, coMomentsOf([...a, ...b]), 1e-9)).toBe(undefined);
      }),
    );
  });

  it('give the moments of a residual without the data', () => {
    fc.assert(
      fc.property(pairs, number, number, (data, slope, centre) => {
        const direct = momentsOf(data.map(([x, y]) => y - slope * (x - centre)));
        const derived = momentsOfResidual(coMomentsOf(data), slope, centre);
        expect(derived.count).toBe(direct.count);
        // Rounding is judged against the size of the terms that are subtracted, up to (1000 * 1000)^2 for each unit.
        if (direct.count > 0) expect(Math.abs(derived.mean - direct.mean)).toBeLessThan(1e-8);
        expect(Math.abs(derived.squaredDeviations - direct.squaredDeviations)).toBeLessThan(0.5);
      }),
    );
  });

  it('contain the moments of each variable', () => {
    const moments = coMomentsOf([
      [1, 5],
      [2, 9],
    ]);
    expect(momentsOfX(moments)).toEqual(momentsOf([1, 2]));
    expect(momentsOfY(moments)).toEqual(momentsOf([5, 9]));
    expect(momentsOfX(NO_CO_MOMENTS)).toEqual(momentsOf([]));
  });

  it('have no correlation when a variable does not vary', () => {
    expect(
      correlation(
        coMomentsOf([
          [1, 5],
          [1, 9],
        ]),
      ),
    ).toBe(null);
    expect(sampleCovariance(NO_CO_MOMENTS)).toBe(0);
  });
});
