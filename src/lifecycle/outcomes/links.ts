import type { Interval } from '../../statistics/interval.ts';
import type { Evidence, FloorEvidence } from './evidence.ts';

/** What is known about something that must hold: it holds, it fails, the data allow both, or nobody measured it. */
export type LinkState = 'ok' | 'broken' | 'unknown' | 'not_measured';

/** What is known about the effect of the action on a unit that it reaches. */
export type EffectState =
  | 'harmful'
  | 'worthwhile'
  | 'positive_small'
  | 'positive'
  | 'none'
  | 'unknown'
  | 'not_measured';

/** What is known about the goal of the KPI: reached, out of reach (`short`), open, or not measured. */
export type GoalState = 'ok' | 'short' | 'unknown' | 'not_measured';

/** The states of everything that was measured. Links that the rule did not reach are absent. */
export interface MeasuredLinks {
  readonly data?: 'ok' | 'broken';
  readonly prediction?: LinkState;
  readonly reach?: LinkState;
  readonly effect?: EffectState;
  readonly targeting?: LinkState;
  readonly economics?: LinkState;
  readonly goal?: GoalState;
}

/** The five links of the chain as the page shows it, in order. */
export const CHAIN_LINKS = ['prediction', 'reach', 'action', 'effect', 'cost'] as const;

/** A link of the chain that a reader sees. */
export type ChainLink = (typeof CHAIN_LINKS)[number];

/** The state of each of the five links. */
export type Chain = Readonly<Record<ChainLink, LinkState>>;

/** The state of an interval against a floor: it holds when all of it is at or above the floor, fails when all is below. */
export function linkState(interval: Interval | null, floor: number): LinkState {
  if (interval === null) return 'not_measured';
  if (interval.lower >= floor) return 'ok';
  if (interval.upper < floor) return 'broken';
  return 'unknown';
}

/** The state of an interval against the floor that came with it. */
export function floorState(evidence: FloorEvidence | null): LinkState {
  return evidence === null ? 'not_measured' : linkState(evidence.interval, evidence.floor);
}

/**
 * The state of an effect in benefit direction against the smallest one worth having. `none` means that no effect worth
 * having is left in the range, while nothing and a little are.
 */
export function effectState(effect: Interval | null, smallestWorthwhile: number): EffectState {
  if (effect === null) return 'not_measured';
  if (effect.upper < 0) return 'harmful';
  if (effect.lower >= smallestWorthwhile) return 'worthwhile';
  const isBelowWorthwhile = effect.upper < smallestWorthwhile;
  if (effect.lower > 0) return isBelowWorthwhile ? 'positive_small' : 'positive';
  return isBelowWorthwhile ? 'none' : 'unknown';
}

/** Whether the effect is certainly on the good side of nothing. */
export function isPositive(effect: EffectState): boolean {
  return effect === 'worthwhile' || effect === 'positive' || effect === 'positive_small';
}

/** The state of every measured link, for evidence that can be trusted and is large enough to look at. */
export function measureLinks(evidence: Evidence): Required<MeasuredLinks> {
  const goal = evidence.goal === null ? 'not_measured' : linkState(evidence.goal.contribution, evidence.goal.needed);
  return {
    data: 'ok',
    prediction: floorState(evidence.prediction),
    reach: floorState(evidence.reach),
    effect: effectState(evidence.effect, evidence.smallestWorthwhile),
    targeting: linkState(evidence.targetingGap, 0),
    economics: linkState(evidence.net, 0),
    goal: goal === 'broken' ? 'short' : goal,
  };
}

/**
 * The five links of the page from the measured ones. *Action* asks whether the action changes anybody whom it reaches;
 * *effect* asks whether it changes the units on our list, and enough for the KPI. So a letter that changes nobody
 * breaks at action, one that works on customers whom the model did not pick breaks at effect, and so does one that
 * works but adds up to too little.
 */
export function chainOf(links: Required<MeasuredLinks>, unflaggedEffect: Interval | null): Chain {
  return {
    prediction: links.prediction,
    reach: links.reach,
    action: actionLink(links.effect, unflaggedEffect),
    effect: effectLink(links),
    cost: links.economics,
  };
}

function actionLink(effect: EffectState, unflaggedEffect: Interval | null): LinkState {
  if (effect === 'harmful') return 'broken';
  const worksOnOthers = unflaggedEffect !== null && unflaggedEffect.lower > 0;
  if (isPositive(effect) || worksOnOthers) return 'ok';
  if (effect === 'none') return 'broken';
  return effect === 'not_measured' ? 'not_measured' : 'unknown';
}

function effectLink({ effect, targeting, goal }: Required<MeasuredLinks>): LinkState {
  const isTooLittle = effect === 'harmful' || effect === 'none' || effect === 'positive_small' || goal === 'short';
  if (isTooLittle || targeting === 'broken') return 'broken';
  if (effect === 'not_measured' && goal === 'not_measured') return 'not_measured';
  const isEnough = goal === 'ok' || (effect === 'worthwhile' && goal === 'not_measured');
  return isEnough && isPositive(effect) ? 'ok' : 'unknown';
}

/** The first link that fails, in the order of the chain; `null` when none is known to fail. */
export function firstBrokenLink(chain: Chain): ChainLink | null {
  return CHAIN_LINKS.find((link) => chain[link] === 'broken') ?? null;
}
