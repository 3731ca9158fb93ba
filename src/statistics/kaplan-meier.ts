import { type EstimateWithInterval, normalInterval } from './estimate.ts';
import { twoSidedCritical } from './two-sided.ts';

/** Follow-up of the units of one arm: days observed, and 1 where the event ended the observation (0: still open). */
export interface FollowUp {
  readonly time: ArrayLike<number>;
  readonly event: ArrayLike<number>;
}

/** Share of an arm without the event at the horizon. */
export type Survival =
  | {
      readonly kind: 'estimated';
      readonly survival: number;
      /** Greenwood's variance. */
      readonly variance: number;
      /** Units still observed just before the horizon's end. */
      readonly atRisk: number;
    }
  | {
      readonly kind: 'unavailable';
      readonly reason: 'no_units' | 'not_finite' | 'not_followed_to_horizon' | 'nobody_left';
    };

/** Difference in survival, action arm minus holdout. */
export type SurvivalDifference =
  | ({ readonly kind: 'estimated'; readonly action: number; readonly holdout: number } & EstimateWithInterval)
  | {
      readonly kind: 'unavailable';
      readonly arm: 'action' | 'holdout';
      readonly reason: UnavailableSurvival['reason'];
    }
  | { readonly kind: 'unavailable'; readonly arm: 'both'; readonly reason: 'no_events' };

type UnavailableSurvival = Extract<Survival, { kind: 'unavailable' }>;

/**
 * Kaplan and Meier's estimate of the share without the event at `horizon`, with Greenwood's variance. An early signal while
 * windows are still open; no verdict rests on it.
 *
 * @throws RangeError when the columns differ in length.
 */
export function survivalAt({ time, event }: FollowUp, horizon: number): Survival {
  if (time.length !== event.length) throw new RangeError('time and event must have the same length');
  if (time.length === 0) return { kind: 'unavailable', reason: 'no_units' };
  const allTimes = Float64Array.from(time).sort();
  if (!allTimes.every(Number.isFinite)) return { kind: 'unavailable', reason: 'not_finite' };
  const eventTimes = Float64Array.from(time)
    .filter((t, i) => event[i] === 1 && t <= horizon)
    .sort();
  if ((allTimes[allTimes.length - 1] ?? 0) < horizon) return { kind: 'unavailable', reason: 'not_followed_to_horizon' };
  let survival = 1;
  let greenwood = 0;
  let ended = 0;
  for (let i = 0; i < eventTimes.length; ) {
    const now = eventTimes[i] ?? 0;
    let events = 0;
    while (i < eventTimes.length && eventTimes[i] === now) {
      events++;
      i++;
    }
    while (ended < allTimes.length && (allTimes[ended] ?? 0) < now) ended++;
    const atRisk = allTimes.length - ended;
    if (atRisk === events) return { kind: 'unavailable', reason: 'nobody_left' };
    survival *= 1 - events / atRisk;
    greenwood += events / (atRisk * (atRisk - events));
  }
  while (ended < allTimes.length && (allTimes[ended] ?? 0) < horizon) ended++;
  return { kind: 'estimated', survival, variance: survival ** 2 * greenwood, atRisk: allTimes.length - ended };
}

/** Difference in the share without the event at `horizon`, action minus holdout, with a normal interval. */
export function survivalDifference(
  action: FollowUp,
  holdout: FollowUp,
  horizon: number,
  alpha = 0.05,
): SurvivalDifference {
  const z = twoSidedCritical(alpha);
  const ofAction = survivalAt(action, horizon);
  if (ofAction.kind === 'unavailable') return { ...ofAction, arm: 'action' };
  const ofHoldout = survivalAt(holdout, horizon);
  if (ofHoldout.kind === 'unavailable') return { ...ofHoldout, arm: 'holdout' };
  const estimate = ofAction.survival - ofHoldout.survival;
  const standardError = Math.sqrt(ofAction.variance + ofHoldout.variance);
  if (standardError === 0) return { kind: 'unavailable', arm: 'both', reason: 'no_events' };
  return {
    kind: 'estimated',
    action: ofAction.survival,
    holdout: ofHoldout.survival,
    estimate,
    standardError,
    interval: normalInterval(estimate, standardError, z),
  };
}
