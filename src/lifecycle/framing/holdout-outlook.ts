import type { FieldProblem } from '../../platform/contract/index.ts';
import {
  type DetectableEffect,
  detectableEffectForMean,
  detectableEffectForProportion,
  type SampleSize,
  sampleSizeForMean,
  sampleSizeForProportion,
} from '../../statistics/sample-size.ts';
import { countOf, formatCount, formatFigure, formatShare, roundUp } from '../../words/index.ts';
import type { PredictionTask, SuccessCriterion } from './framing.ts';

/** Wanted chance of seeing an effect of `dmin` when it is there: four in five. */
const PLANNED_POWER = 0.8;

/** The part of a success criterion that decides whether a plan with units left alone can answer. */
export type HoldoutPlan = Pick<
  SuccessCriterion,
  | 'metric'
  | 'dmin'
  | 'holdoutShare'
  | 'reachTarget'
  | 'alphaReadOut'
  | 'plannedUnits'
  | 'expectedRate'
  | 'expectedSd'
  | 'minUnitsPerArm'
  | 'minEventsPerArm'
>;

/** What units are called. */
export type Entity = PredictionTask['entity'];

/** What a plan with units left alone can show. */
export type HoldoutOutlook =
  /** A figure is missing or no number of units could answer. */
  | { readonly kind: 'unknown'; readonly gap: FieldProblem }
  | {
      readonly kind: 'known';
      /** Units, acted upon and left alone together, so that `dmin` can be told from no effect. */
      readonly unitsNeeded: number;
      /** Smallest effect per unit reached that the planned units show; `null` when none is possible. */
      readonly detectableEffect: number | null;
      readonly canAnswer: boolean;
      /** What would make it possible, each as the end of a sentence; empty when it is possible. */
      readonly waysOut: readonly string[];
    };

/**
 * Whether the planned read-out can tell the smallest effect worth having from none at all, with four chances in five. The
 * formula is that of `sampleSizeForProportion` and `sampleSizeForMean`; a plan also needs the least units and outcomes
 * in the smaller arm without which nothing is shown.
 */
export function holdoutOutlook(plan: HoldoutPlan, entity: Entity): HoldoutOutlook {
  const gap = missingFigure(plan, entity);
  if (gap) return { kind: 'unknown', gap };
  const unitsNeeded = unitsFor(plan);
  if (unitsNeeded === null) return { kind: 'unknown', gap: unreachable(plan, entity) };
  const detectable = detectableFor(plan);
  const detectableEffect = detectable.kind === 'detectable' ? detectable.effectOnReached : null;
  const canAnswer = unitsNeeded <= plan.plannedUnits;
  const waysOut = canAnswer ? [] : waysOutOf(plan, entity, unitsNeeded, detectableEffect);
  return { kind: 'known', unitsNeeded, detectableEffect, canAnswer, waysOut };
}

/** An effect in the words of the metric: `2 of 100 customers`, or `5.5 hours per machine` for an amount. */
export function effectInWords(metric: SuccessCriterion['metric'], effect: number, entity: Entity): string {
  if (metric.kind === 'binary') return countOf(effect, entity.many);
  const unit = metric.unit === undefined ? '' : ` ${metric.unit}`;
  return `${formatFigure(effect)}${unit} per ${entity.one}`;
}

function missingFigure(plan: HoldoutPlan, { many }: Entity): FieldProblem | undefined {
  const { metric, expectedRate, expectedSd, holdoutShare, reachTarget } = plan;
  if (!(holdoutShare > 0 && holdoutShare <= 0.5)) {
    return {
      path: 'successCriterion.holdoutShare',
      message: 'Leave a share alone that is above 0% and at most 50%; 20% is usual.',
    };
  }
  if (reachTarget === 0) {
    return {
      path: 'successCriterion.reachTarget',
      message: `State which share of the ${many} has to be reached; an action that reaches nobody has no effect.`,
    };
  }
  if (metric.kind !== 'binary') {
    if (expectedSd !== undefined) return undefined;
    return {
      path: 'successCriterion.expectedSd',
      message: `State how much "${metric.name}" differs between ${many} today (its standard deviation); without it nobody can say how many are needed.`,
    };
  }
  if (expectedRate !== undefined && expectedRate > 0 && expectedRate < 1) return undefined;
  return {
    path: 'successCriterion.expectedRate',
    message: `State the expected share of ${many} with "${metric.name}" when nothing is done, between 0 and 1; without it nobody can say how many are needed.`,
  };
}

function unreachable({ metric, dmin, expectedRate }: HoldoutPlan, entity: Entity): FieldProblem {
  const path = 'successCriterion.dmin';
  if (metric.kind !== 'binary' || expectedRate === undefined || dmin < room(metric.direction, expectedRate)) {
    return { path, message: 'This effect is so small that no number of units could show it; state a larger one.' };
  }
  return {
    path,
    message:
      `An effect of ${countOf(dmin, entity.many)} is not possible: when nothing is done, it already is ` +
      `${countOf(expectedRate, entity.many)}. State a smaller effect or correct the expected share.`,
  };
}

/** How far a rate can move in the good direction. */
export function room(direction: 'up' | 'down', rate: number): number {
  return direction === 'up' ? 1 - rate : rate;
}

function designOf({ holdoutShare, reachTarget, alphaReadOut }: HoldoutPlan) {
  return { holdoutShare, reach: reachTarget, alpha: alphaReadOut, power: PLANNED_POWER };
}

function unitsFor(plan: HoldoutPlan): number | null {
  const size = sampleSizeFor(plan);
  if (size.kind !== 'planned' || !Number.isSafeInteger(size.units)) return null;
  const eventRate = plan.metric.kind === 'binary' ? (plan.expectedRate ?? 0) : 1;
  const leastUnits = Math.ceil(plan.minUnitsPerArm / plan.holdoutShare);
  const leastEvents = Math.ceil(plan.minEventsPerArm / (plan.holdoutShare * eventRate));
  return Math.max(size.units, leastUnits, leastEvents);
}

function sampleSizeFor(plan: HoldoutPlan): SampleSize {
  const { metric, expectedRate = 0, expectedSd = 0, dmin } = plan;
  return metric.kind === 'binary'
    ? sampleSizeForProportion({ ...designOf(plan), baseRate: expectedRate, direction: metric.direction }, dmin)
    : sampleSizeForMean({ ...designOf(plan), standardDeviation: expectedSd }, dmin);
}

/** The smallest effect per unit reached that the planned units show. */
export function detectableFor(plan: HoldoutPlan): DetectableEffect {
  const { metric, expectedRate = 0, expectedSd = 0, plannedUnits } = plan;
  return metric.kind === 'binary'
    ? detectableEffectForProportion(
        { ...designOf(plan), baseRate: expectedRate, direction: metric.direction },
        plannedUnits,
      )
    : detectableEffectForMean({ ...designOf(plan), standardDeviation: expectedSd }, plannedUnits);
}

function waysOutOf(
  plan: HoldoutPlan,
  entity: Entity,
  unitsNeeded: number,
  detectableEffect: number | null,
): readonly string[] {
  const ways = [`with ${formatCount(unitsNeeded)} ${entity.many} instead of ${formatCount(plan.plannedUnits)}`];
  const share = enoughShare(plan);
  if (share !== null) {
    ways.push(`with ${formatShare(share)} of them left alone instead of ${formatShare(plan.holdoutShare)}`);
  }
  // Rounded up, because the figure is a promise: an effect of this size has to be visible.
  const effect = detectableEffect === null ? null : roundUp(detectableEffect);
  if (effect !== null && effect > plan.dmin && isEnough({ ...plan, dmin: effect })) {
    ways.push(`if only an effect of ${effectInWords(plan.metric, effect, entity)} or more were worth having`);
  }
  return ways;
}

/** The smallest larger share, in whole percent and at most half, with which the planned units are enough. */
function enoughShare(plan: HoldoutPlan): number | null {
  for (let percent = Math.floor(plan.holdoutShare * 100) + 1; percent <= 50; percent += 1) {
    if (isEnough({ ...plan, holdoutShare: percent / 100 })) return percent / 100;
  }
  return null;
}

function isEnough(plan: HoldoutPlan): boolean {
  const units = unitsFor(plan);
  return units !== null && units <= plan.plannedUnits;
}
