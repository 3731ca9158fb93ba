import type { CoMoments } from './co-moments.ts';
import { armRatio } from './ratio-metric.ts';
import { type Arms, type TestedDifference, testedDifference } from './two-means.ts';
import { requireAlpha } from './two-sided.ts';

/** The difference of two means when whole clusters were assigned, or why there is none. */
export type ClusteredDifference =
  | ({ readonly kind: 'estimated'; readonly clusters: number } & TestedDifference)
  | { readonly kind: 'unavailable'; readonly reason: 'too_few_clusters' | 'empty_clusters' | 'zero_variance' };

/**
 * Difference of means per unit when clusters (sites, stores) were assigned, not units. In the co-moments of each arm, one observation
 * is one cluster, x its number of units and y the sum of their outcomes. Delta method; Student's t with clusters - 2 degrees of freedom.
 *
 * @throws RangeError unless 0 < alpha < 1.
 */
export function clusteredDifference(arms: Arms<CoMoments>, alpha = 0.05): ClusteredDifference {
  requireAlpha(alpha);
  const action = armRatio(arms.action);
  const holdout = armRatio(arms.holdout);
  if (action.kind === 'unavailable') return unavailable(action.reason);
  if (holdout.kind === 'unavailable') return unavailable(holdout.reason);
  const clusters = arms.action.count + arms.holdout.count;
  const standardError = Math.hypot(action.standardError, holdout.standardError);
  if (!(standardError > 0)) return { kind: 'unavailable', reason: 'zero_variance' };
  const difference = testedDifference(action.estimate - holdout.estimate, standardError, alpha, clusters - 2);
  return { kind: 'estimated', ...difference, clusters };
}

function unavailable(reason: 'too_few_units' | 'zero_denominator'): ClusteredDifference {
  return { kind: 'unavailable', reason: reason === 'too_few_units' ? 'too_few_clusters' : 'empty_clusters' };
}
