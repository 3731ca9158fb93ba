import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/outcome/ab.json' with { type: 'json' };
import { confidenceSequence, DEFAULT_ALPHA_SPLIT, hybridIntervals } from './confidence-sequence.ts';
import { firstMismatch } from './first-mismatch.ts';
import { containsValue } from './interval.ts';

const { asympCS, hybrid } = vectors;
const limits = (pair: readonly number[]) => ({ lower: pair[0], upper: pair[1] });

describe('confidence sequence', () => {
  it.each(asympCS.cases)('agrees with the reference: $name', ({ input, expect: expected }) => {
    const look = { estimate: input.est, standardError: input.se, units: input.n, plannedUnits: input.nStar };
    const actual = confidenceSequence(look, input.alpha);
    const reference = {
      halfWidth: expected.halfWidth,
      interval: limits(expected.ci),
      logEvidence: expected.logE,
      anytimePValue: expected.pAnytime,
      oneSidedHalfWidth: expected.oneSidedHalfWidth,
      oneSidedLower: expected.oneSidedLower,
      inflation: expected.inflation,
    };
    expect(firstMismatch(actual, reference, asympCS.tol)).toBe(undefined);
    if (actual.kind === 'unavailable') throw new Error(actual.reason);
    expect(Math.abs(actual.anytimePValue / expected.pAnytime - 1)).toBeLessThan(asympCS.tol);
  });

  it('excludes zero exactly when the p-value that is valid at any time is below alpha', () => {
    const looks = fc.record({
      estimate: fc.double({ min: -1, max: 1, noNaN: true }),
      standardError: fc.double({ min: 0.01, max: 1, noNaN: true }),
      units: fc.integer({ min: 1, max: 100_000 }),
      plannedUnits: fc.integer({ min: 1, max: 100_000 }),
    });
    fc.assert(
      fc.property(looks, (look) => {
        const sequence = confidenceSequence(look, 0.05);
        if (sequence.kind === 'unavailable') throw new Error(sequence.reason);
        fc.pre(Math.abs(sequence.anytimePValue - 0.05) > 1e-9);
        expect(containsValue(sequence.interval, 0)).toBe(sequence.anytimePValue > 0.05);
      }),
    );
  });

  it('says why there is none', () => {
    const look = { estimate: 1, standardError: 1, units: 10, plannedUnits: 100 };
    expect(confidenceSequence({ ...look, units: 0 })).toEqual({ kind: 'unavailable', reason: 'no_units' });
    expect(confidenceSequence({ ...look, standardError: 0 })).toEqual({ kind: 'unavailable', reason: 'zero_variance' });
    expect(() => confidenceSequence({ ...look, plannedUnits: 0 })).toThrow(RangeError);
    expect(() => confidenceSequence(look, 1)).toThrow(RangeError);
  });

  it('stays finite for a one-sided alpha of one half and more', () => {
    const sequence = confidenceSequence({ estimate: 1, standardError: 1, units: 10, plannedUnits: 100 }, 0.7);
    expect(sequence).toMatchObject({ oneSidedHalfWidth: expect.closeTo(0, -12) });
  });
});

describe('hybrid intervals', () => {
  it.each(hybrid.cases)('agree with the reference', ({ input, expect: expected }) => {
    const { alphaSeq: alphaSequential, alphaFinal } = input;
    const look = { estimate: input.est, standardError: input.se, units: input.n, plannedUnits: input.nStar };
    const actual = hybridIntervals(look, { alphaSequential, alphaFinal });
    const reference = { monitor: limits(expected.monitor), final: limits(expected.final) };
    expect(firstMismatch(actual, reference, 1e-10)).toBe(undefined);
    expect(DEFAULT_ALPHA_SPLIT).toEqual({ alphaSequential, alphaFinal });
  });

  it('are absent while nothing varies', () => {
    const look = { estimate: 0, standardError: 0, units: 10, plannedUnits: 100 };
    expect(hybridIntervals(look)).toEqual({ monitor: null, final: null });
  });
});
