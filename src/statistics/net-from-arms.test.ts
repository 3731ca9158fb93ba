import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import plan from '../../test/vectors/outcome/plan.json' with { type: 'json' };
import { coMomentsOf } from './co-moments.ts';
import { firstMismatch } from './first-mismatch.ts';
import { momentsFromVariance, momentsOf } from './moments.ts';
import { netFromArms, netMoments } from './net-from-arms.ts';

/** Outcome and cost of nine units of an action arm. */
const UNITS = [
  [0, 12],
  [1, 12],
  [1, 15],
  [0, 0],
  [1, 9],
  [1, 12],
  [0, 20],
  [1, 0],
  [1, 12],
] as const;

describe('net from arms', () => {
  it('the moments of net per unit follow from those of outcome and cost', () => {
    const direct = momentsOf(UNITS.map(([outcome, cost]) => 30 * outcome - cost));
    expect(firstMismatch(netMoments(30, coMomentsOf(UNITS)), direct, 1e-12)).toBe(undefined);
  });

  it.each(plan.economics.cases)(
    'with a constant cost it agrees with the reference up to Student t: $name',
    (vector) => {
      const { input, expect: expected } = vector;
      const value = input.valuePerOutcome;
      const action = momentsFromVariance(input.nT, input.meanT * value, input.varT * value ** 2);
      const holdout = momentsFromVariance(input.nC, input.meanC * value, input.varC * value ** 2);
      const cost = input.costPerAction * input.reach;
      const result = netFromArms({ action: { ...action, mean: action.mean - cost }, holdout }, input);
      const wanted = {
        kind: 'estimated',
        netPerUnit: { estimate: expected.netPerUnit, standardError: expected.se * value },
        netTotal: { estimate: expected.netTotal },
      };
      expect(firstMismatch(result, wanted, 1e-9)).toBe(undefined);
      expect(result).toMatchObject({ chancePays: expect.closeTo(expected.pNetPositive, 3) });
    },
  );

  it('scaling money scales net, and swapping the arms turns its sign', () => {
    const arm = fc.record({
      count: fc.integer({ min: 2, max: 10_000 }),
      mean: fc.double({ min: -100, max: 100, noNaN: true }),
      squaredDeviations: fc.double({ min: 1, max: 1e6, noNaN: true }),
    });
    fc.assert(
      fc.property(arm, arm, fc.double({ min: 0.01, max: 100, noNaN: true }), (action, holdout, factor) => {
        const scale = { unitsTreated: 100, fixedCost: 0 };
        const scaled = (m: typeof action) => ({
          count: m.count,
          mean: m.mean * factor,
          squaredDeviations: m.squaredDeviations * factor ** 2,
        });
        const plain = netFromArms({ action, holdout }, scale);
        const large = netFromArms({ action: scaled(action), holdout: scaled(holdout) }, scale);
        const swapped = netFromArms({ action: holdout, holdout: action }, scale);
        if (plain.kind !== 'estimated' || large.kind !== 'estimated' || swapped.kind !== 'estimated') {
          throw new Error('all three have variance');
        }
        const { upper } = plain.netTotal.interval;
        expect(Math.abs(large.netTotal.interval.upper / factor - upper)).toBeLessThan(
          1e-7 * Math.max(1, Math.abs(upper)),
        );
        expect(swapped.netPerUnit.estimate).toBeCloseTo(-plain.netPerUnit.estimate, 10);
        expect(swapped.chancePays).toBeCloseTo(1 - plain.chancePays, 9);
      }),
    );
  });

  it('says why there is no estimate', () => {
    const arm = { count: 10, mean: 1, squaredDeviations: 9 };
    const scale = { unitsTreated: 10, fixedCost: 0 };
    const lonely = { ...arm, count: 1 };
    expect(netFromArms({ action: arm, holdout: lonely }, scale)).toMatchObject({ reason: 'too_few_units' });
    const still = { ...arm, squaredDeviations: 0 };
    expect(netFromArms({ action: still, holdout: still }, scale)).toMatchObject({ reason: 'zero_variance' });
    const nobody = { ...scale, unitsTreated: 0 };
    expect(netFromArms({ action: arm, holdout: arm }, nobody)).toMatchObject({ reason: 'no_units_treated' });
  });
});
