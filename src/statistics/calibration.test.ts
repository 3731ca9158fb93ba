import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import uplift from '../../test/vectors/outcome/uplift.json' with { type: 'json' };
import { calibration, expectedConfusion } from './calibration.ts';
import { firstMismatch } from './first-mismatch.ts';

const { tol, cases } = uplift.calibration;

describe('calibration', () => {
  it.each(cases)('agrees with the reference', ({ input, expect: expected }) => {
    const wanted = {
      kind: 'estimated',
      brier: expected.brier,
      spiegelhalter: { z: expected.spiegelhalterZ, pValue: expected.spiegelhalterP },
      expectedCalibrationError: expected.ece10,
      observedOverExpected: expected.observedOverExpected,
    };
    expect(firstMismatch(calibration(input.p, input.y), wanted, tol)).toBe(undefined);
  });

  it.each(cases)('the expected confusion agrees with the reference', ({ input, expect: expected }) => {
    const wanted = {
      kind: 'estimated',
      truePositives: expected.cbpeTP,
      falsePositives: expected.cbpeFP,
      falseNegatives: expected.cbpeFN,
      trueNegatives: expected.cbpeTN,
    };
    // The reference flags at a score of 0.6, and its probabilities are 0.05 + score / 2.
    expect(firstMismatch(expectedConfusion(input.p, 0.35), wanted, tol)).toBe(undefined);
  });

  it('the expected confusion adds up to the number of units at every threshold', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(share, { minLength: 1 }), share, (probability, threshold) => {
        const cells = expectedConfusion(probability, threshold);
        if (cells.kind !== 'estimated') throw new Error(cells.reason);
        const sum = cells.truePositives + cells.falsePositives + cells.falseNegatives + cells.trueNegatives;
        expect(sum).toBeCloseTo(probability.length, 9);
      }),
    );
  });

  it('a probability of 1 belongs to the last bin', () => {
    const result = calibration([1, 0.95, 0.1], [1, 1, 0]);
    expect(result).toMatchObject({ bins: [{ units: 1 }, { units: 2, observedRate: 1 }] });
  });

  it('what does not exist is null or has a reason', () => {
    expect(calibration([0, 0], [0, 0])).toMatchObject({ brier: 0, spiegelhalter: null, observedOverExpected: null });
    expect(calibration([], [])).toMatchObject({ reason: 'no_units' });
    expect(calibration([0.5, 1.1], [0, 1])).toMatchObject({ reason: 'not_probabilities' });
    expect(calibration([0.5, 0.1], [0, 2])).toMatchObject({ reason: 'not_binary' });
    expect(expectedConfusion([], 0.5)).toMatchObject({ reason: 'no_units' });
    expect(expectedConfusion([Number.NaN], 0.5)).toMatchObject({ reason: 'not_probabilities' });
    expect(() => calibration([0.5], [])).toThrow(RangeError);
  });
});
