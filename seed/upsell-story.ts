import type { FramingContent } from '../src/lifecycle/framing/index.ts';
import { ACTION } from './arms.ts';
import { addDays } from './calendar.ts';
import { type Campaign, campaignDeliveries, latestStart, sourcesOf } from './campaign-records.ts';
import { createRandom } from './random.ts';
import { remarksOf } from './remarks.ts';
import type { Expected, Story, StoryOptions, Truth } from './story.ts';
import { type Ranking, scoreThreshold, simulateUpsell, UPSELL, type UpsellParams, upsellTruth } from './upsell.ts';

/** An upsell story: which world, whom the model flags, and what must come out. */
export interface UpsellStoryPlan {
  readonly id: string;
  readonly name: string;
  readonly ranking: Ranking;
  readonly overrides: Partial<UpsellParams>;
  readonly units: number;
  readonly expected: Expected;
}

const CYCLES = 3;
const CYCLE_DAYS = 30;
const GRACE_DAYS = 5;
/** Smallest effect worth having: revenue per customer who sees the offer that pays its cost at the margin of the world. */
const DMIN = 5;

/** Plays an upsell story. */
export function upsellStory(plan: UpsellStoryPlan, { seed, today }: StoryOptions): Story {
  const params = { ...UPSELL, ...plan.overrides };
  const random = createRandom(`${seed}/${plan.id}`);
  const units = simulateUpsell(params, plan.ranking, plan.units, random);
  const timing = { today, cycles: CYCLES, cycleDays: CYCLE_DAYS, windowDays: params.outcomeWindowDays };
  const start = latestStart({ ...timing, graceDays: GRACE_DAYS });
  const truth = upsellTruth(units);
  const baseline = Number(truth.untouched.toFixed(2));
  const campaign: Campaign = {
    ...timing,
    start,
    graceDays: GRACE_DAYS,
    shares: params,
    threshold: scoreThreshold(plan.ranking, params.flagShare),
    unitPrefix: 'K-',
    modelName: plan.ranking === 'propensity' ? 'buyer-propensity' : 'offer-uplift',
    actionType: 'offer',
    channel: 'post',
    role: 'campaign manager',
    teams: ['Customer marketing'],
    actedWithinDays: 7,
    costCents: Math.round(params.cost * 100),
    currency: 'EUR',
    reasonsNotActed: ['letter came back', 'customer opted out'],
    metric: 'revenue',
    outcomeKind: 'amount',
    outcomeOf: (unit) => Number((units.revenue[unit] as number).toFixed(2)),
    beforeOf: (unit) => Number((units.before[unit] as number).toFixed(2)),
    kpi: { baseline, scale: 1, counts: (unit) => units.arm[unit] === ACTION },
    sources: sourcesOf('order system', 'print shop'),
  };
  return {
    id: plan.id,
    name: plan.name,
    question: 'how can we upsell',
    questionKind: 'open',
    framing: upsellFraming(
      plan,
      params,
      campaign,
      truth,
      units.flagged.reduce((sum, flag) => sum + flag, 0),
    ),
    remarks: remarksOf({
      units: 'customers',
      action: 'offer',
      source: 'the order system',
      heuristic: 'writing to those who bought last month',
    }),
    deliveries: campaignDeliveries(campaign, units, random),
    truth,
    expected: plan.expected,
    isReadOut: true,
  };
}

const WORDS: Readonly<Record<Ranking, { readonly translation: string; readonly outcome: string }>> = {
  propensity: {
    translation: 'Every month, find the quarter of the customers most likely to buy again and send them an offer.',
    outcome: 'buys within 60 days',
  },
  uplift: {
    translation:
      'Every month, find the quarter of the customers whom an offer changes most, not those who buy anyway, and send it to them.',
    outcome: 'buys more because of the offer, within 60 days',
  },
};

function upsellFraming(
  plan: UpsellStoryPlan,
  params: UpsellParams,
  campaign: Campaign,
  truth: Truth,
  flagged: number,
): FramingContent {
  const baseline = campaign.kpi.baseline;
  const { translation, outcome } = WORDS[plan.ranking];
  return {
    translation,
    kpi: {
      name: 'Revenue per customer on the offer list',
      unit: 'EUR per customer in 60 days',
      direction: 'up',
      owner: 'Head of customer marketing',
      formula: 'revenue of the 60 days after the offer / customers on the list',
      source: 'Order system',
      baseline: { value: baseline, from: addDays(campaign.start, -90), to: addDays(campaign.start, -1) },
      target: Number((baseline + DMIN * params.reach).toFixed(2)),
      due: campaign.today,
      population: Math.round(flagged * (1 - params.holdout)),
      scale: 1,
    },
    predictionTask: {
      entity: { one: 'customer', many: 'customers' },
      moment: 'on the first day of the month, from the orders so far',
      outcome,
      waitDays: params.outcomeWindowDays,
      heuristic: 'Send the offer to whoever bought last month.',
    },
    decisionPolicy: {
      action: 'offer',
      gain: { one: 'euro of extra revenue', many: 'euros of extra revenue' },
      actor: 'Customer marketing, within a week of the list',
      rule: { kind: 'threshold', threshold: Number(campaign.threshold.toFixed(4)) },
      capacityPerCycle: Math.ceil(plan.units / CYCLES),
      cycleDays: CYCLE_DAYS,
      costPerActionCents: campaign.costCents,
      fixedCostCents: 0,
    },
    successCriterion: {
      metric: { id: 'revenue', name: 'revenue', kind: 'mean', direction: 'up', unit: 'EUR' },
      guardrails: [],
      dmin: DMIN,
      dminReason: 'An offer costs 2 EUR and 40 of 100 euros of revenue are ours, so less than 5 EUR does not pay it.',
      valuePerOutcomeCents: Math.round(params.margin * 100),
      currency: 'EUR',
      valueSource: 'Contribution margin of the product line, from finance',
      design: 'holdout',
      holdoutShare: params.holdout,
      exploreShare: params.explore,
      actionWindowDays: 14,
      outcomeWindowDays: params.outcomeWindowDays,
      lateGraceDays: GRACE_DAYS,
      readOutOn: campaign.today,
      plannedUnits: flagged,
      expectedRate: baseline,
      expectedSd: Number((truth.untouched * 2.2).toFixed(1)),
      // A score of whom an offer changes does not rank who buys; the form takes no floor below chance.
      predictionFloor: plan.ranking === 'uplift' ? 0.5 : 0.6,
      reachTarget: 0.7,
      minUnitsPerArm: 100,
      minEventsPerArm: 10,
      alphaLooks: 0.01,
      alphaReadOut: 0.04,
    },
    riskTier: 'low',
  };
}
