import { describe, expect, it } from 'vitest';
import uplift from '../../test/vectors/outcome/uplift.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { policyValue } from './off-policy.ts';

const { tol, cases } = uplift.offPolicy;

describe('off-policy value', () => {
  it.each(cases)('agrees with the reference', ({ input, expect: expected }) => {
    const result = policyValue({
      propensity: input.propensityAct,
      action: input.action,
      reward: input.reward,
      targetAction: input.targetAct,
      outcomeModel: { withAction: input.mu1, without: input.mu0 },
    });
    const wanted = {
      kind: 'estimated',
      ips: { estimate: expected.ips, standardError: expected.ipsSe },
      snips: { estimate: expected.snips, standardError: expected.snipsSe },
      dr: { estimate: expected.dr, standardError: expected.drSe },
      effectiveSampleSize: expected.ess,
      matched: expected.matched,
      canBeShown: false,
    };
    expect(firstMismatch(result, wanted, tol)).toBe(undefined);
  });

  it('the policy that was logged is worth the mean reward', () => {
    const reward = [3, 1, 4, 1, 5, 9, 2, 6];
    const propensity = reward.map(() => 0.5);
    const action = [1, 0, 1, 0, 1, 0, 1, 0];
    const result = policyValue({ propensity, action, reward, targetAction: propensity });
    if (result.kind !== 'estimated') throw new Error(result.reason);
    const mean = reward.reduce((sum, r) => sum + r, 0) / reward.length;
    expect(result.ips.estimate).toBeCloseTo(mean, 12);
    expect(result.snips.estimate).toBeCloseTo(mean, 12);
    expect(result.effectiveSampleSize).toBeCloseTo(reward.length, 12);
    expect(result.dr).toBe(null);
  });

  it('adding a constant to the reward adds it to the normalised and the doubly robust value', () => {
    const [first] = cases;
    if (first === undefined) throw new Error('the reference has a case');
    const { input } = first;
    const value = (shift: number) => {
      const result = policyValue({
        propensity: input.propensityAct,
        action: input.action,
        reward: input.reward.map((r) => r + shift),
        targetAction: input.targetAct,
        outcomeModel: { withAction: input.mu1.map((m) => m + shift), without: input.mu0.map((m) => m + shift) },
      });
      if (result.kind !== 'estimated' || result.dr === null) throw new Error('there is a model');
      return { snips: result.snips.estimate, dr: result.dr.estimate };
    };
    expect(value(100).snips - value(0).snips).toBeCloseTo(100, 8);
    expect(value(100).dr - value(0).dr).toBeCloseTo(100, 8);
  });

  it('a policy carried by few effective units is not shown', () => {
    const units = Array.from({ length: 1000 }, (_, i) => i);
    const log = {
      propensity: units.map(() => 0.5),
      action: units.map((i) => i % 2),
      reward: units.map((i) => i % 7),
    };
    const many = policyValue({ ...log, targetAction: units.map(() => 1) });
    const few = policyValue({ ...log, targetAction: units.map((i) => (i < 900 ? 1 - (i % 2) : 1)) });
    expect(many).toMatchObject({ canBeShown: true, matched: 500, largestWeight: 2 });
    expect(few).toMatchObject({ canBeShown: false, matched: 50 });
  });

  it('says why there is no estimate', () => {
    const log = { propensity: [0.5, 0.5], action: [1, 0], reward: [1, 2], targetAction: [1, 0] };
    expect(policyValue({ ...log, propensity: [0.5, 0] })).toMatchObject({ reason: 'propensity_outside_0_1' });
    expect(policyValue({ ...log, reward: [1, Number.NaN] })).toMatchObject({ reason: 'not_finite' });
    expect(policyValue({ ...log, targetAction: [0, 1] })).toMatchObject({ reason: 'policy_never_followed' });
    const nobody = { propensity: [], action: [], reward: [], targetAction: [] };
    expect(policyValue(nobody)).toMatchObject({ reason: 'too_few_units' });
    expect(() => policyValue({ ...log, reward: [1] })).toThrow(RangeError);
  });
});
