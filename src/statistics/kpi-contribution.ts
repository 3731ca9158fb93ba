import { type Estimate, type EstimateWithInterval, normalInterval } from './estimate.ts';
import type { Interval } from './interval.ts';
import { twoSidedCritical } from './two-sided.ts';

/** The KPI, its goal and the measured effect. */
export interface KpiContributionInput {
  /** Units over which the KPI is formed. */
  readonly population: number;
  /** Units assigned to the action in the KPI's period. */
  readonly unitsActed: number;
  /** Effect per such unit, benefit direction. */
  readonly effect: Estimate;
  readonly baseline: number;
  readonly target: number;
}

/** How much of the KPI is due to the action, in the KPI's unit and benefit direction. */
export type KpiContribution =
  | ({
      readonly kind: 'estimated';
      /** Contribution divided by the distance from baseline to target; null when the target is the baseline. */
      readonly shareOfTarget: number | null;
      readonly shareInterval: Interval | null;
    } & EstimateWithInterval)
  | { readonly kind: 'unavailable'; readonly reason: 'empty_population' };

/** Contribution of the action to a KPI that is a mean or a rate over a population: unitsActed * effect / population. */
export function kpiContribution(input: KpiContributionInput, alpha = 0.05): KpiContribution {
  const z = twoSidedCritical(alpha);
  if (!(input.population > 0)) return { kind: 'unavailable', reason: 'empty_population' };
  const shareActed = input.unitsActed / input.population;
  const estimate = shareActed * input.effect.estimate;
  const standardError = shareActed * input.effect.standardError;
  const interval = normalInterval(estimate, standardError, z);
  const distance = Math.abs(input.target - input.baseline);
  return {
    kind: 'estimated',
    estimate,
    standardError,
    interval,
    shareOfTarget: distance > 0 ? estimate / distance : null,
    shareInterval: distance > 0 ? { lower: interval.lower / distance, upper: interval.upper / distance } : null,
  };
}
