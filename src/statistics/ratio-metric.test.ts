import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/outcome/ab.json' with { type: 'json' };
import { type CoMoments, coMomentsOf, NO_CO_MOMENTS } from './co-moments.ts';
import { firstMismatch } from './first-mismatch.ts';
import { negateInterval } from './interval.ts';
import { ratioMetric } from './ratio-metric.ts';

const { cases, tol } = vectors.ratioMetric;

function armOf({ num, den }: { num: number[]; den: number[] }): CoMoments {
  return coMomentsOf(den.map((denominator, i) => [denominator, num[i] ?? Number.NaN] as const));
}

const arm = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 500 })), { minLength: 2, maxLength: 20 })
  .map(coMomentsOf);

describe('difference of two ratios', () => {
  it.each(cases)('agrees with the reference: $name', ({ input, expect: expected }) => {
    const actual = ratioMetric({ action: armOf(input.treatment), holdout: armOf(input.control) }, input.alpha);
    const reference = {
      estimate: expected.diff,
      standardError: expected.se,
      interval: { lower: expected.ciNormal[0], upper: expected.ciNormal[1] },
      pValue: expected.p,
      action: { estimate: expected.ratioT, standardError: Math.sqrt(expected.varT) },
      holdout: { estimate: expected.ratioC, standardError: Math.sqrt(expected.varC) },
      relative: {
        estimate: expected.rel,
        standardError: expected.relSe,
        interval: { lower: expected.relCi[0], upper: expected.relCi[1] },
      },
    };
    expect(firstMismatch(actual, reference, tol)).toBe(undefined);
  });

  it('changes its sign when the arms are swapped', () => {
    fc.assert(
      fc.property(arm, arm, (a, b) => {
        const forward = ratioMetric({ action: a, holdout: b });
        const backward = ratioMetric({ action: b, holdout: a });
        if (forward.kind === 'unavailable' || backward.kind === 'unavailable') {
          expect(backward).toEqual(forward);
          return;
        }
        expect(firstMismatch(negateInterval(backward.interval), forward.interval, 1e-12)).toBe(undefined);
      }),
    );
  });

  it('says why there is none', () => {
    const some = coMomentsOf([
      [1, 2],
      [2, 3],
    ]);
    const noDenominator = coMomentsOf([
      [0, 2],
      [0, 3],
    ]);
    const exact = coMomentsOf([
      [1, 2],
      [2, 4],
    ]);
    const reasonOf = (action: CoMoments, holdout: CoMoments) => ratioMetric({ action, holdout });
    expect(reasonOf(some, NO_CO_MOMENTS)).toEqual({ kind: 'unavailable', reason: 'too_few_units' });
    expect(reasonOf(noDenominator, some)).toEqual({ kind: 'unavailable', reason: 'zero_denominator' });
    expect(reasonOf(exact, exact)).toEqual({ kind: 'unavailable', reason: 'zero_variance' });
  });
});
