import type { Interval } from './interval.ts';
import type { EventCount } from './moments.ts';
import type { Arms } from './two-means.ts';
import { twoSidedCritical, twoSidedPValue } from './two-sided.ts';

/** Score test of equal rates and the interval of differences that it does not reject. */
export interface ScoreTest {
  readonly z: number;
  /** Two-sided p-value. */
  readonly pValue: number;
  readonly interval: Interval;
}

/** Halvings of an interval no wider than 2, enough to exhaust double precision. */
const HALVINGS = 64;

/**
 * O. Miettinen and M. Nurminen's score test (1985) of the difference of two rates: the variance comes from the rates that are most
 * likely under the tested difference, with the factor N / (N - 1). Both arms need at least one unit.
 *
 * @throws RangeError unless 0 < alpha < 1.
 */
export function scoreTest(arms: Arms<EventCount>, alpha = 0.05): ScoreTest {
  const critical = twoSidedCritical(alpha);
  const z = scoreStatistic(arms, 0);
  const estimate = observedDifference(arms);
  // The statistic falls as the tested difference grows, so each limit is where it crosses plus or minus the critical value.
  const lower = crossing(-1, estimate, (difference) => scoreStatistic(arms, difference) > critical);
  const upper = crossing(estimate, 1, (difference) => scoreStatistic(arms, difference) > -critical);
  return { z, pValue: twoSidedPValue(z), interval: { lower, upper } };
}

function scoreStatistic(arms: Arms<EventCount>, difference: number): number {
  const { action, holdout } = arms;
  const excess = observedDifference(arms) - difference;
  if (excess === 0) return 0;
  const holdoutRate = restrictedHoldoutRate(arms, difference);
  const actionRate = holdoutRate + difference;
  const total = action.units + holdout.units;
  const variance =
    ((Math.max(0, actionRate * (1 - actionRate)) / action.units + (holdoutRate * (1 - holdoutRate)) / holdout.units) *
      total) /
    (total - 1);
  return excess / Math.sqrt(variance);
}

/**
 * The holdout rate that maximises the likelihood when the action rate is higher by `difference`. Found by halving the interval of the
 * derivative's sign; the closed form by a cubic cancels for unequal arms and can even leave 0..1.
 */
function restrictedHoldoutRate({ action, holdout }: Arms<EventCount>, difference: number): number {
  if (difference === 0) return (action.events + holdout.events) / (action.units + holdout.units);
  const slope = (rate: number): number =>
    logLikelihoodSlope(action, rate + difference) + logLikelihoodSlope(holdout, rate);
  return crossing(Math.max(0, -difference), Math.min(1, 1 - difference), (rate) => slope(rate) > 0);
}

function logLikelihoodSlope({ units, events }: EventCount, rate: number): number {
  const fromEvents = events === 0 ? 0 : events / rate;
  const fromOthers = events === units ? 0 : (units - events) / (1 - rate);
  return fromEvents - fromOthers;
}

/** Where a condition that holds at first stops holding, between two ends. */
function crossing(from: number, to: number, holds: (value: number) => boolean): number {
  let inside = from;
  let outside = to;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (inside + outside) / 2;
    if (holds(middle)) inside = middle;
    else outside = middle;
  }
  return (inside + outside) / 2;
}

function observedDifference({ action, holdout }: Arms<EventCount>): number {
  return action.events / action.units - holdout.events / holdout.units;
}
