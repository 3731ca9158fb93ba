import { normalInterval } from './estimate.ts';
import type { Interval } from './interval.ts';
import { type ScoreTest, scoreTest } from './miettinen-nurminen.ts';
import type { EventCount } from './moments.ts';
import type { Arms } from './two-means.ts';
import { requireAlpha, twoSidedCritical } from './two-sided.ts';
import { wilsonInterval } from './wilson.ts';

/** The rate of one arm, 0..1, with Wilson's interval. */
export interface ArmRate {
  readonly rate: number;
  readonly interval: Interval;
}

/** Ratio of the two rates with D. Katz's interval (1978), which needs an event in both arms. */
export type RiskRatio =
  | { readonly kind: 'estimated'; readonly estimate: number; readonly interval: Interval }
  | { readonly kind: 'unavailable'; readonly reason: 'arm_without_events' };

/** The difference of two rates, action minus holdout, or why there is none. */
export type TwoProportions =
  | {
      readonly kind: 'estimated';
      readonly estimate: number;
      /** Unpooled (Wald) standard error; 0 when neither arm varies. */
      readonly standardError: number;
      /** R. G. Newcombe's hybrid-score interval (1998, method 10), the default of the product. */
      readonly interval: Interval;
      /** Estimate plus and minus critical value times standard error; for comparison with other tools only. */
      readonly wald: Interval;
      readonly score: ScoreTest;
      readonly action: ArmRate;
      readonly holdout: ArmRate;
      readonly riskRatio: RiskRatio;
    }
  | { readonly kind: 'unavailable'; readonly reason: 'empty_arm' };

/**
 * Compares two independent rates. The interval is Newcombe's, the p-value Miettinen and Nurminen's; both keep their promise in
 * small samples and at rare events, where the usual plus-minus interval covers 64% instead of 95%.
 *
 * @throws RangeError unless 0 < alpha < 1, or when events are more than units.
 */
export function twoProportions({ action, holdout }: Arms<EventCount>, alpha = 0.05): TwoProportions {
  requireAlpha(alpha);
  requireCounts(action);
  requireCounts(holdout);
  if (action.units === 0 || holdout.units === 0) return { kind: 'unavailable', reason: 'empty_arm' };
  const ofAction = armRate(action, alpha);
  const ofHoldout = armRate(holdout, alpha);
  const estimate = ofAction.rate - ofHoldout.rate;
  const standardError = Math.sqrt(
    (ofAction.rate * (1 - ofAction.rate)) / action.units + (ofHoldout.rate * (1 - ofHoldout.rate)) / holdout.units,
  );
  return {
    kind: 'estimated',
    estimate,
    standardError,
    interval: newcombeInterval(ofAction, ofHoldout),
    wald: normalInterval(estimate, standardError, twoSidedCritical(alpha)),
    score: scoreTest({ action, holdout }, alpha),
    action: ofAction,
    holdout: ofHoldout,
    riskRatio: riskRatio(action, holdout, alpha),
  };
}

function armRate(count: EventCount, alpha: number): ArmRate {
  return { rate: count.events / count.units, interval: wilsonInterval(count, alpha) };
}

function newcombeInterval(action: ArmRate, holdout: ArmRate): Interval {
  const estimate = action.rate - holdout.rate;
  return {
    lower: estimate - Math.hypot(action.rate - action.interval.lower, holdout.interval.upper - holdout.rate),
    upper: estimate + Math.hypot(action.interval.upper - action.rate, holdout.rate - holdout.interval.lower),
  };
}

function riskRatio(action: EventCount, holdout: EventCount, alpha: number): RiskRatio {
  if (action.events === 0 || holdout.events === 0) return { kind: 'unavailable', reason: 'arm_without_events' };
  const estimate = ((action.events / action.units) * holdout.units) / holdout.events;
  const logStandardError = Math.sqrt(1 / action.events - 1 / action.units + (1 / holdout.events - 1 / holdout.units));
  const factor = Math.exp(twoSidedCritical(alpha) * logStandardError);
  return { kind: 'estimated', estimate, interval: { lower: estimate / factor, upper: estimate * factor } };
}

function requireCounts({ units, events }: EventCount): void {
  if (!(events >= 0 && events <= units)) throw new RangeError(`events must lie in 0..units, got ${events} of ${units}`);
}
