import type { FramingContent } from '../src/lifecycle/framing/index.ts';
import { normalQuantile } from '../src/statistics/normal.ts';
import { ACTION } from './arms.ts';
import { type BinaryUnits, binaryTruth } from './binary-world.ts';
import { addDays } from './calendar.ts';
import { type Campaign, campaignDeliveries, latestStart, sourcesOf } from './campaign-records.ts';
import {
  CHURN,
  CHURN_VARIANTS,
  type ChurnParams,
  type ChurnVariant,
  PLANNED_EFFECT_TOO_SMALL,
  simulateChurn,
} from './churn.ts';
import { createRandom } from './random.ts';
import { remarksOf } from './remarks.ts';
import type { Expected, Story, StoryOptions } from './story.ts';

/** A churn story: which world, how many customers, and what must come out. */
export interface ChurnStoryPlan {
  readonly id: string;
  readonly name: string;
  readonly variant: ChurnVariant;
  /** What differs from the variant of the vector file, so that the demo stays small and its verdict clear. */
  readonly overrides?: Partial<ChurnParams>;
  /** Smallest effect worth having, where it is not five of 100 customers reached. */
  readonly dmin?: number;
  /** Customers scored in all cycles together. */
  readonly units: number;
  readonly expected: Expected;
  /** Told this many days before its last outcome window closes. */
  readonly daysTooEarly?: number;
  /** Flagged customers that the plan counted on, where more or fewer came. */
  readonly plannedUnits?: number;
  /** Why the table went ahead with a plan that may not answer. */
  readonly openAnswerReason?: string;
}

const CYCLES = 3;
const GRACE_DAYS = 7;
/** Smallest effect worth having: the share of the customers reached who stay and would have left. */
const DMIN = 0.05;

/** Plays a churn story. */
export function churnStory(plan: ChurnStoryPlan, { seed, today }: StoryOptions): Story {
  const params: ChurnParams = { ...CHURN, ...CHURN_VARIANTS[plan.variant], ...plan.overrides };
  const random = createRandom(`${seed}/${plan.id}`);
  const units = simulateChurn(params, plan.units, random);
  const readOutOn = addDays(today, plan.daysTooEarly ?? 0);
  const timing = { cycles: CYCLES, cycleDays: params.cycleDays, windowDays: params.outcomeWindowDays };
  const start = latestStart({ today: readOutOn, ...timing, graceDays: GRACE_DAYS });
  const truth = binaryTruth(units, 'fewer');
  const isWholeBase = plan.variant === 'too_small';
  const kpi = isWholeBase ? wholeBaseKpi(units) : callListKpi(truth.untouched);
  const campaign: Campaign = {
    start,
    today,
    ...timing,
    graceDays: GRACE_DAYS,
    shares: params,
    threshold: normalQuantile(1 - params.flagShare),
    unitPrefix: 'C-',
    modelName: 'churn-risk',
    actionType: 'retention-call',
    channel: 'telephone',
    role: 'call agent',
    teams: ['North', 'South', 'West'],
    actedWithinDays: 14,
    costCents: Math.round(params.cost * 100),
    currency: 'EUR',
    reasonsNotActed: ['nobody answered', 'number not in use', 'shift not staffed'],
    metric: 'left',
    outcomeKind: 'event',
    outcomeOf: (unit) => units.event[unit] as number,
    kpi: {
      baseline: kpi.baseline,
      scale: 100,
      counts: isWholeBase ? () => true : (unit) => units.arm[unit] === ACTION,
    },
    sources: sourcesOf('customer system', 'call centre'),
  };
  return {
    id: plan.id,
    name: plan.name,
    question: 'reduce churn by 10% this quarter',
    questionKind: 'defined',
    framing: churnFraming({ plan, params, units, campaign, kpi, untouched: truth.untouched, readOutOn }),
    remarks: remarksOf({
      units: 'customers',
      action: 'retention call',
      source: 'the customer system',
      heuristic: 'calling the customers with the most complaints',
    }),
    deliveries: campaignDeliveries(campaign, units, random),
    truth,
    expected: plan.expected,
    isReadOut: plan.daysTooEarly === undefined,
  };
}

/** The KPI of a churn story, in percent. */
interface ChurnKpi {
  readonly name: string;
  readonly unit: string;
  readonly formula: string;
  readonly baseline: number;
  readonly target: number;
}

/** The KPI of most stories: the customers whom the plan wants to call. Its target is 10% below its baseline. */
function callListKpi(untouched: number): ChurnKpi {
  const baseline = percent(untouched);
  return {
    name: 'Customers on the call list who leave',
    unit: '% of the customers listed',
    formula: 'customers who left within 90 days of being listed / customers listed for a call',
    baseline,
    target: Number((baseline * 0.9).toFixed(1)),
  };
}

/** The KPI of the story whose effect is real and too small: all customers, 10% fewer of whom are to leave. */
function wholeBaseKpi({ count, chanceUntouched }: BinaryUnits): ChurnKpi {
  const baseline = percent(chanceUntouched.reduce((sum, chance) => sum + chance, 0) / count);
  return {
    name: 'Customers who leave',
    unit: '% of all customers',
    formula: 'customers who left within 90 days of scoring / customers scored',
    baseline,
    target: Number((baseline * 0.9).toFixed(1)),
  };
}

/** A share as percent with one decimal. */
function percent(share: number): number {
  return Number((100 * share).toFixed(1));
}

interface ChurnFramingInput {
  readonly plan: ChurnStoryPlan;
  readonly params: ChurnParams;
  readonly units: BinaryUnits;
  readonly campaign: Campaign;
  readonly kpi: ChurnKpi;
  /** Share of the flagged who leave when nothing is done, for the planner. */
  readonly untouched: number;
  readonly readOutOn: string;
}

function churnFraming({ plan, params, units, campaign, kpi, untouched, readOutOn }: ChurnFramingInput): FramingContent {
  const isWholeBase = plan.variant === 'too_small';
  const { name, unit, formula, baseline, target } = kpi;
  const dmin = plan.dmin ?? (isWholeBase ? PLANNED_EFFECT_TOO_SMALL : DMIN);
  const perHundred = Math.round(100 * dmin);
  const flagged = units.flagged.reduce((sum, flag) => sum + flag, 0);
  const listed = Math.round(flagged * (1 - params.holdout));
  return {
    translation: isWholeBase
      ? 'Every month, find the fifth of the customers most likely to leave within 90 days and call them, so that of all customers 10% fewer leave.'
      : 'Every month, find the fifth of the customers most likely to leave within 90 days and call them, so that of those on the call list 10% fewer leave.',
    kpi: {
      name,
      unit,
      direction: 'down',
      owner: 'Head of customer care',
      formula,
      source: 'Monthly report of the customer system',
      baseline: { value: baseline, from: addDays(campaign.start, -90), to: addDays(campaign.start, -1) },
      target,
      due: readOutOn,
      population: isWholeBase ? units.count : Math.max(1, listed),
      scale: 100,
    },
    predictionTask: {
      entity: { one: 'customer', many: 'customers' },
      moment: 'on the first day of each cycle, from what is known on that day',
      outcome: 'leaves within 90 days',
      waitDays: params.outcomeWindowDays,
      heuristic: 'Call the customers who complained most often in the last quarter.',
    },
    decisionPolicy: {
      action: 'retention call',
      gain: { one: 'saved customer', many: 'saved customers' },
      actor: 'Call agents of customer care, within two weeks of the list',
      rule: { kind: 'threshold', threshold: Number(campaign.threshold.toFixed(4)) },
      capacityPerCycle: Math.max(1, Math.ceil((listed + params.explore * (units.count - flagged)) / CYCLES)),
      cycleDays: params.cycleDays,
      costPerActionCents: campaign.costCents,
      fixedCostCents: 0,
    },
    successCriterion: {
      metric: {
        id: 'left',
        name: 'customer who left',
        kind: 'binary',
        direction: 'down',
        good: { one: 'stays', many: 'stay' },
        bad: { one: 'leaves', many: 'leave' },
      },
      guardrails: [],
      dmin,
      dminReason: isWholeBase
        ? `Only if ${perHundred} of 100 customers whom we reach stay because of the call do we get near our goal for the whole base.`
        : `If ${perHundred} of 100 customers whom we reach stay because of the call, the goal for the list is possible; for less, the team would rather repair the product.`,
      valuePerOutcomeCents: Math.round(params.value * 100),
      currency: 'EUR',
      valueSource: 'Contribution margin of one customer-year, from finance',
      design: 'holdout',
      holdoutShare: params.holdout,
      exploreShare: params.explore,
      actionWindowDays: 30,
      outcomeWindowDays: params.outcomeWindowDays,
      lateGraceDays: GRACE_DAYS,
      readOutOn,
      plannedUnits: plan.plannedUnits ?? Math.max(1, flagged),
      expectedRate: Number(untouched.toFixed(3)),
      ...(plan.openAnswerReason ? { openAnswerReason: plan.openAnswerReason } : {}),
      predictionFloor: 0.7,
      reachTarget: 0.8,
      minUnitsPerArm: 100,
      minEventsPerArm: 10,
      alphaLooks: 0.01,
      alphaReadOut: 0.04,
    },
    riskTier: 'low',
    assumptions: churnBeliefs(dmin, untouched),
  };
}

/** What the table believed before it looked at data; the records of the story say which of it held. */
function churnBeliefs(dmin: number, untouched: number): NonNullable<FramingContent['assumptions']> {
  const perHundred = Math.round(100 * dmin);
  return {
    a1: {
      statement: `A call keeps at least ${perHundred} of 100 customers whom we reach.`,
      kind: 'effect',
      believedBy: 'Head of customer care',
      reason: 'So the call agents say after their calls.',
      low: dmin,
      high: Number(Math.min(untouched, 3 * dmin).toFixed(3)),
      check: 'Compare those on the list with those we leave alone.',
    },
    a2: {
      statement: 'We reach between 75 and 95 of 100 on the list within a month.',
      kind: 'reach',
      believedBy: 'Head of customer care',
      reason: 'Shifts are planned for twice as many calls.',
      low: 0.75,
      high: 0.95,
      check: 'Count the recorded calls.',
    },
    a3: {
      statement: 'Whoever gets a call does not feel watched.',
      kind: 'other',
      believedBy: 'Head of customer care',
      reason: 'Nobody complained about last year’s calls.',
      check: 'Read the complaints after the second cycle.',
    },
  };
}
