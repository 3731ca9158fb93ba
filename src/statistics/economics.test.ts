import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import plan from '../../test/vectors/outcome/plan.json' with { type: 'json' };
import { type EconomicsInput, economics } from './economics.ts';
import { firstMismatch } from './first-mismatch.ts';

type Vector = (typeof plan.economics.cases)[number];

function inputOf({ input, expect: expected }: Vector): EconomicsInput {
  const { valuePerOutcome, costPerAction, reach, fixedCost, unitsTreated } = input;
  const standardError = Math.sqrt(input.varT / input.nT + input.varC / input.nC);
  const effect = { estimate: input.meanT - input.meanC, standardError };
  expect(firstMismatch(effect, { estimate: expected.uplift, standardError: expected.se }, 1e-12)).toBe(undefined);
  return { effect, valuePerOutcome, costPerAction, reach, fixedCost, unitsTreated };
}

function limits([lower, upper]: readonly number[]): { lower: number | undefined; upper: number | undefined } {
  return { lower, upper };
}

const churn: EconomicsInput = {
  effect: { estimate: 0.026, standardError: 0.0116 },
  valuePerOutcome: 900,
  costPerAction: 12,
  reach: 0.9,
  fixedCost: 5000,
  unitsTreated: 4000,
};

function estimated(input: EconomicsInput) {
  const result = economics(input);
  if (result.kind !== 'estimated') throw new Error('there are units');
  return result;
}

describe('economics', () => {
  it.each(plan.economics.cases)('agrees with the reference: $name', (vector) => {
    const { expect: expected } = vector;
    const { costPerOutcomeCi: set } = expected;
    const wanted = {
      netPerUnit: { estimate: expected.netPerUnit, interval: limits(expected.netPerUnitCi) },
      netTotal: { estimate: expected.netTotal, interval: limits(expected.netTotalCi) },
      chancePays: expected.pNetPositive,
      breakEven: {
        effectPerAssigned: expected.breakevenUplift,
        effectPerActedOn: expected.breakevenUplift / vector.input.reach,
        valuePerOutcome: expected.breakevenValue,
        costPerAction: expected.breakevenCostPerAction,
      },
      returnOnInvestment: expected.roi,
      costPerOutcome: {
        point: expected.costPerOutcome,
        set:
          set.kind === 'interval'
            ? { kind: set.kind, interval: { lower: set.lo, upper: set.hi } }
            : { kind: set.kind, atLeast: set.atLeast },
      },
    };
    expect(firstMismatch(economics(inputOf(vector)), wanted, plan.economics.tol)).toBe(undefined);
  });

  it('scaling money scales net and leaves chance and break-even effect as they are', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1000, noNaN: true }), (factor) => {
        const scaled = estimated({
          ...churn,
          valuePerOutcome: churn.valuePerOutcome * factor,
          costPerAction: churn.costPerAction * factor,
          fixedCost: churn.fixedCost * factor,
        });
        const plain = estimated(churn);
        expect(scaled.netTotal.interval.lower / factor).toBeCloseTo(plain.netTotal.interval.lower, 6);
        expect(scaled.chancePays).toBeCloseTo(plain.chancePays, 12);
        expect(scaled.breakEven.effectPerActedOn).toBeCloseTo(plain.breakEven.effectPerActedOn ?? Number.NaN, 12);
      }),
    );
  });

  it('the break-even figures bring the total to zero', () => {
    const { breakEven } = estimated(churn);
    const { effectPerAssigned, valuePerOutcome, costPerAction } = breakEven;
    if (effectPerAssigned === null || valuePerOutcome === null || costPerAction === null) throw new Error('all exist');
    const atEffect = estimated({ ...churn, effect: { estimate: effectPerAssigned, standardError: 0.01 } });
    expect(atEffect.netTotal.estimate).toBeCloseTo(0, 6);
    expect(estimated({ ...churn, valuePerOutcome }).netTotal.estimate).toBeCloseTo(0, 6);
    expect(estimated({ ...churn, costPerAction }).netTotal.estimate).toBeCloseTo(0, 6);
  });

  it('an uncertain value widens the interval', () => {
    const wide = estimated({ ...churn, valueStandardError: 60 });
    expect(wide.netPerUnit.standardError).toBeCloseTo(Math.hypot(0.026 * 60, 900 * 0.0116), 10);
  });

  it('what does not exist is null, and no units is a reason', () => {
    expect(estimated({ ...churn, reach: 0, fixedCost: 0 }).returnOnInvestment).toBe(null);
    expect(estimated({ ...churn, reach: 0 }).breakEven).toMatchObject({ effectPerActedOn: null, costPerAction: null });
    expect(estimated({ ...churn, valuePerOutcome: 0 }).breakEven.effectPerAssigned).toBe(null);
    expect(economics({ ...churn, unitsTreated: 0 })).toEqual({ kind: 'unavailable', reason: 'no_units' });
  });

  it('an exactly known effect pays or does not', () => {
    expect(estimated({ ...churn, effect: { estimate: 0.5, standardError: 0 } }).chancePays).toBe(1);
    expect(estimated({ ...churn, effect: { estimate: 0, standardError: 0 } }).chancePays).toBe(0);
  });

  it('refuses numbers that are not money or shares', () => {
    expect(() => economics({ ...churn, costPerAction: -1 })).toThrow(RangeError);
    expect(() => economics({ ...churn, reach: 1.5 })).toThrow(RangeError);
    expect(() => economics({ ...churn, effect: { estimate: Number.NaN, standardError: 1 } })).toThrow(RangeError);
  });
});
