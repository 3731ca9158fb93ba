import { describe, expect, it } from 'vitest';
import plan from '../../test/vectors/outcome/plan.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { kpiContribution } from './kpi-contribution.ts';

describe('kpi contribution', () => {
  it.each(plan.kpi.cases)('agrees with the reference', ({ input, expect: expected }) => {
    const { uplift, seUplift, ...rest } = input;
    const result = kpiContribution({ ...rest, effect: { estimate: uplift, standardError: seUplift } });
    const [lower, upper] = expected.ci;
    const wanted = {
      kind: 'estimated',
      estimate: expected.contribution,
      interval: { lower, upper },
      shareOfTarget: expected.shareOfTarget,
    };
    expect(firstMismatch(result, wanted, 1e-12)).toBe(undefined);
  });

  it('counts the same towards a KPI that should rise', () => {
    const effect = { estimate: 0.02, standardError: 0.005 };
    const goal = { population: 1000, unitsActed: 500, effect };
    const rising = kpiContribution({ ...goal, baseline: 0.3, target: 0.32 });
    const falling = kpiContribution({ ...goal, baseline: 0.3, target: 0.28 });
    expect(firstMismatch(rising, falling, 1e-12)).toBe(undefined);
    expect(rising).toMatchObject({ shareOfTarget: expect.closeTo(0.5, 10) });
  });

  it('has no share of a target that is the baseline, and none of an empty population', () => {
    const effect = { estimate: 0.02, standardError: 0.005 };
    const still = { population: 1000, unitsActed: 500, effect, baseline: 0.3, target: 0.3 };
    expect(kpiContribution(still)).toMatchObject({ kind: 'estimated', shareOfTarget: null, shareInterval: null });
    expect(kpiContribution({ ...still, population: 0 })).toMatchObject({ reason: 'empty_population' });
  });
});
