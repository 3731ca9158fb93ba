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

/** The KPI as it was observed beside the part that the action is known to have moved. */
export interface KpiLedgers {
  readonly baseline: number;
  readonly observed: number;
  readonly direction: 'up' | 'down';
  /** Interval of the contribution, in the KPI's unit and benefit direction. */
  readonly contribution: Interval;
  /** Smallest change of the KPI that counts as movement or contribution, in its unit; 0 when left out. */
  readonly smallestChange?: number;
}

/** What both ledgers say together. `contribution_unknown` is said while the interval leaves it open. */
export type KpiReading =
  | 'improved_with_contribution'
  | 'improved_for_other_reasons'
  | 'would_have_been_worse'
  | 'neither'
  | 'contribution_unknown';

/** Both ledgers in benefit direction, and their joint reading. */
export interface KpiLedgersRead {
  /** Observed change of the KPI; positive is an improvement. */
  readonly observedChange: number;
  readonly moved: boolean;
  readonly contributed: 'yes' | 'no' | 'unknown';
  readonly reading: KpiReading;
}

/**
 * Reads the observed KPI and the contribution side by side. A contribution is there when its interval lies above 0, absent
 * when the interval holds nothing larger than `smallestChange`, and otherwise unknown.
 */
export function readKpiLedgers(ledgers: KpiLedgers): KpiLedgersRead {
  const smallest = ledgers.smallestChange ?? 0;
  if (!(smallest >= 0)) throw new RangeError(`smallestChange must be at least 0, got ${smallest}`);
  const change = ledgers.observed - ledgers.baseline;
  const observedChange = ledgers.direction === 'up' ? change : 0 - change;
  const moved = observedChange > smallest;
  const contributed = readContribution(ledgers.contribution, smallest);
  return { observedChange, moved, contributed, reading: jointReading(moved, contributed) };
}

function readContribution({ lower, upper }: Interval, smallest: number): KpiLedgersRead['contributed'] {
  if (lower > 0) return 'yes';
  return upper <= smallest ? 'no' : 'unknown';
}

function jointReading(moved: boolean, contributed: KpiLedgersRead['contributed']): KpiReading {
  if (contributed === 'unknown') return 'contribution_unknown';
  if (contributed === 'yes') return moved ? 'improved_with_contribution' : 'would_have_been_worse';
  return moved ? 'improved_for_other_reasons' : 'neither';
}
