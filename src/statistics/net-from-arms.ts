import { type CoMoments, momentsOfResidual } from './co-moments.ts';
import { tCdf } from './distributions.ts';
import { type EstimateWithInterval, normalInterval } from './estimate.ts';
import type { Moments } from './moments.ts';
import { type Arms, twoMeans } from './two-means.ts';
import { twoSidedCritical } from './two-sided.ts';

/** The scale to which the net per unit is applied; money in the currency and scale of the net. */
export interface NetScale {
  /** Units in the action arm. */
  readonly unitsTreated: number;
  readonly fixedCost: number;
}

/** Net money measured on units, with the chance that the total is above 0. */
export type NetFromArms =
  | {
      readonly kind: 'estimated';
      readonly netPerUnit: EstimateWithInterval;
      readonly netTotal: EstimateWithInterval;
      /** Under a flat prior; shown, never the decision rule. */
      readonly chancePays: number;
      readonly degreesOfFreedom: number;
    }
  | { readonly kind: 'unavailable'; readonly reason: 'too_few_units' | 'zero_variance' | 'no_units_treated' };

/**
 * Moments of net_i = value * outcome_i - cost_i of one arm, from the co-moments of outcome (x, benefit direction) and cost (y).
 */
export function netMoments(valuePerOutcome: number, outcomeAndCost: CoMoments): Moments {
  const loss = momentsOfResidual(outcomeAndCost, valuePerOutcome, 0);
  return { ...loss, mean: 0 - loss.mean };
}

/**
 * Net money per assigned unit as the Welch difference of net_i between the arms, so that the variance of the cost and its
 * relation to the outcome count; total = units * net - fixed cost.
 *
 * @throws RangeError unless 0 < alpha < 1.
 */
export function netFromArms(arms: Arms<Moments>, { unitsTreated, fixedCost }: NetScale, alpha = 0.05): NetFromArms {
  const difference = twoMeans(arms, alpha);
  if (difference.kind === 'unavailable') return difference;
  if (!(unitsTreated > 0)) return { kind: 'unavailable', reason: 'no_units_treated' };
  const { estimate, standardError, interval, degreesOfFreedom } = difference;
  const total = unitsTreated * estimate - fixedCost;
  const totalError = unitsTreated * standardError;
  return {
    kind: 'estimated',
    netPerUnit: { estimate, standardError, interval },
    netTotal: {
      estimate: total,
      standardError: totalError,
      interval: normalInterval(total, totalError, twoSidedCritical(alpha, degreesOfFreedom)),
    },
    chancePays: tCdf(total / totalError, degreesOfFreedom),
    degreesOfFreedom,
  };
}
