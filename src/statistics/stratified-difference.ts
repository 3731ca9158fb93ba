import { type Moments, varianceOfMean } from './moments.ts';
import { type Arms, type TestedDifference, testedDifference } from './two-means.ts';
import { requireAlpha } from './two-sided.ts';

/** One stratum (score band, site) with both arms. */
export interface Stratum extends Arms<Moments> {
  readonly name: string;
}

/** The difference within strata, averaged, or why there is none. */
export type StratifiedDifference =
  | ({ readonly kind: 'estimated' } & TestedDifference)
  | { readonly kind: 'unavailable'; readonly reason: 'no_strata' | 'zero_variance' }
  | { readonly kind: 'unavailable'; readonly reason: 'too_few_units'; readonly stratum: string };

/**
 * Average of the differences within strata, each weighted by its share of all units; normal interval. Needs two units of each arm in
 * every stratum, and names the first that has fewer.
 *
 * @throws RangeError unless 0 < alpha < 1.
 */
export function stratifiedDifference(strata: readonly Stratum[], alpha = 0.05): StratifiedDifference {
  requireAlpha(alpha);
  const thin = strata.find(({ action, holdout }) => action.count < 2 || holdout.count < 2);
  if (thin) return { kind: 'unavailable', reason: 'too_few_units', stratum: thin.name };
  if (strata.length === 0) return { kind: 'unavailable', reason: 'no_strata' };
  const units = strata.reduce((total, { action, holdout }) => total + action.count + holdout.count, 0);
  let estimate = 0;
  let variance = 0;
  for (const { action, holdout } of strata) {
    const weight = (action.count + holdout.count) / units;
    estimate += weight * (action.mean - holdout.mean);
    variance += weight * weight * (varianceOfMean(action) + varianceOfMean(holdout));
  }
  if (!(variance > 0)) return { kind: 'unavailable', reason: 'zero_variance' };
  return { kind: 'estimated', ...testedDifference(estimate, Math.sqrt(variance), alpha) };
}
