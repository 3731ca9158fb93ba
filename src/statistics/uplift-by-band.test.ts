import { describe, expect, it } from 'vitest';
import uplift from '../../test/vectors/outcome/uplift.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { compareBands, upliftByBand } from './uplift-by-band.ts';

const { tol, cases } = uplift.bands;

describe('uplift by band', () => {
  it.each(cases)('agrees with the reference', ({ input, expect: expected }) => {
    const result = upliftByBand({ score: input.score, action: input.w, outcome: input.y }, { bands: input.k });
    const wanted = {
      kind: 'estimated',
      bands: expected.bands.map(
        ({ band, nT, nC, rateT, rateC, uplift: estimate, se, ci: [lower, upper], meanScore }) => ({
          band,
          action: { count: nT, mean: rateT },
          holdout: { count: nC, mean: rateC },
          meanScore,
          uplift: { estimate, standardError: se, interval: { lower, upper } },
        }),
      ),
      heterogeneity: {
        kind: 'tested',
        pooled: expected.pooled,
        q: expected.Q,
        degreesOfFreedom: expected.Qdf,
        pValue: expected.Qp,
        trend: { estimate: expected.trend, standardError: expected.trendSe, pValue: expected.trendP },
      },
    };
    expect(firstMismatch(result, wanted, tol)).toBe(undefined);
  });

  it('forms fewer bands until each holds enough units of both arms', () => {
    const [first] = cases;
    if (first === undefined) throw new Error('the reference has a case');
    const { score, w: action, y: outcome } = first.input;
    const result = upliftByBand({ score, action, outcome }, { bands: 10, minUnitsPerArm: 40 });
    if (result.kind !== 'estimated') throw new Error(result.reason);
    expect(result.bands.length).toBeLessThan(10);
    expect(result.bands.every((band) => band.action.count >= 40 && band.holdout.count >= 40)).toBe(true);
    expect(result.bands.reduce((sum, band) => sum + band.action.count + band.holdout.count, 0)).toBe(score.length);
  });

  it('one band, or a band in which nothing varies, is not tested for differences', () => {
    const arm = { count: 10, mean: 0.5, squaredDeviations: 2.5 };
    const still = { count: 10, mean: 0, squaredDeviations: 0 };
    const band = { action: arm, holdout: arm, meanScore: 0.5 };
    expect(compareBands([band])).toMatchObject({ heterogeneity: { kind: 'not_tested', reason: 'one_band' } });
    const mixed = compareBands([band, { action: still, holdout: still, meanScore: 0.1 }]);
    expect(mixed).toMatchObject({ heterogeneity: { kind: 'not_tested', reason: 'band_without_variance' } });
  });

  it('says why there is no estimate', () => {
    const nobody = { score: [], action: [], outcome: [] };
    expect(upliftByBand(nobody, { bands: 3 })).toMatchObject({ reason: 'too_few_units' });
    const oneArm = { score: [1, 2, 3], action: [1, 1, 1], outcome: [0, 1, 0] };
    expect(upliftByBand(oneArm, { bands: 3 })).toMatchObject({ reason: 'too_few_units' });
    const broken = { score: [1, Number.NaN], action: [0, 1], outcome: [0, 1] };
    expect(upliftByBand(broken, { bands: 1 })).toMatchObject({ reason: 'not_finite' });
    expect(() => upliftByBand(oneArm, { bands: 0 })).toThrow(RangeError);
  });
});
