import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/outcome/ab.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { containsValue } from './interval.ts';
import { wilsonInterval } from './wilson.ts';

const { cases, tol } = vectors.twoProportions;

describe("Wilson's interval", () => {
  it.each(cases)('agrees with the reference: $name', ({ input, expect: expected }) => {
    const limits = ({ x, n }: { x: number; n: number }) => {
      const { lower, upper } = wilsonInterval({ units: n, events: x }, input.alpha);
      return [lower, upper];
    };
    const actual = [limits(input.treatment), limits(input.control)];
    expect(firstMismatch(actual, [expected.wilsonT, expected.wilsonC], tol)).toBe(undefined);
  });

  it('stays within 0..1 and contains the observed rate', () => {
    const counts = fc.tuple(fc.nat(10_000), fc.nat(10_000)).filter(([events, others]) => events + others > 0);
    fc.assert(
      fc.property(counts, ([events, others]) => {
        const units = events + others;
        const interval = wilsonInterval({ units, events });
        expect(interval.lower).toBeGreaterThanOrEqual(0);
        expect(interval.upper).toBeLessThanOrEqual(1);
        expect(containsValue(interval, events / units)).toBe(true);
      }),
    );
  });

  it('of nothing is everything', () => {
    expect(wilsonInterval({ units: 0, events: 0 })).toEqual({ lower: 0, upper: 1 });
  });
});
