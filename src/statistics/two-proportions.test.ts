import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/outcome/ab.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { negateInterval } from './interval.ts';
import { twoProportions } from './two-proportions.ts';

const { cases, tol } = vectors.twoProportions;
const count = ({ x, n }: { x: number; n: number }) => ({ units: n, events: x });
const limits = (pair: readonly number[]) => ({ lower: pair[0], upper: pair[1] });
const counts = fc.tuple(fc.nat(300), fc.nat(300)).map(([events, others]) => ({ units: events + others + 1, events }));

describe('difference of two rates', () => {
  it.each(cases)('agrees with the reference: $name', ({ input, expect: expected }) => {
    const actual = twoProportions({ action: count(input.treatment), holdout: count(input.control) }, input.alpha);
    const reference = {
      estimate: expected.diff,
      interval: limits(expected.newcombe),
      wald: limits(expected.wald),
      score: { z: expected.mnZ, pValue: expected.mnP, interval: limits(expected.mn) },
      action: { interval: limits(expected.wilsonT) },
      holdout: { interval: limits(expected.wilsonC) },
      riskRatio: expected.katz
        ? { estimate: expected.riskRatio, interval: limits(expected.katz) }
        : { kind: 'unavailable', reason: 'arm_without_events' },
    };
    expect(firstMismatch(actual, reference, tol)).toBe(undefined);
  });

  it('changes its sign when the arms are swapped', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const forward = twoProportions({ action: a, holdout: b });
        const backward = twoProportions({ action: b, holdout: a });
        if (forward.kind === 'unavailable' || backward.kind === 'unavailable') throw new Error('no arm is empty');
        expect(firstMismatch(negateInterval(backward.interval), forward.interval, 1e-12)).toBe(undefined);
        expect(firstMismatch(negateInterval(backward.score.interval), forward.score.interval, 1e-9)).toBe(undefined);
        expect(backward.score.pValue).toBeCloseTo(forward.score.pValue, 12);
      }),
    );
  });

  it('keeps its intervals within -1..1', () => {
    fc.assert(
      fc.property(counts, counts, (action, holdout) => {
        const difference = twoProportions({ action, holdout });
        if (difference.kind === 'unavailable') throw new Error('no arm is empty');
        expect(difference.interval.lower).toBeGreaterThanOrEqual(-1);
        expect(difference.interval.upper).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('says why there is none', () => {
    const empty = { units: 0, events: 0 };
    const some = { units: 10, events: 3 };
    expect(twoProportions({ action: some, holdout: empty })).toEqual({ kind: 'unavailable', reason: 'empty_arm' });
    expect(() => twoProportions({ action: some, holdout: { units: 2, events: 3 } })).toThrow(RangeError);
    expect(() => twoProportions({ action: some, holdout: some }, 0)).toThrow(RangeError);
  });
});
