import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/outcome/ab.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { negateInterval } from './interval.ts';
import { momentsOf, momentsOfEvents, NO_MOMENTS } from './moments.ts';
import { stratifiedDifference } from './stratified-difference.ts';
import { twoMeans } from './two-means.ts';

const { cases, tol } = vectors.stratified;
const moments = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 10 }).map(momentsOf);
const someStrata = fc.array(fc.record({ name: fc.string(), action: moments, holdout: moments }), { minLength: 1 });

describe('difference within strata', () => {
  it.each(cases)('agrees with the reference', ({ input, expect: expected }) => {
    const strata = input.strata.map(({ name, nT, xT, nC, xC }) => ({
      name,
      action: momentsOfEvents({ units: nT, events: xT }),
      holdout: momentsOfEvents({ units: nC, events: xC }),
    }));
    const reference = {
      estimate: expected.est,
      standardError: expected.se,
      interval: { lower: expected.ci[0], upper: expected.ci[1] },
    };
    expect(firstMismatch(stratifiedDifference(strata, input.alpha), reference, tol)).toBe(undefined);
  });

  it('changes its sign when the arms are swapped', () => {
    fc.assert(
      fc.property(someStrata, (strata) => {
        const forward = stratifiedDifference(strata);
        const backward = stratifiedDifference(
          strata.map(({ name, action, holdout }) => ({ name, action: holdout, holdout: action })),
        );
        if (forward.kind === 'unavailable' || backward.kind === 'unavailable') {
          expect(backward).toEqual(forward);
          return;
        }
        expect(firstMismatch(negateInterval(backward.interval), forward.interval, 1e-12)).toBe(undefined);
      }),
    );
  });

  it('of one stratum is the plain difference', () => {
    const arms = { action: momentsOf([1, 4, 9]), holdout: momentsOf([2, 3, 1]) };
    const plain = twoMeans(arms);
    if (plain.kind === 'unavailable') throw new Error(plain.reason);
    const { estimate, standardError } = plain;
    expect(stratifiedDifference([{ name: 'all', ...arms }])).toMatchObject({ estimate, standardError });
  });

  it('says why there is none', () => {
    const full = { name: 'full', action: momentsOf([1, 2]), holdout: momentsOf([1, 2]) };
    const thin = { name: 'thin', action: momentsOf([1, 2]), holdout: NO_MOMENTS };
    const flat = { name: 'flat', action: momentsOf([1, 1]), holdout: momentsOf([1, 1]) };
    expect(stratifiedDifference([full, thin])).toEqual({
      kind: 'unavailable',
      reason: 'too_few_units',
      stratum: 'thin',
    });
    expect(stratifiedDifference([])).toEqual({ kind: 'unavailable', reason: 'no_strata' });
    expect(stratifiedDifference([flat])).toEqual({ kind: 'unavailable', reason: 'zero_variance' });
  });
});
