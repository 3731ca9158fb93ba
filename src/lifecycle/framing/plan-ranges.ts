import { addDays, daysBetween } from '../../words/index.ts';
import type { Kpi, SuccessCriterion } from './framing.ts';
import { detectableFor, type Entity, type HoldoutOutlook, room } from './holdout-outlook.ts';
import { type ActionCosts, planMoney } from './plan-money.ts';

/** How much the pace at which units come may differ from the plan, either way. */
const PACE_LEEWAY = 0.2;

/** The effect at the upper end of the ranges, as a multiple of the smallest one worth having. */
const GOOD_EFFECT = 2;

/** Both ends of a range, the lower first. */
export interface LowHigh {
  readonly low: number;
  readonly high: number;
}

/** A plan with everything on which its ranges rest. */
export interface PlanInput {
  readonly criterion: SuccessCriterion;
  readonly costs: ActionCosts;
  /** Over how many units the KPI is counted and in which steps; `undefined` while that is not stated. */
  readonly kpi: Pick<Kpi, 'population' | 'scale'> | undefined;
  readonly entity: Entity;
  /** ISO day. */
  readonly today: string;
}

/** What a plan shows, takes and costs, from the slowest pace and the smallest effect to the fastest and a good one. */
export interface PlanRanges {
  /** Smallest effect per unit reached that it can show; `null` when none is possible. */
  readonly detectableEffect: LowHigh | null;
  /** Days from today until `dmin` can be told from no effect: enrolment and one full window. */
  readonly days: LowHigh | null;
  /** First day on which a read-out could answer at the pace of the plan; `null` when nobody comes any more. */
  readonly possibleOn: string | null;
  /** What leaving units alone costs, in cents; `null` without a worth of the outcome. */
  readonly costOfKnowingCents: LowHigh | null;
  /** What those left alone would have added to the KPI, in its unit; `null` without a population. */
  readonly kpiForgone: LowHigh | null;
}

/**
 * The figures of a plan as ranges. Runtime is enrolment of the needed units at the pace of the plan, 20% slower and
 * faster, and one full window with its days of grace after it; the price of knowing is holdoutShare x units x net, and
 * in the KPI's unit holdoutShare x units x reach x effect / population.
 */
export function planRanges(input: PlanInput, outlook: Extract<HoldoutOutlook, { kind: 'known' }>): PlanRanges {
  const { criterion, today } = input;
  const wait = criterion.outcomeWindowDays + criterion.lateGraceDays;
  const entryDays = daysBetween(today, addDays(criterion.readOutOn, -wait));
  const daysAt = (pace: number) => (outlook.unitsNeeded * entryDays) / (criterion.plannedUnits * pace) + wait;
  const isComing = entryDays > 0;
  return {
    detectableEffect: detectableRange(criterion),
    days: isComing ? { low: daysAt(1 + PACE_LEEWAY), high: daysAt(1 - PACE_LEEWAY) } : null,
    possibleOn: isComing && daysAt(1) < FARTHEST_DAYS ? addDays(today, Math.ceil(daysAt(1))) : null,
    costOfKnowingCents: costRange(input),
    kpiForgone: forgoneRange(input),
  };
}

/** A day farther away than this is no plan. */
const FARTHEST_DAYS = 36_500;

function detectableRange(criterion: SuccessCriterion): LowHigh | null {
  const at = (pace: number) => {
    const detectable = detectableFor({ ...criterion, plannedUnits: Math.round(criterion.plannedUnits * pace) });
    return detectable.kind === 'detectable' ? detectable.effectOnReached : null;
  };
  const [low, high] = [at(1 + PACE_LEEWAY), at(1 - PACE_LEEWAY)];
  return low === null || high === null ? null : { low, high };
}

function costRange({ criterion, costs }: PlanInput): LowHigh | null {
  const [low, high] = [criterion.dmin, goodEffect(criterion)].map(
    (dmin) => planMoney({ ...criterion, dmin }, costs).costOfKnowingCents,
  );
  return low == null || high == null ? null : { low, high };
}

function forgoneRange({ criterion, kpi }: PlanInput): LowHigh | null {
  if (kpi?.population === undefined) return null;
  const { holdoutShare, plannedUnits, reachTarget } = criterion;
  const perEffect = (holdoutShare * plannedUnits * reachTarget * kpi.scale) / kpi.population;
  return { low: perEffect * criterion.dmin, high: perEffect * goodEffect(criterion) };
}

/** Twice the smallest effect worth having, as far as a rate can move at all. */
function goodEffect({ metric, dmin, expectedRate }: SuccessCriterion): number {
  const good = dmin * GOOD_EFFECT;
  if (metric.kind !== 'binary' || expectedRate === undefined) return good;
  return Math.max(dmin, Math.min(good, room(metric.direction, expectedRate)));
}
