import { type Estimate, type EstimateWithInterval, normalInterval } from './estimate.ts';
import type { Interval } from './interval.ts';
import type { Arms } from './two-means.ts';
import { requireAlpha, twoSidedCritical, twoSidedPValue } from './two-sided.ts';

/** Fewer events than this in the holdout, and neither interval keeps its promise: coverage 92% at 5 events. */
export const MIN_HOLDOUT_EVENTS = 20;

/** Above this share of squared noise in the holdout mean the delta interval is too symmetric, and Fieller's is shown. */
export const FIELLER_ABOVE_G = 0.05;

/** Which interval of a relative lift may be shown, or why none may. */
export type LiftDisplay =
  | { readonly kind: 'shown'; readonly method: 'delta' | 'fieller'; readonly interval: Interval }
  | { readonly kind: 'hidden'; readonly reason: 'few_holdout_events' | 'holdout_not_above_zero' };

/** A relative lift: 0.1 means that the action arm is 10% above the holdout. */
export type RelativeLift =
  | ({
      readonly kind: 'estimated';
      readonly pValue: number;
      /** Fieller's interval; null when g >= 1, where the set of possible lifts is unbounded. */
      readonly fieller: Interval | null;
      /** Squared critical value times the squared relative error of the holdout mean. */
      readonly g: number;
      readonly display: LiftDisplay;
    } & EstimateWithInterval)
  | { readonly kind: 'unavailable'; readonly reason: 'zero_holdout' | 'zero_variance' };

/** The two arms' means or rates with standard errors, and what the rule of display needs. */
export interface RelativeLiftInput extends Arms<Estimate> {
  /** Degrees of freedom of the difference; Infinity, the default, means the normal distribution. */
  readonly degreesOfFreedom?: number;
  /** Events in the holdout when the outcome is a yes/no event; left out for amounts. */
  readonly holdoutEvents?: number;
}

/**
 * Relative lift action / holdout - 1 of two independent estimates, for display only. `interval` is the delta-method interval,
 * `fieller` is E. C. Fieller's (1954); `display` applies the rule which of them a page may show.
 *
 * @throws RangeError unless 0 < alpha < 1.
 */
export function relativeLift(input: RelativeLiftInput, alpha = 0.05): RelativeLift {
  requireAlpha(alpha);
  const { action, holdout, degreesOfFreedom = Infinity } = input;
  const ratio = action.estimate / holdout.estimate;
  const standardError = Math.hypot(action.standardError, ratio * holdout.standardError) / Math.abs(holdout.estimate);
  // A holdout so close to zero that the division overflows is zero for every purpose.
  if (holdout.estimate === 0 || !Number.isFinite(standardError)) return { kind: 'unavailable', reason: 'zero_holdout' };
  if (!(standardError > 0)) return { kind: 'unavailable', reason: 'zero_variance' };
  const critical = twoSidedCritical(alpha, degreesOfFreedom);
  const estimate = (action.estimate - holdout.estimate) / holdout.estimate;
  const interval = normalInterval(estimate, standardError, critical);
  const g = (critical * (holdout.standardError / holdout.estimate)) ** 2;
  const fieller = g < 1 ? fiellerInterval(ratio, input, critical, g) : null;
  return {
    kind: 'estimated',
    estimate,
    standardError,
    interval,
    pValue: twoSidedPValue(estimate / standardError, degreesOfFreedom),
    fieller,
    g,
    display: displayOf(input, interval, fieller, g),
  };
}

/** The lifts R - 1 with (action - R holdout)^2 <= critical^2 (var_action + R^2 var_holdout); an interval when g < 1. */
function fiellerInterval(ratio: number, { action, holdout }: Arms<Estimate>, critical: number, g: number): Interval {
  const spread = critical * Math.hypot(Math.sqrt(1 - g) * action.standardError, ratio * holdout.standardError);
  const half = spread / Math.abs(holdout.estimate) / (1 - g);
  // ratio / (1 - g) - 1 written so that a lift near zero does not cancel.
  const centre = (ratio - 1 + g) / (1 - g);
  return { lower: centre - half, upper: centre + half };
}

function displayOf(input: RelativeLiftInput, delta: Interval, fieller: Interval | null, g: number): LiftDisplay {
  if (fieller === null || input.holdout.estimate < 0) return { kind: 'hidden', reason: 'holdout_not_above_zero' };
  if (input.holdoutEvents !== undefined && input.holdoutEvents < MIN_HOLDOUT_EVENTS) {
    return { kind: 'hidden', reason: 'few_holdout_events' };
  }
  if (g > FIELLER_ABOVE_G) return { kind: 'shown', method: 'fieller', interval: fieller };
  return { kind: 'shown', method: 'delta', interval: delta };
}
