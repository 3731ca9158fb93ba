import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/outcome/ab.json' with { type: 'json' };
import { type CoMoments, coMomentsOf, momentsOfY, NO_CO_MOMENTS } from './co-moments.ts';
import { cuped } from './cuped.ts';
import { firstMismatch } from './first-mismatch.ts';
import { negateInterval } from './interval.ts';
import { twoMeans } from './two-means.ts';

const { cases, tol } = vectors.cuped;

function armOf({ x, y, w }: (typeof cases)[number]['input'], arm: number): CoMoments {
  return coMomentsOf(x.map((value, i) => [value, y[i] ?? Number.NaN] as const).filter((_, i) => w[i] === arm));
}

const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 })), {
  minLength: 2,
  maxLength: 20,
});

describe('difference of two means with a covariate', () => {
  it.each(cases)('agrees with the reference: $name', ({ input, expect: expected }) => {
    const actual = cuped({ action: armOf(input, 1), holdout: armOf(input, 0) }, input.alpha);
    const reference = {
      theta: expected.theta,
      correlation: expected.corr,
      adjustedMean: { action: expected.adjMeanT, holdout: expected.adjMeanC },
      estimate: expected.diff,
      standardError: expected.se,
      degreesOfFreedom: expected.df,
      interval: { lower: expected.ci[0], upper: expected.ci[1] },
      raw: { estimate: expected.rawDiff, standardError: expected.rawSe },
      varianceReduction: expected.varianceReduction,
    };
    expect(firstMismatch(actual, reference, tol)).toBe(undefined);
  });

  it('changes its sign when the arms are swapped', () => {
    fc.assert(
      fc.property(pairs, pairs, (a, b) => {
        const forward = cuped({ action: coMomentsOf(a), holdout: coMomentsOf(b) });
        const backward = cuped({ action: coMomentsOf(b), holdout: coMomentsOf(a) });
        if (forward.kind === 'unavailable' || backward.kind === 'unavailable') return;
        expect(firstMismatch(negateInterval(backward.interval), forward.interval, 1e-5)).toBe(undefined);
      }),
    );
  });

  it('is the plain difference when the covariate does not vary', () => {
    const constant = (values: number[]) => coMomentsOf(values.map((y) => [5, y] as const));
    const arms = { action: constant([1, 2, 4]), holdout: constant([3, 3, 9]) };
    const plain = twoMeans({ action: momentsOfY(arms.action), holdout: momentsOfY(arms.holdout) });
    expect(cuped(arms)).toMatchObject({ ...plain, theta: 0, correlation: null, varianceReduction: 0 });
  });

  it('says why there is none', () => {
    const some = coMomentsOf([
      [1, 2],
      [2, 7],
    ]);
    const constant = coMomentsOf([
      [1, 2],
      [1, 2],
    ]);
    expect(cuped({ action: some, holdout: NO_CO_MOMENTS })).toEqual({ kind: 'unavailable', reason: 'too_few_units' });
    expect(cuped({ action: constant, holdout: constant })).toEqual({ kind: 'unavailable', reason: 'zero_variance' });
  });
});
