import { describe, expect, it } from 'vitest';
import plan from '../../test/vectors/outcome/plan.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { survivalAt, survivalDifference } from './kaplan-meier.ts';

describe('kaplan-meier', () => {
  it.each(plan.kaplanMeier.cases)('agrees with the reference', ({ input, expect: expected }) => {
    const { tol } = plan.kaplanMeier;
    const holdout = survivalAt(input.control, input.horizon);
    const action = survivalAt(input.treatment, input.horizon);
    const difference = survivalDifference(input.treatment, input.control, input.horizon);
    expect(firstMismatch(holdout, { survival: expected.sC, variance: expected.varC }, tol)).toBe(undefined);
    expect(firstMismatch(action, { survival: expected.sT, variance: expected.varT }, tol)).toBe(undefined);
    const [lower, upper] = expected.ci;
    const wanted = { estimate: expected.diff, standardError: expected.se, interval: { lower, upper } };
    expect(firstMismatch(difference, wanted, tol)).toBe(undefined);
  });

  it('without open windows it is the plain share', () => {
    const followUp = { time: [10, 20, 40, 40, 40], event: [1, 1, 0, 0, 0] };
    expect(survivalAt(followUp, 30)).toMatchObject({ survival: expect.closeTo(0.6, 12), atRisk: 3 });
  });

  it('says why there is no estimate', () => {
    expect(survivalAt({ time: [], event: [] }, 30)).toMatchObject({ reason: 'no_units' });
    expect(survivalAt({ time: [5, 10], event: [1, 0] }, 30)).toMatchObject({ reason: 'not_followed_to_horizon' });
    expect(survivalAt({ time: [30, 30], event: [1, 1] }, 30)).toMatchObject({ reason: 'nobody_left' });
    const still = { time: [40, 40], event: [0, 0] };
    expect(survivalDifference(still, still, 30)).toMatchObject({ arm: 'both', reason: 'no_events' });
    expect(survivalAt({ time: [Number.NaN], event: [1] }, 30)).toMatchObject({ reason: 'not_finite' });
    const open = { time: [40, 40], event: [0, 0] };
    expect(survivalDifference(open, { time: [], event: [] }, 30)).toMatchObject({ arm: 'holdout', reason: 'no_units' });
  });

  it('refuses columns of different length', () => {
    expect(() => survivalAt({ time: [1, 2], event: [1] }, 30)).toThrow(RangeError);
  });
});
