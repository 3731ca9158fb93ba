import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/outcome/ab.json' with { type: 'json' };
import { type CoMoments, coMomentsOf, NO_CO_MOMENTS } from './co-moments.ts';
import { complierEffect } from './complier-effect.ts';
import { firstMismatch } from './first-mismatch.ts';

const { cases, tol } = vectors.cace;

function armOf({ z, d, y }: { z: number[]; d: number[]; y: number[] }, arm: number): CoMoments {
  return coMomentsOf(d.map((reached, i) => [reached, y[i] ?? Number.NaN] as const).filter((_, i) => z[i] === arm));
}

/** Reached or not, and a whole-number outcome. */
const arm = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 9 })), { minLength: 2, maxLength: 40 })
  .map(coMomentsOf);

describe('effect on those reached', () => {
  it.each(cases)('agrees with the reference: $name', ({ input, expect: expected }) => {
    const actual = complierEffect({ action: armOf(input, 1), holdout: armOf(input, 0) }, input.alpha);
    const { kind, lo, hi } = expected.andersonRubin;
    const reference = {
      estimate: expected.cace,
      standardError: expected.se,
      interval: { lower: expected.ciDelta[0], upper: expected.ciDelta[1] },
      onOutcome: { estimate: expected.ittY, standardError: expected.ittYse },
      onReach: { estimate: expected.ittD, standardError: expected.ittDse },
      firstStageF: expected.firstStageF,
      andersonRubin: { kind, interval: { lower: lo, upper: hi } },
      preferred: { method: expected.firstStageF < 50 ? 'anderson-rubin' : 'delta' },
    };
    expect(firstMismatch(actual, reference, tol)).toBe(undefined);
  });

  it('is the same when the arms are swapped, because numerator and denominator both change sign', () => {
    fc.assert(
      fc.property(arm, arm, (a, b) => {
        const forward = complierEffect({ action: a, holdout: b });
        const backward = complierEffect({ action: b, holdout: a });
        if (forward.kind === 'unavailable' || backward.kind === 'unavailable') {
          expect(backward).toEqual(forward);
          return;
        }
        expect(firstMismatch([backward.estimate, backward.interval], [forward.estimate, forward.interval], 1e-9)).toBe(
          undefined,
        );
      }),
    );
  });

  it('has an Anderson-Rubin set that contains the estimate and is never empty', () => {
    fc.assert(
      fc.property(arm, arm, (action, holdout) => {
        const effect = complierEffect({ action, holdout });
        if (effect.kind === 'unavailable') return;
        const { andersonRubin: set, estimate } = effect;
        const slack = 1e-6 * Math.max(1, Math.abs(estimate));
        expect(set.kind).not.toBe('empty');
        if (set.kind === 'interval') {
          expect(set.interval.lower).toBeLessThanOrEqual(estimate + slack);
          expect(set.interval.upper).toBeGreaterThanOrEqual(estimate - slack);
        }
        if (set.kind === 'outside') {
          const isExcluded = set.excluded.lower + slack < estimate && estimate < set.excluded.upper - slack;
          expect(isExcluded).toBe(false);
        }
      }),
    );
  });

  it('is the plain difference when everybody assigned is reached and nobody else', () => {
    const action = coMomentsOf([1, 4, 9].map((y) => [1, y] as const));
    const holdout = coMomentsOf([2, 3, 1].map((y) => [0, y] as const));
    expect(complierEffect({ action, holdout })).toMatchObject({
      estimate: expect.closeTo(14 / 3 - 2, 12),
      firstStageF: null,
      preferred: { method: 'delta' },
    });
  });

  it('is not bounded when assignment hardly changes who is reached', () => {
    const unit = (reached: number, y: number) => [reached, y] as const;
    const strong = { action: [1, 1, 1, 1, 0], holdout: [1, 1, 1, 0, 0] };
    const armWith = (reached: number[], shift: number) => coMomentsOf(reached.map((d, i) => unit(d, i + shift)));
    const nothing = complierEffect({ action: armWith(strong.action, 0), holdout: armWith(strong.holdout, 0.1) });
    const outcomeOnly = complierEffect({ action: armWith(strong.action, 0), holdout: armWith(strong.holdout, 9) });
    expect(nothing).toMatchObject({ andersonRubin: { kind: 'everything' }, preferred: { method: 'anderson-rubin' } });
    expect(outcomeOnly).toMatchObject({ andersonRubin: { kind: 'outside' } });
  });

  it('says why there is none', () => {
    const some = coMomentsOf([
      [0, 1],
      [1, 2],
    ]);
    const constant = (d: number, y: number) =>
      coMomentsOf([
        [d, y],
        [d, y],
      ]);
    const reasonOf = (action: CoMoments, holdout: CoMoments) => {
      const effect = complierEffect({ action, holdout });
      return effect.kind === 'unavailable' ? effect.reason : effect.kind;
    };
    expect(reasonOf(some, NO_CO_MOMENTS)).toBe('too_few_units');
    expect(reasonOf(some, some)).toBe('assignment_moves_nobody');
    expect(reasonOf(constant(1, 3), constant(0, 2))).toBe('zero_variance');
  });
});
