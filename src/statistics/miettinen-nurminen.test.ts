import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/outcome/ab.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { scoreTest } from './miettinen-nurminen.ts';

const { cases, tol } = vectors.twoProportions;
const count = ({ x, n }: { x: number; n: number }) => ({ units: n, events: x });

describe('score test of two rates', () => {
  it.each(cases)('agrees with the reference: $name', ({ input, expect: expected }) => {
    const actual = scoreTest({ action: count(input.treatment), holdout: count(input.control) }, input.alpha);
    const reference = {
      z: expected.mnZ,
      pValue: expected.mnP,
      interval: { lower: expected.mn[0], upper: expected.mn[1] },
    };
    expect(firstMismatch(actual, reference, tol)).toBe(undefined);
    expect(Math.abs(actual.pValue / expected.mnP - 1)).toBeLessThan(tol);
  });

  it('reproduces the published interval of 10/10 against 0/20: 0.7156 to 1 (Newcombe 1998, as tested by the R package cicalc)', () => {
    const { interval } = scoreTest({ action: { units: 10, events: 10 }, holdout: { units: 20, events: 0 } });
    expect(interval.lower.toFixed(4)).toBe('0.7156');
    expect(interval.upper).toBeCloseTo(1, 14);
  });

  it('reaches the end of the scale when one arm has all events and the other none', () => {
    const { interval } = scoreTest({ action: { units: 3, events: 3 }, holdout: { units: 4, events: 0 } });
    expect(interval.upper).toBeCloseTo(1, 12);
    expect(interval.lower).toBeGreaterThan(0);
  });

  it('finds no evidence where nothing happened', () => {
    const test = scoreTest({ action: { units: 30, events: 0 }, holdout: { units: 40, events: 0 } });
    expect(test).toMatchObject({ z: 0, pValue: 1 });
    expect(test.interval.lower).toBeLessThan(0);
    expect(test.interval.upper).toBeGreaterThan(0);
  });
});
