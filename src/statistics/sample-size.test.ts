import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import plan from '../../test/vectors/outcome/plan.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import {
  detectableEffectForMean,
  detectableEffectForProportion,
  type MeanDesign,
  type ProportionDesign,
  powerForMean,
  powerForProportion,
  sampleSizeForMean,
  sampleSizeForProportion,
} from './sample-size.ts';

const { tol, proportion, mean } = plan.sampleSize;

const churn: ProportionDesign = {
  baseRate: 0.12,
  direction: 'down',
  holdoutShare: 0.2,
  reach: 0.9,
  alpha: 0.04,
  power: 0.8,
};
const revenue: MeanDesign = { standardDeviation: 35, holdoutShare: 0.2, reach: 0.8, alpha: 0.05, power: 0.8 };

describe('sample size', () => {
  it.each(proportion)('agrees with the reference for a rate: $input', ({ input, expect: expected }) => {
    const { p0, effectOnReached, ...design } = input;
    const full: ProportionDesign = { ...design, baseRate: p0, direction: 'down' };
    const size = sampleSizeForProportion(full, effectOnReached);
    const atCeil = powerForProportion(full, effectOnReached, expected.nCeil);
    const detectable = detectableEffectForProportion(full, expected.nTotal);
    expect(firstMismatch(size, { kind: 'planned', unitsExact: expected.nTotal, units: expected.nCeil }, tol)).toBe(
      undefined,
    );
    expect(firstMismatch(atCeil, { kind: 'power', power: expected.powerAtCeil }, tol)).toBe(undefined);
    expect(firstMismatch(detectable, { kind: 'detectable', effectOnReached: expected.mdeAtN }, tol)).toBe(undefined);
  });

  it.each(mean)('agrees with the reference for a mean: $input', ({ input, expect: expected }) => {
    const { sd, delta, rho, ...design } = input;
    const full: MeanDesign = { ...design, standardDeviation: sd, rSquared: rho ** 2, reach: 1 };
    const size = sampleSizeForMean(full, delta);
    expect(firstMismatch(size, { kind: 'planned', unitsExact: expected.nTotal }, tol)).toBe(undefined);
  });

  it('reach enters squared for a mean', () => {
    const full = sampleSizeForMean({ ...revenue, reach: 1 }, 2);
    const half = sampleSizeForMean({ ...revenue, reach: 0.5 }, 2);
    if (full.kind !== 'planned' || half.kind !== 'planned') throw new Error('both plans are possible');
    expect(half.unitsExact / full.unitsExact).toBeCloseTo(4, 10);
  });

  it('covariates shrink and clustering inflates the number of units in proportion', () => {
    const plain = sampleSizeForProportion(churn, 0.02);
    const adjusted = sampleSizeForProportion({ ...churn, rSquared: 0.25, designEffect: 2 }, 0.02);
    if (plain.kind !== 'planned' || adjusted.kind !== 'planned') throw new Error('both plans are possible');
    expect(adjusted.unitsExact / plain.unitsExact).toBeCloseTo(1.5, 12);
  });

  it('the detectable effect, the size and the power undo one another', () => {
    const designs = fc.record({
      baseRate: fc.double({ min: 0.05, max: 0.9, noNaN: true }),
      holdoutShare: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      reach: fc.double({ min: 0.2, max: 1, noNaN: true }),
      direction: fc.constantFrom('up' as const, 'down' as const),
    });
    fc.assert(
      fc.property(designs, fc.integer({ min: 20_000, max: 1_000_000 }), (design, units) => {
        const full: ProportionDesign = { ...design, alpha: 0.05, power: 0.8 };
        const effect = detectableEffectForProportion(full, units);
        fc.pre(effect.kind === 'detectable');
        const size = sampleSizeForProportion(full, effect.effectOnReached);
        const power = powerForProportion(full, effect.effectOnReached, units);
        if (size.kind !== 'planned' || power.kind !== 'power') throw new Error('the effect is possible');
        expect(size.unitsExact / units).toBeCloseTo(1, 8);
        // The two-sided power counts the wrong tail too, about one in a million.
        expect(power.power).toBeCloseTo(0.8, 5);
      }),
    );
    const effect = detectableEffectForMean(revenue, 20_000);
    if (effect.kind !== 'detectable') throw new Error('the effect is possible');
    expect(powerForMean(revenue, effect.effectOnReached, 20_000)).toMatchObject({ power: expect.closeTo(0.8, 5) });
  });

  it('says why no number of units can answer', () => {
    expect(sampleSizeForProportion({ ...churn, reach: 0 }, 0.02)).toMatchObject({ reason: 'nobody_reached' });
    expect(sampleSizeForProportion({ ...churn, holdoutShare: 0 }, 0.02)).toMatchObject({ reason: 'one_arm_empty' });
    expect(sampleSizeForProportion(churn, 0)).toMatchObject({ reason: 'effect_is_zero' });
    expect(sampleSizeForProportion(churn, 0.2)).toMatchObject({ reason: 'effect_exceeds_base_rate' });
    expect(detectableEffectForProportion(churn, 20)).toMatchObject({ reason: 'effect_exceeds_base_rate' });
    expect(detectableEffectForMean(revenue, 0)).toMatchObject({ reason: 'no_units' });
  });

  it('refuses shares that are no shares', () => {
    expect(() => sampleSizeForProportion({ ...churn, reach: 1.2 }, 0.02)).toThrow(RangeError);
    expect(() => sampleSizeForProportion({ ...churn, alpha: 0 }, 0.02)).toThrow(RangeError);
    expect(() => sampleSizeForProportion(churn, -0.02)).toThrow(RangeError);
  });
});
