import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/outcome/ab.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { negateInterval } from './interval.ts';
import { type Moments, momentsOf, NO_MOMENTS } from './moments.ts';
import { twoMeans } from './two-means.ts';

const { cases, tol } = vectors.welch;

/** The reference gives raw sums; the product never keeps them. */
function momentsFromSums({ n, sum, sumSq }: { n: number; sum: number; sumSq: number }): Moments {
  return { count: n, mean: sum / n, squaredDeviations: sumSq - (sum * sum) / n };
}

const sample = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 20 });

describe('difference of two means', () => {
  it.each(cases)('agrees with the reference: $name', ({ input, expect: expected }) => {
    const arms = { action: momentsFromSums(input.treatment), holdout: momentsFromSums(input.control) };
    const reference = {
      estimate: expected.diff,
      standardError: expected.se,
      degreesOfFreedom: expected.df,
      interval: { lower: expected.ci[0], upper: expected.ci[1] },
      pValue: expected.p,
    };
    expect(firstMismatch(twoMeans(arms, input.alpha), reference, tol)).toBe(undefined);
  });

  it('changes its sign when the arms are swapped', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const forward = twoMeans({ action: momentsOf(a), holdout: momentsOf(b) });
        const backward = twoMeans({ action: momentsOf(b), holdout: momentsOf(a) });
        if (forward.kind === 'unavailable' || backward.kind === 'unavailable') {
          expect(backward).toEqual(forward);
          return;
        }
        expect(firstMismatch(negateInterval(backward.interval), forward.interval, 1e-12)).toBe(undefined);
        expect(backward.pValue).toBeCloseTo(forward.pValue, 12);
      }),
    );
  });

  it('does not change when a constant is added to every unit', () => {
    fc.assert(
      fc.property(sample, sample, fc.integer({ min: -1000, max: 1000 }), (a, b, constant) => {
        const plain = twoMeans({ action: momentsOf(a), holdout: momentsOf(b) });
        const shift = (value: number) => value + constant;
        const shifted = twoMeans({ action: momentsOf(a.map(shift)), holdout: momentsOf(b.map(shift)) });
        if (plain.kind === 'unavailable') return;
        expect(firstMismatch(shifted, plain, 1e-9)).toBe(undefined);
      }),
    );
  });

  it('says why there is none', () => {
    const some = momentsOf([1, 2]);
    const constant = momentsOf([3, 3]);
    const tooFew = { kind: 'unavailable', reason: 'too_few_units' };
    expect(twoMeans({ action: NO_MOMENTS, holdout: some })).toEqual(tooFew);
    expect(twoMeans({ action: some, holdout: momentsOf([1]) })).toEqual(tooFew);
    expect(twoMeans({ action: constant, holdout: constant })).toEqual({ kind: 'unavailable', reason: 'zero_variance' });
    expect(twoMeans({ action: some, holdout: constant }).kind).toBe('estimated');
    expect(() => twoMeans({ action: some, holdout: some }, 1)).toThrow(RangeError);
  });
});
