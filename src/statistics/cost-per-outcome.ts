import { type Estimate, normalInterval } from './estimate.ts';
import type { Interval } from './interval.ts';
import { twoSidedCritical } from './two-sided.ts';

/** Every cost per additional outcome that the data do not contradict. */
export type CostPerOutcomeSet =
  | { readonly kind: 'interval'; readonly interval: Interval }
  /** The effect may be nothing at all: each outcome costs at least this much, possibly without limit. */
  | { readonly kind: 'unbounded'; readonly atLeast: number }
  /** Not even the most favourable effect is a gain: no price buys an outcome. */
  | { readonly kind: 'no_gain' };

/** Cost of one additional outcome. */
export interface CostPerOutcome {
  /** Cost divided by the effect; null when the effect is not a gain. */
  readonly point: number | null;
  readonly set: CostPerOutcomeSet;
}

/**
 * Cost of one additional outcome. The interval inverts the test of the effect: a cost is inside when the effect that it
 * implies is. An effect interval that reaches 0 therefore gives a set without upper limit instead of a meaningless interval.
 *
 * @param costPerUnit money spent per assigned unit, fixed cost included; at least 0.
 * @param effect additional outcomes per assigned unit, benefit direction.
 */
export function costPerOutcome(costPerUnit: number, effect: Estimate, alpha = 0.05): CostPerOutcome {
  if (!(costPerUnit >= 0)) throw new RangeError(`costPerUnit must be at least 0, got ${costPerUnit}`);
  const limits = normalInterval(effect.estimate, effect.standardError, twoSidedCritical(alpha));
  const point = effect.estimate > 0 ? costPerUnit / effect.estimate : null;
  return { point, set: invert(costPerUnit, limits) };
}

function invert(costPerUnit: number, effect: Interval): CostPerOutcomeSet {
  if (effect.upper <= 0) return { kind: 'no_gain' };
  if (effect.lower <= 0) return { kind: 'unbounded', atLeast: costPerUnit / effect.upper };
  return { kind: 'interval', interval: { lower: costPerUnit / effect.upper, upper: costPerUnit / effect.lower } };
}
