import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import plan from '../../test/vectors/outcome/plan.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { adjustBenjaminiHochberg, adjustBenjaminiYekutieli, adjustBonferroni, adjustHolm } from './multiplicity.ts';

const pLists = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });

describe('multiplicity', () => {
  it.each(plan.multiplicity.cases)('agrees with the reference: $input', ({ input, expect: expected }) => {
    const adjusted = {
      holm: adjustHolm(input),
      bh: adjustBenjaminiHochberg(input),
      by: adjustBenjaminiYekutieli(input),
      bonferroni: adjustBonferroni(input),
    };
    expect(firstMismatch(adjusted, expected, plan.multiplicity.tol)).toBe(undefined);
  });

  it('every adjustment raises p-values and Holm never exceeds Bonferroni', () => {
    fc.assert(
      fc.property(pLists, (pValues) => {
        const bonferroni = adjustBonferroni(pValues);
        const hochberg = adjustBenjaminiHochberg(pValues);
        for (const [i, holm] of adjustHolm(pValues).entries()) {
          expect(holm).toBeLessThanOrEqual((bonferroni[i] ?? 0) + 1e-15);
          expect(hochberg[i]).toBeLessThanOrEqual(holm + 1e-15);
          expect(hochberg[i]).toBeGreaterThanOrEqual((pValues[i] ?? 0) - 1e-15);
        }
      }),
    );
  });

  it('the order of the p-values does not matter', () => {
    fc.assert(
      fc.property(pLists, (pValues) => {
        const reversed = [...pValues].reverse();
        expect(adjustHolm(reversed).reverse()).toEqual(adjustHolm(pValues));
        expect(adjustBenjaminiHochberg(reversed).reverse()).toEqual(adjustBenjaminiHochberg(pValues));
      }),
    );
  });

  it('no p-values give no p-values, and a number outside 0..1 is refused', () => {
    expect(adjustHolm([])).toEqual([]);
    expect(adjustBenjaminiYekutieli([])).toEqual([]);
    expect(() => adjustHolm([0.1, Number.NaN])).toThrow(RangeError);
  });
});
