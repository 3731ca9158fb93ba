import { targetingGap } from '../../statistics/index.ts';
import type { MetricSamples } from './arm-samples.ts';
import { momentsOfColumn, type Sign, signedMoments } from './column-moments.ts';
import { effectOfAssignment, effectOnReached, type Figure, notMeasured, reasonOf, UNBOUNDED } from './comparison.ts';

/** Fewest matured units of the explore arm from which targeting is judged. */
export const LEAST_EXPLORED = 200;

/** Whether the model picks the units on which the action works. */
export interface Targeting {
  /** Effect on the flagged less the effect on the others, per assigned unit. */
  readonly gap: Figure;
  /** Effect per reached unit among those that the model did not flag; per assigned unit without records of reach. */
  readonly unflagged: Figure;
}

/** Compares the effect on the list with the effect elsewhere, once enough of the unflagged were explored. */
export function measureTargeting(samples: MetricSamples, sign: Sign, isReachMeasured: boolean): Targeting {
  const { action, holdout, explore, none } = samples.arms;
  if (explore.units < LEAST_EXPLORED) {
    const reason =
      explore.units === 0
        ? 'none of the others got the action by chance'
        : `fewer than ${LEAST_EXPLORED} of the others got the action by chance`;
    return { gap: notMeasured(reason), unflagged: notMeasured(reason) };
  }
  const others = { action: explore, holdout: none };
  const unflagged = isReachMeasured
    ? effectOnReached(samples, others, sign)
    : effectOfAssignment(samples, others, sign);
  const moments = (value: Float64Array) => signedMoments(momentsOfColumn(value), sign);
  const cells = {
    flaggedAction: moments(action.value),
    flaggedHoldout: moments(holdout.value),
    unflaggedExplore: moments(explore.value),
    unflaggedNone: moments(none.value),
  };
  const compared = targetingGap(cells);
  if (compared.kind === 'unavailable') return { gap: notMeasured(reasonOf(compared.reason)), unflagged };
  return {
    gap: {
      kind: 'measured',
      estimate: compared.gap.estimate,
      standardError: compared.gap.standardError,
      units: action.units + holdout.units + explore.units + none.units,
      method: 'difference of two effects, normal interval',
      intervalAt: (alpha) => {
        const at = targetingGap(cells, alpha);
        return at.kind === 'estimated' ? at.gap.interval : UNBOUNDED;
      },
    },
    unflagged,
  };
}
