import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import uplift from '../../test/vectors/outcome/uplift.json' with { type: 'json' };
import { drift, histogramDrift } from './drift.ts';
import { firstMismatch } from './first-mismatch.ts';

describe('drift', () => {
  it.each(uplift.drift.cases)('agrees with the reference', ({ input, expect: expected }) => {
    const wanted = {
      kind: 'estimated',
      edges: expected.edges,
      psi: expected.psi,
      jensenShannon: expected.jsDistance,
      kolmogorovSmirnov: { distance: expected.ks, pValue: expected.ksP },
    };
    expect(firstMismatch(drift(input.reference, input.current), wanted, uplift.drift.tol)).toBe(undefined);
  });

  it('a sample does not drift from itself', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, (sample) => {
        const result = drift(sample, sample);
        expect(result).toMatchObject({ psi: 0, jensenShannon: 0, kolmogorovSmirnov: { distance: 0, pValue: 1 } });
      }),
    );
  });

  it('swapping two histograms changes neither distance', () => {
    const counts = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { minLength: 1 });
    fc.assert(
      fc.property(counts, (pairs) => {
        const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        const forth = histogramDrift(a, b);
        fc.pre(forth.kind === 'estimated');
        expect(firstMismatch(histogramDrift(b, a), forth, 1e-12)).toBe(undefined);
        expect(forth.jensenShannon).toBeLessThanOrEqual(1 + 1e-12);
        expect(forth.psi).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('samples that do not overlap are as far apart as possible', () => {
    const result = drift([1, 2, 3, 4], [11, 12, 13, 14], 2);
    expect(result).toMatchObject({ kolmogorovSmirnov: { distance: 1 } });
    expect(histogramDrift([5, 0], [0, 5])).toMatchObject({ jensenShannon: 1 });
  });

  it.each([
    { units: 50, shift: 9, lambda: 0.9, pValue: 0.3927 },
    { units: 50, shift: 10, lambda: 1, pValue: 0.27 },
    { units: 200, shift: 24, lambda: 1.2, pValue: 0.1122 },
    { units: 200, shift: 32, lambda: 1.6, pValue: 0.012 },
  ])("the p-value is the published tail of Kolmogorov's distribution at $lambda", ({ units, shift, pValue }) => {
    const reference = Array.from({ length: units }, (_, i) => i);
    const current = reference.map((value) => value + shift - 0.5);
    const distance = expect.closeTo(shift / units, 12);
    expect(drift(reference, current)).toMatchObject({
      kolmogorovSmirnov: { distance, pValue: expect.closeTo(pValue, 4) },
    });
  });

  it('says why there is no estimate', () => {
    expect(drift([], [1])).toMatchObject({ reason: 'empty_reference' });
    expect(drift([1], [])).toMatchObject({ reason: 'empty_current' });
    expect(drift([1], [Number.NaN])).toMatchObject({ reason: 'not_finite' });
    expect(histogramDrift([0, 0], [1, 1])).toMatchObject({ reason: 'empty_reference' });
    expect(() => histogramDrift([1], [1, 2])).toThrow(RangeError);
    expect(() => drift([1], [1], 1)).toThrow(RangeError);
  });
});
