import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import plan from '../../test/vectors/outcome/plan.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { chainValue, explainValueGap, shapleyValues, type ValueChain } from './shapley.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const money = fc.double({ min: -1000, max: 1000, noNaN: true });
const chains = fc.record({
  population: fc.integer({ min: 0, max: 100_000 }),
  flagRate: share,
  reach: share,
  effect: fc.double({ min: -1, max: 1, noNaN: true }),
  targetingGain: fc.double({ min: -1, max: 1, noNaN: true }),
  value: money,
  cost: money,
  fixed: money,
});

function largestTerm(chain: ValueChain): number {
  return chain.population * 3000 + 1000;
}

describe('shapley', () => {
  it.each(plan.shapley.cases)('agrees with the reference', ({ input, expect: expected }) => {
    const result = explainValueGap(input.plan, input.actual);
    const { planned, actual, gap, byLink } = expected;
    expect(firstMismatch(result, { planned, actual, gap, byLink }, plan.shapley.tol)).toBe(undefined);
  });

  it('the parts add up to the gap', () => {
    fc.assert(
      fc.property(chains, chains, (planned, actual) => {
        const { gap, byLink } = explainValueGap(planned, actual);
        const sum = Object.values(byLink).reduce((total, part) => total + part, 0);
        expect(gap).toBe(chainValue(actual) - chainValue(planned));
        expect(Math.abs(sum - gap)).toBeLessThan(1e-10 * Math.max(largestTerm(planned), largestTerm(actual)));
      }),
    );
  });

  it('a link that went as planned gets nothing', () => {
    fc.assert(
      fc.property(chains, chains, (planned, actual) => {
        const { byLink } = explainValueGap(planned, { ...actual, reach: planned.reach, cost: planned.cost });
        expect(Math.abs(byLink.reach)).toBe(0);
        expect(Math.abs(byLink.cost)).toBe(0);
      }),
    );
  });

  it('swapping plan and actual turns every sign', () => {
    fc.assert(
      fc.property(chains, chains, (planned, actual) => {
        const forth = explainValueGap(planned, actual).byLink;
        const back = explainValueGap(actual, planned).byLink;
        const scale = Math.max(largestTerm(planned), largestTerm(actual));
        expect(Math.abs(forth.effect + back.effect)).toBeLessThan(1e-10 * scale);
        expect(Math.abs(forth.flagRate + back.flagRate)).toBeLessThan(1e-10 * scale);
      }),
    );
  });

  it('the glove game gives two thirds to the only left glove', () => {
    // Textbook game: player 0 holds the left glove, players 1 and 2 a right one each; a pair is worth 1.
    const values = shapleyValues(3, (isMember) => (isMember(0) && (isMember(1) || isMember(2)) ? 1 : 0));
    expect(firstMismatch(values, [2 / 3, 1 / 6, 1 / 6], 1e-15)).toBe(undefined);
  });

  it('refuses a chain with a hole and a game that is too large', () => {
    const chain = { population: 1, flagRate: 1, reach: 1, effect: 1, value: 1, cost: 1, fixed: 1 };
    expect(() => explainValueGap({ ...chain, effect: Number.NaN }, chain)).toThrow(RangeError);
    expect(() => shapleyValues(17, () => 0)).toThrow(RangeError);
  });
});
