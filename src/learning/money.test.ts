import { describe, expect, it } from 'vitest';
import { type Money, type MoneyTerms, moneyByThreshold } from './money.ts';

// Ten units by falling probability; those with the outcome are the first, second, fourth and eighth.
const probability = [0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];
const outcome = [1, 1, 0, 1, 0, 0, 0, 1, 0, 0];
const TERMS: MoneyTerms = { valuePerSuccess: 100, costPerAction: 30, capacity: null };

function estimated(money: Money): Extract<Money, { kind: 'estimated' }> {
  if (money.kind !== 'estimated') throw new Error(money.reason);
  return money;
}

describe('lift and gain in money', () => {
  it('act from the threshold that brings most', () => {
    // By hand: net after k actions is 70, 140, 110, 180, 150, 120, 90, 160, 130, 100.
    const money = estimated(moneyByThreshold({ probability, outcome }, TERMS));
    expect(money.points.map(({ net }) => net)).toEqual([0, 70, 140, 110, 180, 150, 120, 90, 160, 130, 100]);
    expect(money.best).toMatchObject({ threshold: 0.7, acted: 4, successes: 3, gain: 0.75, net: 180 });
    expect(money.best.lift).toBeCloseTo(0.75 / 0.4, 12);
    expect(money.netAtRandom).toBeCloseTo(4 * (40 - 30), 12);
    expect(money.breakEven).toBeCloseTo(0.3, 12);
  });

  it('keep to the capacity', () => {
    const money = estimated(moneyByThreshold({ probability, outcome }, { ...TERMS, capacity: 3 }));
    expect(money.best).toMatchObject({ acted: 2, net: 140 });
    expect(money.points).toHaveLength(4);
  });

  it('act on nobody where acting never pays', () => {
    const money = estimated(moneyByThreshold({ probability, outcome }, { ...TERMS, costPerAction: 101 }));
    expect(money.best).toMatchObject({ threshold: null, acted: 0, net: 0 });
  });

  it('reach units of one probability together or not at all', () => {
    const tied = { probability: [0.9, 0.5, 0.5, 0.5], outcome: [1, 1, 0, 1] };
    const money = estimated(moneyByThreshold(tied, { ...TERMS, capacity: 2 }));
    expect(money.points.map(({ acted }) => acted)).toEqual([0, 1]);
  });

  it('give a range around the net that follows the range of the share', () => {
    // Wilson's 95 % interval of 3 in 4 is 0.3006 to 0.9544 (statsmodels 0.14, proportion_confint, method wilson).
    const { netRange } = estimated(moneyByThreshold({ probability, outcome }, TERMS)).best;
    expect(netRange.lower).toBeCloseTo(4 * (100 * 0.3006418 - 30), 2);
    expect(netRange.upper).toBeCloseTo(4 * (100 * 0.9544127 - 30), 2);
  });

  it('thin long curves but keep the best point and both ends', () => {
    const many = Array.from({ length: 5000 }, (_, i) => i / 5000);
    const money = estimated(
      moneyByThreshold({ probability: many, outcome: many.map((p) => (p > 0.77 ? 1 : 0)) }, TERMS, 50),
    );
    expect(money.points.length).toBeLessThanOrEqual(50);
    expect(money.points).toContain(money.best);
    expect(money.points.at(-1)?.acted).toBe(5000);
    expect(money.points[0]?.acted).toBe(0);
  });

  it('refuse what is no probability, and terms that make no sense', () => {
    expect(moneyByThreshold({ probability: [2], outcome: [1] }, TERMS)).toEqual({
      kind: 'unavailable',
      reason: 'not_probabilities',
    });
    expect(() => moneyByThreshold({ probability, outcome }, { ...TERMS, costPerAction: -1 })).toThrow(RangeError);
  });
});
