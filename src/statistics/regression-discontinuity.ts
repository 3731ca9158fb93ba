import { betaCdf } from './distributions.ts';
import { type EstimateWithInterval, normalInterval } from './estimate.ts';
import { type Jump, localJump } from './local-jump.ts';
import { type ThresholdBandwidth, thresholdBandwidth } from './threshold-bandwidth.ts';
import { twoSidedCritical } from './two-sided.ts';

/** Units around a threshold: acted upon when the score is at or above the cutoff. */
export interface DiscontinuityInput {
  readonly scores: readonly number[];
  readonly outcomes: readonly number[];
  /** 1 for units that got the action, 0 for the others; `null` when the rule was followed by everybody. */
  readonly received: readonly number[] | null;
  readonly cutoff: number;
  /** Distances from the cutoff within which the numbers of units on both sides are compared, in the unit of the score. */
  readonly densityWindows?: readonly number[];
}

/** Numbers of units within a distance of the cutoff, and how likely such an imbalance is by chance. */
export interface DensityWindow {
  readonly window: number;
  readonly below: number;
  readonly above: number;
  /** Two-sided exact binomial p-value against equal chances. */
  readonly pValue: number;
}

/** The effect at the threshold, or why there is none. */
export type RegressionDiscontinuity =
  | {
      readonly kind: 'estimated';
      readonly bandwidth: ThresholdBandwidth;
      readonly unitsBelow: number;
      readonly unitsAbove: number;
      /** Local linear, for comparison: its interval ignores the bias of the bandwidth. */
      readonly conventional: EstimateWithInterval;
      /** Local quadratic at the same bandwidth, which is the bias-corrected local linear one. The estimate to use. */
      readonly robust: EstimateWithInterval;
      /** The jump in the share that got the action; `null` without `received`. */
      readonly firstStage: EstimateWithInterval | null;
      /** Effect on units that the threshold decides about; `null` without `received` or when the threshold moves nobody. */
      readonly fuzzy: EstimateWithInterval | null;
      /** The robust estimate at half and at double the bandwidth; a stable effect changes little. */
      readonly halfBandwidth: EstimateWithInterval | null;
      readonly doubleBandwidth: EstimateWithInterval | null;
      readonly density: readonly DensityWindow[];
    }
  | {
      readonly kind: 'unavailable';
      readonly reason: 'lengths_differ' | 'too_few_units' | 'no_bandwidth' | 'too_few_near_cutoff';
    };

const DEFAULT_DENSITY_WINDOWS = [0.02, 0.05, 0.1] as const;

/** Fewest units on each side of the cutoff. */
const MIN_UNITS_PER_SIDE = 10;

/**
 * Regression discontinuity: units just above the cutoff compared with units just below it. Triangular kernel, Imbens and
 * Kalyanaraman's bandwidth, HC3 standard errors, normal intervals. Beside the effect stand what would give a manipulated threshold
 * away: the numbers of units on both sides, and the estimate at half and double the bandwidth.
 *
 * @throws RangeError unless 0 < alpha < 1.
 */
export function regressionDiscontinuity(input: DiscontinuityInput, alpha = 0.05): RegressionDiscontinuity {
  const { scores, outcomes, received, cutoff } = input;
  const critical = twoSidedCritical(alpha);
  if (outcomes.length !== scores.length || (received !== null && received.length !== scores.length)) {
    return { kind: 'unavailable', reason: 'lengths_differ' };
  }
  const above = scores.filter((score) => score >= cutoff).length;
  if (Math.min(above, scores.length - above) < MIN_UNITS_PER_SIDE) {
    return { kind: 'unavailable', reason: 'too_few_units' };
  }
  const units = { scores, outcomes };
  const bandwidth = thresholdBandwidth(units, cutoff);
  if (bandwidth === null) return { kind: 'unavailable', reason: 'no_bandwidth' };
  const h = bandwidth.bandwidth;
  const conventional = localJump(units, cutoff, h, 1);
  const robust = localJump(units, cutoff, h, 2);
  if (conventional === null || robust === null) return { kind: 'unavailable', reason: 'too_few_near_cutoff' };
  const receipt = received === null ? null : localJump({ scores, outcomes: received }, cutoff, h, 2);
  const told = (jump: Jump | null) => (jump === null ? null : withInterval(jump, critical));
  return {
    kind: 'estimated',
    bandwidth,
    unitsBelow: robust.unitsBelow,
    unitsAbove: robust.unitsAbove,
    conventional: withInterval(conventional, critical),
    robust: withInterval(robust, critical),
    firstStage: told(receipt),
    fuzzy: receipt === null ? null : told(ratioOfJumps(robust, receipt)),
    halfBandwidth: told(localJump(units, cutoff, h / 2, 2)),
    doubleBandwidth: told(localJump(units, cutoff, 2 * h, 2)),
    density: (input.densityWindows ?? DEFAULT_DENSITY_WINDOWS).map((window) => countWindow(scores, cutoff, window)),
  };
}

function withInterval({ estimate, standardError }: Jump, critical: number): EstimateWithInterval {
  return { estimate, standardError, interval: normalInterval(estimate, standardError, critical) };
}

/** Jump of the outcome per jump of receipt, with the error of both from the same units (delta method). */
function ratioOfJumps(outcome: Jump, receipt: Jump): Jump | null {
  if (receipt.estimate === 0) return null;
  const estimate = outcome.estimate / receipt.estimate;
  const influence = outcome.influence.map(
    (value, i) => (value - estimate * (receipt.influence[i] ?? 0)) / receipt.estimate,
  );
  const standardError = Math.sqrt(influence.reduce((sum, value) => sum + value * value, 0));
  return { ...outcome, estimate, standardError, influence };
}

function countWindow(scores: readonly number[], cutoff: number, window: number): DensityWindow {
  const above = scores.filter((score) => score >= cutoff && score < cutoff + window).length;
  const below = scores.filter((score) => score < cutoff && score >= cutoff - window).length;
  return { window, below, above, pValue: evenChanceP(below, above) };
}

/** Two-sided exact p-value of a split that should be even: the smaller tail of the binomial distribution, twice. */
function evenChanceP(a: number, b: number): number {
  const total = a + b;
  const smaller = Math.min(a, b);
  if (total === 0 || a === b) return 1;
  // P(X <= k) of a binomial distribution is the regularised incomplete beta function at 1 - 1/2.
  return Math.min(1, 2 * betaCdf(0.5, total - smaller, smaller + 1));
}
