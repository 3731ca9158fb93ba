import { describe, expect, it } from 'vitest';
import uplift from '../../test/vectors/outcome/uplift.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { type FourCells, targetingGap } from './four-cells.ts';
import { momentsOfEvents } from './moments.ts';

const { tol, cases } = uplift.fourCell;

/** The reference counts units that left; the benefit is to stay. */
function stayed([units = 0, left = 0]: readonly number[]) {
  return momentsOfEvents({ units, events: units - left });
}

function cellsOf(input: (typeof cases)[number]['input']): FourCells {
  return {
    flaggedAction: stayed(input.flaggedAction),
    flaggedHoldout: stayed(input.flaggedHoldout),
    unflaggedExplore: stayed(input.unflaggedExplore),
    unflaggedNone: stayed(input.unflaggedNone),
  };
}

describe('four cells', () => {
  it.each(cases)('agrees with the reference', ({ input, expect: expected }) => {
    const [lower, upper] = expected.ciGap;
    const wanted = {
      kind: 'estimated',
      upliftFlagged: { estimate: expected.upliftFlagged, standardError: expected.seFlagged },
      upliftUnflagged: { estimate: expected.upliftUnflagged, standardError: expected.seUnflagged },
      gap: { estimate: expected.gap, standardError: expected.seGap, interval: { lower, upper } },
      flaggedShare: expected.flaggedShare,
      gainOverRandom: { estimate: expected.gainOverRandom, standardError: expected.seGain },
    };
    expect(firstMismatch(targetingGap(cellsOf(input)), wanted, tol)).toBe(undefined);
  });

  it('the gain over random is the effect on the flagged minus the effect on everybody', () => {
    const [first] = cases;
    if (first === undefined) throw new Error('the reference has a case');
    const result = targetingGap(cellsOf(first.input));
    if (result.kind !== 'estimated') throw new Error(result.reason);
    const { upliftFlagged, upliftUnflagged, flaggedShare, gainOverRandom } = result;
    const everybody = flaggedShare * upliftFlagged.estimate + (1 - flaggedShare) * upliftUnflagged.estimate;
    expect(gainOverRandom.estimate).toBeCloseTo(upliftFlagged.estimate - everybody, 12);
  });

  it('names the cell that is too small', () => {
    const [first] = cases;
    if (first === undefined) throw new Error('the reference has a case');
    const cells = { ...cellsOf(first.input), unflaggedExplore: momentsOfEvents({ units: 1, events: 0 }) };
    expect(targetingGap(cells)).toEqual({ kind: 'unavailable', reason: 'too_few_units', cell: 'unflaggedExplore' });
  });

  it('four cells in which nothing varies say nothing', () => {
    const still = momentsOfEvents({ units: 20, events: 0 });
    const cells = { flaggedAction: still, flaggedHoldout: still, unflaggedExplore: still, unflaggedNone: still };
    expect(targetingGap(cells)).toEqual({ kind: 'unavailable', reason: 'zero_variance' });
  });
});
