import type { FramingContent } from '../src/lifecycle/framing/index.ts';
import { normalQuantile } from '../src/statistics/normal.ts';
import { ACTION } from './arms.ts';
import { binaryTruth, simulateBinary } from './binary-world.ts';
import { addDays, DAY_MS, dayOf, instantOf, startOfDay } from './calendar.ts';
import { type Campaign, campaignDeliveries, latestStart, sourcesOf } from './campaign-records.ts';
import { openDeliveryDesk } from './delivery-desk.ts';
import { createRandom } from './random.ts';
import { remarksOf } from './remarks.ts';
import type { Expected, Story, StoryOptions } from './story.ts';
import { SHOPPERS, STORES, simulateStores } from './widgets.ts';

/** A widgets story and what must come out. */
export interface WidgetsStoryPlan {
  readonly id: string;
  readonly name: string;
  readonly units: number;
  readonly expected: Expected;
}

const QUESTION = 'how can we get people to buy more widgets';
const CYCLES = 2;
const CYCLE_DAYS = 14;
const GRACE_DAYS = 3;

/** Plays the story of which shoppers get the offer: drawn by chance, so that its effect can be shown. */
export function shoppersStory(plan: WidgetsStoryPlan, { seed, today }: StoryOptions): Story {
  const random = createRandom(`${seed}/${plan.id}`);
  const units = simulateBinary(SHOPPERS, plan.units, random);
  const timing = { today, cycles: CYCLES, cycleDays: CYCLE_DAYS, windowDays: SHOPPERS.outcomeWindowDays };
  const truth = binaryTruth(units, SHOPPERS.good);
  const campaign: Campaign = {
    ...timing,
    start: latestStart({ ...timing, graceDays: GRACE_DAYS }),
    graceDays: GRACE_DAYS,
    shares: SHOPPERS,
    threshold: normalQuantile(1 - SHOPPERS.flagShare),
    unitPrefix: 'S-',
    modelName: 'widget-interest',
    actionType: 'offer-mail',
    channel: 'e-mail',
    role: 'mail system',
    teams: ['Shop marketing'],
    actedWithinDays: 2,
    costCents: Math.round(SHOPPERS.cost * 100),
    currency: 'EUR',
    reasonsNotActed: ['mail not opened', 'mail bounced'],
    metric: 'bought',
    outcomeKind: 'event',
    outcomeOf: (unit) => units.event[unit] as number,
    kpi: {
      baseline: Number((100 * truth.untouched).toFixed(1)),
      scale: 100,
      counts: (unit) => units.arm[unit] === ACTION,
    },
    sources: sourcesOf('web shop', 'mail system'),
  };
  const flagged = units.flagged.reduce((sum, flag) => sum + flag, 0);
  return {
    id: plan.id,
    name: plan.name,
    question: QUESTION,
    questionKind: 'open',
    framing: shoppersFraming(campaign, flagged, truth.untouched),
    remarks: remarksOf({
      units: 'shoppers',
      action: 'offer mail',
      source: 'the web shop',
      heuristic: 'writing to whoever looked at a widget last week',
    }),
    deliveries: campaignDeliveries(campaign, units, random),
    truth,
    expected: plan.expected,
    isReadOut: true,
  };
}

function shoppersFraming(campaign: Campaign, flagged: number, untouched: number): FramingContent {
  const { baseline } = campaign.kpi;
  return {
    translation:
      'Every two weeks, find the shoppers most interested in a widget and send them an offer by e-mail, so that more of them buy one.',
    kpi: {
      name: 'Shoppers on the offer list who buy a widget',
      unit: '% of the shoppers listed',
      direction: 'up',
      owner: 'Head of the web shop',
      formula: 'shoppers on the list who bought a widget within 30 days / shoppers on the list',
      source: 'Web shop',
      baseline: { value: baseline, from: addDays(campaign.start, -60), to: addDays(campaign.start, -1) },
      target: Number((baseline + 4).toFixed(1)),
      due: campaign.today,
      population: Math.round(flagged * (1 - SHOPPERS.holdout)),
      scale: 100,
    },
    predictionTask: {
      entity: { one: 'shopper', many: 'shoppers' },
      moment: 'on Monday, from the visits of the last four weeks',
      outcome: 'buys a widget within 30 days',
      waitDays: SHOPPERS.outcomeWindowDays,
      heuristic: 'Write to whoever looked at a widget last week.',
    },
    decisionPolicy: {
      action: 'offer mail',
      gain: { one: 'extra buyer', many: 'extra buyers' },
      actor: 'The mail system, within two days of the list',
      rule: { kind: 'threshold', threshold: Number(campaign.threshold.toFixed(4)) },
      cycleDays: CYCLE_DAYS,
      costPerActionCents: campaign.costCents,
      fixedCostCents: 0,
    },
    successCriterion: {
      metric: {
        id: 'bought',
        name: 'shopper who bought a widget',
        kind: 'binary',
        direction: 'up',
        good: { one: 'buys', many: 'buy' },
        bad: { one: 'does not buy', many: 'do not buy' },
      },
      guardrails: [],
      dmin: 0.06,
      dminReason: 'Below 6 more buyers of 100 who open the mail, the shop page is better used for something else.',
      valuePerOutcomeCents: Math.round(SHOPPERS.value * 100),
      currency: 'EUR',
      valueSource: 'Margin of one widget, from finance',
      design: 'holdout',
      holdoutShare: SHOPPERS.holdout,
      exploreShare: SHOPPERS.explore,
      actionWindowDays: 7,
      outcomeWindowDays: SHOPPERS.outcomeWindowDays,
      lateGraceDays: GRACE_DAYS,
      readOutOn: campaign.today,
      plannedUnits: flagged,
      expectedRate: Number(untouched.toFixed(3)),
      predictionFloor: 0.65,
      reachTarget: 0.8,
      minUnitsPerArm: 100,
      minEventsPerArm: 10,
      alphaLooks: 0.01,
      alphaReadOut: 0.04,
    },
    riskTier: 'low',
  };
}

/** Weeks of the panel that the story delivers: enough to see sales rise, few enough to load at once. */
const SHOWN_WEEKS = 40;

/**
 * Plays the story of the displays: one region gets them, nobody is drawn by chance and the table admits that nothing will
 * be shown. Sales rise, and no one can say why.
 */
export function displaysStory(plan: WidgetsStoryPlan, { seed, today }: StoryOptions): Story {
  const panel = simulateStores({ ...STORES, stores: plan.units }, createRandom(`${seed}/${plan.id}`));
  const firstWeek = STORES.weeks - SHOWN_WEEKS;
  const firstMs = startOfDay(today) - (SHOWN_WEEKS * 7 + 1) * DAY_MS;
  const startMs = firstMs + (STORES.startWeek - firstWeek) * 7 * DAY_MS;
  const desk = openDeliveryDesk({ fromMs: firstMs, everyDays: 14, sources: sourcesOf('tills', 'field service') });
  const weekly = new Map<number, number[]>();
  for (const { unit, period, isTreated, value } of panel) {
    if (period < firstWeek) continue;
    const weekMs = firstMs + (period - firstWeek) * 7 * DAY_MS;
    const unitId = `store-${Number(unit) + 1}`;
    desk.add('outcomes', weekMs + 7 * DAY_MS, {
      outcomeId: `w-${unitId}-${period}`,
      unitId,
      occurredAt: instantOf(weekMs + 6 * DAY_MS),
      metric: 'widgets_sold',
      value: Math.round(value),
    });
    weekly.set(period, [...(weekly.get(period) ?? []), value]);
    if (period !== STORES.startWeek) continue;
    desk.add('assignments', weekMs, {
      unitId,
      arm: isTreated ? 'action' : 'none',
      propensity: 1,
      assignedAt: instantOf(weekMs),
    });
    if (!isTreated) continue;
    desk.add('actions', weekMs + 2 * DAY_MS, {
      actionId: `d-${unitId}`,
      unitId,
      occurredAt: instantOf(weekMs + DAY_MS),
      actionType: 'display',
      status: 'delivered',
      actor: { role: 'field service', team: 'Region North' },
      costCents: 30_000,
      currency: 'EUR',
    });
  }
  for (const [period, values] of weekly) {
    const weekMs = firstMs + (period - firstWeek) * 7 * DAY_MS;
    const value = values.reduce((sum, sold) => sum + sold, 0) / values.length;
    desk.add('kpi-points', weekMs + 7 * DAY_MS, {
      periodStart: dayOf(weekMs),
      periodEnd: dayOf(weekMs + 6 * DAY_MS),
      value: Number(value.toFixed(1)),
    });
  }
  const todayMs = startOfDay(today);
  desk.add('watermarks', todayMs, { source: 'tills', metric: 'widgets_sold', completeThrough: instantOf(todayMs) });
  const before = [...weekly].filter(([period]) => period < STORES.startWeek).flatMap(([, values]) => values);
  const baseline = Math.round(before.reduce((sum, value) => sum + value, 0) / before.length);
  return {
    id: plan.id,
    name: plan.name,
    question: QUESTION,
    questionKind: 'open',
    framing: displaysFraming(baseline, dayOf(firstMs), dayOf(startMs - DAY_MS), today, plan.units),
    remarks: remarksOf({
      units: 'stores',
      action: 'display',
      source: 'the tills',
      heuristic: 'putting displays into the largest stores',
    }),
    deliveries: desk.deliveries(todayMs),
    truth: {
      itt: STORES.effect,
      cace: STORES.effect,
      unflaggedItt: null,
      gap: null,
      auc: null,
      reach: 1,
      untouched: baseline,
    },
    expected: plan.expected,
    isReadOut: true,
  };
}

function displaysFraming(
  baseline: number,
  from: string,
  to: string,
  readOutOn: string,
  stores: number,
): FramingContent {
  return {
    translation:
      'Put displays into the stores of one region for which we forecast the most unmet interest, and see whether more widgets are sold.',
    kpi: {
      name: 'Widgets sold per store',
      unit: 'widgets per store and week',
      direction: 'up',
      owner: 'Head of sales',
      formula: 'widgets sold / stores / weeks',
      source: 'Tills',
      baseline: { value: baseline, from, to },
      target: baseline + 20,
      due: readOutOn,
      population: stores,
      scale: 1,
    },
    predictionTask: {
      entity: { one: 'store', many: 'stores' },
      moment: 'once, before the displays are built',
      outcome: 'sells more widgets with a display',
      waitDays: 28,
      heuristic: 'Put displays into the largest stores.',
    },
    decisionPolicy: {
      action: 'display',
      gain: { one: 'extra widget', many: 'extra widgets' },
      actor: 'Field service of the region',
      rule: { kind: 'everybody' },
      cycleDays: 28,
      costPerActionCents: 30_000,
      fixedCostCents: 0,
    },
    successCriterion: {
      metric: { id: 'widgets_sold', name: 'widgets sold', kind: 'mean', direction: 'up', unit: 'widgets' },
      guardrails: [],
      dmin: 10,
      dminReason: 'Ten widgets a week pay a display within two months.',
      valuePerOutcomeCents: 1_800,
      currency: 'EUR',
      valueSource: 'Margin of one widget, from finance',
      design: 'none',
      holdoutShare: 0,
      exploreShare: 0,
      actionWindowDays: 7,
      outcomeWindowDays: 28,
      lateGraceDays: 0,
      readOutOn,
      plannedUnits: stores,
      predictionFloor: 0.6,
      reachTarget: 0.8,
      minUnitsPerArm: 100,
      minEventsPerArm: 10,
      alphaLooks: 0.01,
      alphaReadOut: 0.04,
    },
    riskTier: 'low',
  };
}
