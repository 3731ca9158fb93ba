import { type EstimateWithInterval, normalInterval } from './estimate.ts';
import { type Moments, varianceOfMean } from './moments.ts';
import { twoSidedCritical } from './two-sided.ts';

/** Outcomes in benefit direction of the four cells of a phase with a holdout and an explore arm. */
export interface FourCells {
  readonly flaggedAction: Moments;
  readonly flaggedHoldout: Moments;
  readonly unflaggedExplore: Moments;
  readonly unflaggedNone: Moments;
}

/** Whether the model picks the units on which the action works. */
export type TargetingGap =
  | {
      readonly kind: 'estimated';
      readonly upliftFlagged: EstimateWithInterval;
      readonly upliftUnflagged: EstimateWithInterval;
      /** Effect on the flagged minus effect on the unflagged. */
      readonly gap: EstimateWithInterval;
      /** Flagged units divided by all units. */
      readonly flaggedShare: number;
      /** Effect on the flagged minus effect on everybody: (1 - flaggedShare) * gap. */
      readonly gainOverRandom: EstimateWithInterval;
    }
  | { readonly kind: 'unavailable'; readonly reason: 'too_few_units'; readonly cell: keyof FourCells }
  | { readonly kind: 'unavailable'; readonly reason: 'zero_variance' };

/** The targeting gap from the moments of the four cells; every cell needs at least two units, and one of them some variation. */
export function targetingGap(cells: FourCells, alpha = 0.05): TargetingGap {
  const z = twoSidedCritical(alpha);
  const { flaggedAction, flaggedHoldout, unflaggedExplore, unflaggedNone } = cells;
  for (const cell of ['flaggedAction', 'flaggedHoldout', 'unflaggedExplore', 'unflaggedNone'] as const) {
    if (cells[cell].count < 2) return { kind: 'unavailable', reason: 'too_few_units', cell };
  }
  const upliftFlagged = difference(flaggedAction, flaggedHoldout, z);
  const upliftUnflagged = difference(unflaggedExplore, unflaggedNone, z);
  const gap = upliftFlagged.estimate - upliftUnflagged.estimate;
  const gapError = Math.hypot(upliftFlagged.standardError, upliftUnflagged.standardError);
  if (!(gapError > 0)) return { kind: 'unavailable', reason: 'zero_variance' };
  const flagged = flaggedAction.count + flaggedHoldout.count;
  const flaggedShare = flagged / (flagged + unflaggedExplore.count + unflaggedNone.count);
  const rest = 1 - flaggedShare;
  return {
    kind: 'estimated',
    upliftFlagged,
    upliftUnflagged,
    gap: around(gap, gapError, z),
    flaggedShare,
    gainOverRandom: around(rest * gap, rest * gapError, z),
  };
}

function difference(action: Moments, holdout: Moments, z: number): EstimateWithInterval {
  const standardError = Math.sqrt(varianceOfMean(action) + varianceOfMean(holdout));
  return around(action.mean - holdout.mean, standardError, z);
}

function around(estimate: number, standardError: number, z: number): EstimateWithInterval {
  return { estimate, standardError, interval: normalInterval(estimate, standardError, z) };
}
