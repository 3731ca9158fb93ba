import { describe, expect, it } from 'vitest';
import uplift from '../../test/vectors/outcome/uplift.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { precision } from './precision.ts';

describe('precision', () => {
  it.each(uplift.precision.cases)('agrees with the reference', ({ input, expect: expected }) => {
    const kept = input.w.flatMap((acted, i) => (acted === 0 ? [i] : []));
    const units = {
      score: kept.map((i) => input.score[i] ?? 0),
      outcome: kept.map((i) => input.y[i] ?? 0),
      weight: kept.map((i) => 1 / (1 - (input.e[i] ?? 0))),
    };
    const [lower, upper] = expected.wilson;
    const wanted = {
      kind: 'estimated',
      precision: expected.precision,
      interval: { lower, upper },
      recall: expected.recallIpw,
      liftOverBase: expected.liftOverBase,
    };
    expect(firstMismatch(precision(units, input.threshold), wanted, uplift.precision.tol)).toBe(undefined);
  });

  it('flagging everybody has the base rate as precision', () => {
    const result = precision({ score: [1, 2, 3, 4], outcome: [0, 1, 0, 1] }, 0);
    expect(result).toMatchObject({ precision: 0.5, recall: 1, baseRate: 0.5, liftOverBase: 1 });
  });

  it('what does not exist is null or has a reason', () => {
    expect(precision({ score: [1, 2], outcome: [0, 0] }, 1)).toMatchObject({
      precision: 0,
      recall: null,
      liftOverBase: null,
    });
    expect(precision({ score: [], outcome: [] }, 1)).toMatchObject({ reason: 'no_units' });
    expect(precision({ score: [1, 2], outcome: [0, 1] }, 5)).toMatchObject({ reason: 'nobody_flagged' });
    expect(precision({ score: [1, Number.NaN], outcome: [0, 1] }, 1)).toMatchObject({ reason: 'not_finite' });
    const weight = [1, Infinity];
    expect(precision({ score: [1, 2], outcome: [0, 1], weight }, 1)).toMatchObject({ reason: 'invalid_weight' });
    expect(() => precision({ score: [1, 2], outcome: [0] }, 1)).toThrow(RangeError);
  });
});
