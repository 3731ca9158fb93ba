import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/outcome/ab.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { sampleRatio } from './sample-ratio.ts';

const { cases, tol } = vectors.srm;

/**
 * Logarithms of the Bayes factor by mpmath with 50 digits. The reference file took differences of double-precision gamma functions, which
 * at a million units are off by 6.6e-10, more than the file's own tolerance; these are the stricter truth for every case.
 */
const LOG_BAYES_FACTOR_50_DIGITS: Record<string, number> = {
  ok_80_20: -1.156326742915208,
  bad_80_20: 9.323167527583246,
  three: -2.164062551400934,
  tiny: -0.000002988043344558979,
  massive: 3.585446896889755,
};

describe('sample ratio', () => {
  it.each(cases)('agrees with the reference: $name', ({ name, input, expect: { fixed, sequential } }) => {
    const actual = sampleRatio(input);
    const reference = {
      chiSquare: fixed.chi2,
      degreesOfFreedom: fixed.df,
      pValue: fixed.p,
      anytimePValue: sequential.p,
    };
    expect(firstMismatch(actual, reference, tol)).toBe(undefined);
    if (actual.kind === 'unavailable') throw new Error(actual.reason);
    expect(Math.abs(actual.pValue / fixed.p - 1)).toBeLessThan(tol);
    expect(Math.abs(actual.logBayesFactor - sequential.logBF)).toBeLessThan(name === 'massive' ? 1e-9 : tol);
  });

  it.each(cases)('agrees with 50-digit arithmetic: $name', ({ name, input }) => {
    const logBayesFactor = LOG_BAYES_FACTOR_50_DIGITS[name];
    expect(logBayesFactor).toBeDefined();
    expect(firstMismatch(sampleRatio(input), { logBayesFactor }, 1e-13)).toBe(undefined);
  });

  it('does not depend on the order of the arms or on the scale of the weights', () => {
    const arm = fc.tuple(fc.nat(10_000), fc.integer({ min: 1, max: 10 }));
    fc.assert(
      fc.property(arm, arm, ([a, weightA], [b, weightB]) => {
        const forward = sampleRatio({ observed: [a, b], weights: [weightA, weightB] });
        const backward = sampleRatio({ observed: [b, a], weights: [weightB / 10, weightA / 10] });
        expect(firstMismatch(backward, forward, 1e-9)).toBe(undefined);
      }),
    );
  });

  it('says why it cannot be asked', () => {
    expect(sampleRatio({ observed: [5], weights: [1] })).toEqual({ kind: 'unavailable', reason: 'one_arm' });
    expect(sampleRatio({ observed: [0, 0], weights: [1, 1] })).toEqual({ kind: 'unavailable', reason: 'no_units' });
    expect(() => sampleRatio({ observed: [1, 2], weights: [1, 0] })).toThrow(RangeError);
    expect(() => sampleRatio({ observed: [1, 2], weights: [1] })).toThrow(RangeError);
    expect(() => sampleRatio({ observed: [-1, 2], weights: [1, 1] })).toThrow(RangeError);
    expect(() => sampleRatio({ observed: [1, 2], weights: [1, 1], concentration: 0 })).toThrow(RangeError);
  });
});
