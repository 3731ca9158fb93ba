import type { FramingContent } from '../src/lifecycle/framing/index.ts';
import { addDays, DAY_MS, dayOf, instantOf, startOfDay } from './calendar.ts';
import { sourcesOf } from './campaign-records.ts';
import { type DeliveryDesk, openDeliveryDesk } from './delivery-desk.ts';
import {
  type Listing,
  MAINTENANCE,
  type MaintenanceHistory,
  type MaintenanceParams,
  maintenanceTruth,
  simulateMaintenance,
} from './maintenance.ts';
import { createRandom, type Random } from './random.ts';
import { remarksOf } from './remarks.ts';
import type { Expected, Story, StoryOptions } from './story.ts';

/** A maintenance story: which world, and what must come out. */
export interface MaintenanceStoryPlan {
  readonly id: string;
  readonly name: string;
  readonly overrides: Partial<MaintenanceParams>;
  readonly expected: Expected;
}

const GRACE_DAYS = 7;
const WEEK_MS = 7 * DAY_MS;
const HOUR_MS = 3_600_000;
/** Share of the machines that are on a list at least once in half a year and are inspected then. */
const INSPECTED_TARGET = 0.4;
const METRIC = 'downtime_hours';

/** Plays a maintenance story: half a year, one list for each arm every week. */
export function maintenanceStory(plan: MaintenanceStoryPlan, { seed, today }: StoryOptions): Story {
  const params = { ...MAINTENANCE, ...plan.overrides };
  const source = () => createRandom(`${seed}/${plan.id}`);
  const history = simulateMaintenance(params, source(), 'per-arm');
  const windowDays = params.weeks * 7;
  const start = dayOf(startOfDay(today) - (windowDays + GRACE_DAYS + 2) * DAY_MS);
  const { untouchedPerWeek, effectPerWeek } = maintenanceTruth(params, source);
  const reach = shareInspected(history);
  return {
    id: plan.id,
    name: plan.name,
    question: 'we lose n dollars a quarter to unscheduled maintenance',
    questionKind: 'defined',
    framing: maintenanceFraming(params, history, start, today, untouchedPerWeek),
    remarks: remarksOf({
      units: 'machines',
      action: 'inspection',
      source: 'the maintenance system',
      heuristic: 'inspecting the machines with the most running hours',
    }),
    deliveries: maintenanceDeliveries(params, history, start, today, untouchedPerWeek, source().split('dates')),
    truth: {
      itt: effectPerWeek * params.weeks,
      cace: (effectPerWeek * params.weeks) / reach,
      unflaggedItt: null,
      gap: null,
      auc: null,
      reach,
      untouched: untouchedPerWeek * params.weeks,
    },
    expected: plan.expected,
    isReadOut: true,
  };
}

function shareInspected({ heldOut, inspections }: MaintenanceHistory): number {
  let acted = 0;
  let inspected = 0;
  heldOut.forEach((isHeldOut, machine) => {
    if (isHeldOut === 1) return;
    acted += 1;
    if ((inspections[machine] as number) > 0) inspected += 1;
  });
  return inspected / acted;
}

function machineId(machine: number): string {
  return `M-${String(machine + 1).padStart(5, '0')}`;
}

function maintenanceDeliveries(
  params: MaintenanceParams,
  history: MaintenanceHistory,
  start: string,
  today: string,
  baseline: number,
  dates: Random,
): Story['deliveries'] {
  const desk = openDeliveryDesk({
    fromMs: startOfDay(start),
    everyDays: 14,
    sources: sourcesOf('maintenance system', 'work orders'),
  });
  const startMs = startOfDay(start);
  addFirstScores(desk, params, history, startMs);
  for (const listing of history.listings) addListing(desk, params, listing, startMs, dates);
  history.standstills.forEach(({ machine, week, hours }, index) => {
    // Nothing is counted on the first day, so that no standstill lies before the drawing.
    const happenedMs = startMs + week * WEEK_MS + DAY_MS + Math.floor(dates.uniform() * (WEEK_MS - 2 * DAY_MS));
    desk.add('outcomes', happenedMs + (1 + dates.below(5)) * DAY_MS, {
      outcomeId: `s-${index + 1}`,
      unitId: machineId(machine),
      occurredAt: instantOf(happenedMs),
      metric: METRIC,
      value: Number(hours.toFixed(2)),
    });
  });
  addKpiPoints(desk, params, history, startMs, baseline, dates);
  const todayMs = startOfDay(today);
  const complete = (ms: number, throughMs: number): void =>
    desk.add('watermarks', ms, {
      source: 'maintenance system',
      metric: METRIC,
      completeThrough: instantOf(throughMs),
    });
  for (let ms = startMs + 28 * DAY_MS; ms < todayMs; ms += 28 * DAY_MS) complete(ms, ms - GRACE_DAYS * DAY_MS);
  complete(todayMs, todayMs);
  return desk.deliveries(todayMs);
}

/** Every machine that may come on a list is scored and drawn on the first day, whether it is on that list or not. */
function addFirstScores(
  desk: DeliveryDesk,
  params: MaintenanceParams,
  history: MaintenanceHistory,
  startMs: number,
): void {
  const listed = new Set(history.listings.filter(({ week }) => week === 0).map(({ machine }) => machine));
  for (let machine = 0; machine < history.machines; machine++) {
    const unitId = machineId(machine);
    if (!listed.has(machine)) {
      desk.add('predictions', startMs + 2 * HOUR_MS, {
        predictionId: `p-${unitId}-0`,
        unitId,
        occurredAt: instantOf(startMs + 2 * HOUR_MS),
        score: Number((history.firstScore[machine] as number).toFixed(4)),
        flagged: false,
        deployment: 'failure-risk',
        modelVersion: 'failure-risk/1',
      });
    }
    const isHeldOut = history.heldOut[machine] === 1;
    desk.add('assignments', startMs + 3 * HOUR_MS, {
      unitId,
      arm: isHeldOut ? 'holdout' : 'action',
      propensity: Number((isHeldOut ? params.holdout : 1 - params.holdout).toFixed(6)),
      assignedAt: instantOf(startMs + 3 * HOUR_MS),
      stratum: `site-${history.site[machine] as number}`,
    });
  }
}

function addListing(
  desk: DeliveryDesk,
  params: MaintenanceParams,
  listing: Listing,
  startMs: number,
  dates: Random,
): void {
  const { machine, week, rank, listSize, score, isActed, isInspected } = listing;
  const unitId = machineId(machine);
  const scoredMs = startMs + week * WEEK_MS + 2 * HOUR_MS;
  const predictionId = `p-${unitId}-${week}`;
  desk.add('predictions', scoredMs, {
    predictionId,
    unitId,
    occurredAt: instantOf(scoredMs),
    score: Number(score.toFixed(4)),
    flagged: true,
    rank,
    listSize,
    deployment: 'failure-risk',
    modelVersion: 'failure-risk/1',
  });
  if (!isActed) return;
  const actedMs = scoredMs + (6 + dates.below(48)) * HOUR_MS;
  desk.add('actions', actedMs + DAY_MS, {
    actionId: `a-${unitId}-${week}`,
    unitId,
    occurredAt: instantOf(actedMs),
    actionType: 'inspection',
    status: isInspected ? 'delivered' : 'failed',
    actor: { role: 'technician', team: machine % 2 === 0 ? 'Day shift' : 'Night shift' },
    predictionId,
    costCents: isInspected ? Math.round(params.costInspection * 100) : 0,
    currency: 'USD',
    ...(isInspected ? {} : { reasonNotActed: 'no technician free' }),
  });
}

/** Four weeks are one period. */
function addKpiPoints(
  desk: DeliveryDesk,
  params: MaintenanceParams,
  history: MaintenanceHistory,
  startMs: number,
  baseline: number,
  dates: Random,
): void {
  const periodWeeks = 4;
  for (let period = -3; period < Math.floor(params.weeks / periodWeeks); period++) {
    const fromMs = startMs + period * periodWeeks * WEEK_MS;
    const toMs = fromMs + periodWeeks * WEEK_MS;
    const hours = history.standstills
      .filter(({ week }) => Math.floor(week / periodWeeks) === period)
      .reduce((sum, standstill) => sum + standstill.hours, 0);
    const machineWeeks = history.machines * periodWeeks;
    const value = period < 0 ? baseline * (1 + 0.02 * dates.normal()) : hours / machineWeeks;
    desk.add('kpi-points', period < 0 ? startMs : toMs + GRACE_DAYS * DAY_MS, {
      periodStart: dayOf(fromMs),
      periodEnd: dayOf(toMs - DAY_MS),
      value: Number(value.toPrecision(4)),
      ...(period < 0 ? {} : { numerator: Number(hours.toFixed(1)), denominator: machineWeeks }),
    });
  }
}

function maintenanceFraming(
  params: MaintenanceParams,
  history: MaintenanceHistory,
  start: string,
  readOutOn: string,
  baselinePerWeek: number,
): FramingContent {
  const baseline = Number(baselinePerWeek.toFixed(3));
  const windowDays = params.weeks * 7;
  return {
    translation:
      'Every week, find the tenth of the machines most likely to stand still and inspect them before they do, so that we lose fewer hours to unscheduled maintenance.',
    kpi: {
      name: 'Unscheduled downtime',
      unit: 'hours per machine and week',
      direction: 'down',
      owner: 'Head of production',
      formula: 'hours of unscheduled downtime / machines / weeks',
      source: 'Maintenance system',
      baseline: { value: baseline, from: addDays(start, -84), to: addDays(start, -1) },
      target: Number((baseline * 0.85).toFixed(3)),
      due: readOutOn,
      population: history.machines,
      scale: 1 / params.weeks,
    },
    predictionTask: {
      entity: { one: 'machine', many: 'machines' },
      moment: 'on Monday at two in the morning, from the sensors and the repairs so far',
      outcome: 'stands still without being planned',
      waitDays: windowDays,
      heuristic: 'Inspect the machines with the most running hours since their last repair.',
    },
    decisionPolicy: {
      action: 'inspection',
      gain: { one: 'hour of downtime avoided', many: 'hours of downtime avoided' },
      actor: 'Technicians of the site, within two days of the list',
      rule: { kind: 'list', size: Math.round(history.machines * params.flagTopShare) },
      capacityPerCycle: Math.round(history.machines * params.flagTopShare),
      cycleDays: 7,
      costPerActionCents: Math.round(params.costInspection * 100),
      fixedCostCents: 0,
    },
    successCriterion: {
      metric: { id: METRIC, name: 'downtime', kind: 'mean', direction: 'down', unit: 'hours' },
      guardrails: [],
      dmin: 2.6,
      dminReason: 'Below 2.6 hours per inspected machine in half a year we would rather keep more spare parts.',
      valuePerOutcomeCents: Math.round(params.valuePerHour * 100),
      currency: 'USD',
      valueSource: 'Lost margin of one hour of standstill, from controlling',
      design: 'holdout',
      holdoutShare: params.holdout,
      exploreShare: 0,
      actionWindowDays: windowDays,
      outcomeWindowDays: windowDays,
      lateGraceDays: GRACE_DAYS,
      readOutOn,
      plannedUnits: history.machines,
      expectedRate: Number((baseline * params.weeks).toFixed(2)),
      expectedSd: 11,
      predictionFloor: 0.6,
      reachTarget: INSPECTED_TARGET,
      minUnitsPerArm: 100,
      minEventsPerArm: 10,
      alphaLooks: 0.01,
      alphaReadOut: 0.04,
    },
    riskTier: 'low',
  };
}
