import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/outcome/ab.json' with { type: 'json' };
import { adjustedDifference, type CovariateRows } from './adjusted-difference.ts';
import { firstMismatch } from './first-mismatch.ts';
import { negateInterval } from './interval.ts';
import { momentsOf } from './moments.ts';
import { twoMeans } from './two-means.ts';

const { cases, tol } = vectors.cuped;

function armOf({ x, y, w }: (typeof cases)[number]['input'], arm: number): CovariateRows {
  return { outcome: y.filter((_, i) => w[i] === arm), covariates: [x.filter((_, i) => w[i] === arm)] };
}

const rows = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 })), { minLength: 4, maxLength: 20 })
  .map((pairs) => ({ outcome: pairs.map(([y]) => y), covariates: [pairs.map(([, x]) => x)] }));

describe('difference adjusted by regression', () => {
  it.each(cases)('agrees with the reference: $name', ({ input, expect: { lin } }) => {
    const actual = adjustedDifference({ action: armOf(input, 1), holdout: armOf(input, 0) }, input.alpha);
    const reference = {
      estimate: lin.estimate,
      standardError: lin.seHC2,
      interval: { lower: lin.ciNormal[0], upper: lin.ciNormal[1] },
    };
    expect(firstMismatch(actual, reference, tol)).toBe(undefined);
  });

  it("without covariates has Welch's standard error", () => {
    const action = [1, 4, 9, 2];
    const holdout = [3, 3, 5];
    const adjusted = adjustedDifference({
      action: { outcome: action, covariates: [] },
      holdout: { outcome: holdout, covariates: [] },
    });
    const welch = twoMeans({ action: momentsOf(action), holdout: momentsOf(holdout) });
    if (adjusted.kind === 'unavailable' || welch.kind === 'unavailable') throw new Error('both arms have units');
    expect(adjusted.estimate).toBeCloseTo(welch.estimate, 12);
    expect(adjusted.standardError).toBeCloseTo(welch.standardError, 12);
  });

  it('changes its sign when the arms are swapped', () => {
    fc.assert(
      fc.property(rows, rows, (a, b) => {
        const forward = adjustedDifference({ action: a, holdout: b });
        const backward = adjustedDifference({ action: b, holdout: a });
        if (forward.kind === 'unavailable' || backward.kind === 'unavailable') return;
        expect(firstMismatch(negateInterval(backward.interval), forward.interval, 1e-9)).toBe(undefined);
      }),
    );
  });

  it('says why there is none', () => {
    const some = { outcome: [1, 4, 2, 8], covariates: [[1, 2, 3, 4]] };
    const flat = { outcome: [1, 4, 2, 8], covariates: [[2, 2, 2, 2]] };
    const few = { outcome: [1, 4], covariates: [[1, 2]] };
    expect(adjustedDifference({ action: some, holdout: flat })).toEqual({
      kind: 'unavailable',
      reason: 'dependent_covariates',
    });
    expect(adjustedDifference({ action: few, holdout: some })).toEqual({
      kind: 'unavailable',
      reason: 'too_few_units',
    });
    expect(() => adjustedDifference({ action: some, holdout: { outcome: [1], covariates: [] } })).toThrow(RangeError);
  });
});
