import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/outcome/ab.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { FIELLER_ABOVE_G, relativeLift } from './relative-lift.ts';

const { cases, tol } = vectors.welch;

type Sums = (typeof cases)[number]['input']['control'];

function meanOf({ n, sum, sumSq }: Sums) {
  return { estimate: sum / n, standardError: Math.sqrt((sumSq - (sum * sum) / n) / (n - 1) / n) };
}

describe('relative lift', () => {
  it.each(cases)('agrees with the reference: $name', ({ input, expect: expected }) => {
    const arms = { action: meanOf(input.treatment), holdout: meanOf(input.control) };
    const lift = relativeLift({ ...arms, degreesOfFreedom: expected.df }, input.alpha);
    const { rel, relSe, relCi, relP, fiellerRel, fiellerG } = expected;
    const reference = {
      estimate: rel,
      standardError: relSe,
      interval: { lower: relCi[0], upper: relCi[1] },
      pValue: relP,
      g: fiellerG,
      fieller: fiellerRel ? { lower: fiellerRel[0], upper: fiellerRel[1] } : null,
    };
    expect(firstMismatch(lift, reference, tol)).toBe(undefined);
  });

  it('is shown as a delta interval while the holdout mean is precise, else as a Fieller interval, else not at all', () => {
    const withError = (standardError: number) =>
      relativeLift({ action: { estimate: 12, standardError: 1 }, holdout: { estimate: 10, standardError } });
    expect(withError(0.5)).toMatchObject({ display: { kind: 'shown', method: 'delta' } });
    expect(withError(2)).toMatchObject({ display: { kind: 'shown', method: 'fieller' } });
    expect(withError(6)).toMatchObject({
      fieller: null,
      display: { kind: 'hidden', reason: 'holdout_not_above_zero' },
    });
    expect(FIELLER_ABOVE_G).toBe(0.05);
  });

  it('is hidden below 20 events in the holdout', () => {
    const arms = { action: { estimate: 0.1, standardError: 0.01 }, holdout: { estimate: 0.1, standardError: 0.01 } };
    expect(relativeLift({ ...arms, holdoutEvents: 19 })).toMatchObject({
      display: { kind: 'hidden', reason: 'few_holdout_events' },
    });
    expect(relativeLift({ ...arms, holdoutEvents: 20 })).toMatchObject({ display: { kind: 'shown' } });
  });

  it('is hidden when the holdout mean is negative, because a percentage of a loss misleads', () => {
    const lift = relativeLift({
      action: { estimate: 5, standardError: 1 },
      holdout: { estimate: -100, standardError: 1 },
    });
    expect(lift).toMatchObject({ display: { kind: 'hidden', reason: 'holdout_not_above_zero' } });
  });

  it('says why there is none', () => {
    const zero = { estimate: 0, standardError: 1 };
    const exact = { estimate: 3, standardError: 0 };
    expect(relativeLift({ action: exact, holdout: zero })).toEqual({ kind: 'unavailable', reason: 'zero_holdout' });
    expect(relativeLift({ action: exact, holdout: exact })).toEqual({ kind: 'unavailable', reason: 'zero_variance' });
  });
});
