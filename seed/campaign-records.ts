import type { RecordKind } from '../src/lifecycle/ledger/index.ts';
import { ARM_NAMES, isActedArm, propensityOf, type Shares } from './arms.ts';
import { addDays, DAY_MS, dayOf, instantOf, startOfDay } from './calendar.ts';
import { type DeliveryDesk, openDeliveryDesk } from './delivery-desk.ts';
import type { Random } from './random.ts';
import type { Delivery } from './story.ts';

/** What every campaign knows of its units, in columns. */
export interface CampaignUnits {
  readonly count: number;
  readonly score: Float64Array;
  readonly flagged: Uint8Array;
  /** Index into `ARM_NAMES`. */
  readonly arm: Uint8Array;
  readonly reached: Uint8Array;
  /** 1 when the log lost the assignment. */
  readonly lost: Uint8Array;
}

/** How a campaign runs: when units enter, who acts, and how its records reach the ledger. */
export interface Campaign {
  /** Day on which the first units enter. */
  readonly start: string;
  readonly today: string;
  /** Units enter in so many equal cycles. */
  readonly cycles: number;
  readonly cycleDays: number;
  readonly windowDays: number;
  readonly graceDays: number;
  readonly shares: Shares;
  readonly threshold: number;
  readonly unitPrefix: string;
  readonly modelName: string;
  readonly actionType: string;
  readonly channel: string;
  readonly role: string;
  readonly teams: readonly string[];
  /** An action happens within so many days of the assignment. */
  readonly actedWithinDays: number;
  /** Cost of one action that reached its unit, in cents; the others cost nothing. */
  readonly costCents: number;
  readonly currency: string;
  readonly reasonsNotActed: readonly string[];
  readonly metric: string;
  /** `event`: an outcome is reported when it happens, as 1. `amount`: the amount of money is reported unless it is 0. */
  readonly outcomeKind: 'event' | 'amount';
  /** The unit's own figure before the anchor, where it is known. */
  readonly beforeOf?: (unit: number) => number;
  /** The unit's outcome in the window. */
  readonly outcomeOf: (unit: number) => number;
  readonly kpi: CampaignKpi;
  readonly sources: Readonly<Record<RecordKind, string>>;
}

/** How the KPI is formed in this world. */
export interface CampaignKpi {
  readonly baseline: number;
  /** KPI units of one whole outcome per unit. */
  readonly scale: number;
  /** Whether a unit belongs to those over which the KPI is counted. */
  readonly counts: (unit: number) => boolean;
}

const BASELINE_MONTHS = 3;
/** Share of the outcomes that arrive wrong at first and are put right by a second revision. */
const CORRECTED_SHARE = 0.004;
/** Hours between the start of the day and the scoring, and between scoring and drawing. */
const SCORING_HOUR = 2;
const DRAWING_HOUR = 3;
const HOUR_MS = 3_600_000;

/** Everything that the sources of a campaign deliver until today. */
export function campaignDeliveries(campaign: Campaign, units: CampaignUnits, random: Random): readonly Delivery[] {
  const desk = openDeliveryDesk({ fromMs: startOfDay(campaign.start), everyDays: 14, sources: campaign.sources });
  const dates = random.split('dates');
  for (let i = 0; i < units.count; i++) {
    const cycle = Math.floor((i * campaign.cycles) / units.count);
    const dayMs = startOfDay(campaign.start) + cycle * campaign.cycleDays * DAY_MS;
    addScoring(desk, campaign, units, i, dayMs);
    addAction(desk, campaign, units, i, dayMs, dates);
    addOutcome(desk, campaign, i, dayMs, dates);
  }
  addKpiPoints(desk, campaign, units, dates);
  addWatermarks(desk, campaign);
  return desk.deliveries(startOfDay(campaign.today));
}

/** The id of a unit: a pseudonym. */
function unitId(campaign: Campaign, unit: number): string {
  return `${campaign.unitPrefix}${String(unit + 1).padStart(6, '0')}`;
}

function addScoring(desk: DeliveryDesk, campaign: Campaign, units: CampaignUnits, i: number, dayMs: number): void {
  const id = unitId(campaign, i);
  const scoredMs = dayMs + SCORING_HOUR * HOUR_MS;
  desk.add('predictions', scoredMs, {
    predictionId: `p-${id}`,
    unitId: id,
    occurredAt: instantOf(scoredMs),
    score: Number((units.score[i] as number).toFixed(4)),
    flagged: units.flagged[i] === 1,
    threshold: Number(campaign.threshold.toFixed(4)),
    deployment: campaign.modelName,
    modelVersion: `${campaign.modelName}/1`,
    ...(campaign.beforeOf ? { preValue: campaign.beforeOf(i) } : {}),
  });
  if (units.lost[i] === 1) return;
  const arm = units.arm[i] as number;
  const drawnMs = dayMs + DRAWING_HOUR * HOUR_MS;
  desk.add('assignments', drawnMs, {
    unitId: id,
    arm: ARM_NAMES[arm] ?? 'none',
    propensity: Number(propensityOf(campaign.shares, arm).toFixed(6)),
    assignedAt: instantOf(drawnMs),
  });
}

function addAction(
  desk: DeliveryDesk,
  campaign: Campaign,
  units: CampaignUnits,
  i: number,
  dayMs: number,
  dates: Random,
): void {
  const isReached = units.reached[i] === 1;
  if (!isReached && !isActedArm(units.arm[i] as number)) return;
  const id = unitId(campaign, i);
  const actedMs = dayMs + (DRAWING_HOUR + 6) * HOUR_MS + dates.below(campaign.actedWithinDays) * DAY_MS;
  const reason = campaign.reasonsNotActed[dates.below(campaign.reasonsNotActed.length)];
  desk.add('actions', actedMs + DAY_MS, {
    actionId: `a-${id}`,
    unitId: id,
    occurredAt: instantOf(actedMs),
    actionType: campaign.actionType,
    status: isReached ? 'delivered' : 'failed',
    actor: { role: campaign.role, team: campaign.teams[i % campaign.teams.length] },
    predictionId: `p-${id}`,
    channel: campaign.channel,
    costCents: isReached ? campaign.costCents : 0,
    currency: campaign.currency,
    ...(isReached || reason === undefined ? {} : { reasonNotActed: reason }),
  });
}

function addOutcome(desk: DeliveryDesk, campaign: Campaign, i: number, dayMs: number, dates: Random): void {
  const value = campaign.outcomeOf(i);
  const happenedMs = dayMs + DAY_MS + Math.floor(dates.uniform() * (campaign.windowDays - 2) * DAY_MS);
  const deliveredMs = happenedMs + (1 + dates.below(Math.max(1, campaign.graceDays - 1))) * DAY_MS;
  const isCorrected = dates.chance(CORRECTED_SHARE);
  const id = unitId(campaign, i);
  const row = { outcomeId: `o-${id}`, unitId: id, occurredAt: instantOf(happenedMs), metric: campaign.metric };
  const money = campaign.outcomeKind === 'amount' ? { currency: campaign.currency } : {};
  if (value !== 0 && !(isCorrected && campaign.outcomeKind === 'amount')) {
    desk.add('outcomes', deliveredMs, { ...row, ...money, value });
  } else if (value !== 0) {
    // The decimal point slipped; the source notices within two days.
    desk.add('outcomes', deliveredMs, { ...row, ...money, value: Number((value * 10).toFixed(2)) });
    desk.add('outcomes', deliveredMs + 2 * DAY_MS, { ...row, ...money, value, revision: 2 });
  } else if (isCorrected && campaign.outcomeKind === 'event') {
    // Reported by mistake, and withdrawn two days later.
    desk.add('outcomes', deliveredMs, { ...row, value: 1 });
    desk.add('outcomes', deliveredMs + 2 * DAY_MS, { ...row, value: 1, revision: 2, voided: true });
  }
}

function addKpiPoints(desk: DeliveryDesk, campaign: Campaign, units: CampaignUnits, dates: Random): void {
  const { kpi, start, cycleDays } = campaign;
  for (let month = BASELINE_MONTHS; month >= 1; month--) {
    const from = addDays(start, -month * cycleDays);
    desk.add('kpi-points', startOfDay(start), {
      periodStart: from,
      periodEnd: addDays(from, cycleDays - 1),
      value: Number((kpi.baseline * (1 + 0.01 * dates.normal())).toPrecision(4)),
    });
  }
  const sums = Array.from({ length: campaign.cycles }, () => ({ outcomes: 0, units: 0 }));
  for (let i = 0; i < units.count; i++) {
    const sum = sums[Math.floor((i * campaign.cycles) / units.count)];
    if (!sum || !kpi.counts(i)) continue;
    sum.units += 1;
    sum.outcomes += campaign.outcomeOf(i);
  }
  sums.forEach((sum, cycle) => {
    const from = addDays(start, cycle * cycleDays);
    const knownMs = startOfDay(from) + (campaign.windowDays + campaign.graceDays) * DAY_MS;
    if (sum.units === 0) return;
    desk.add('kpi-points', knownMs, {
      periodStart: from,
      periodEnd: addDays(from, cycleDays - 1),
      value: Number(((kpi.scale * sum.outcomes) / sum.units).toPrecision(4)),
      numerator: Number(sum.outcomes.toFixed(2)),
      denominator: sum.units,
    });
  });
}

/** A source is complete up to the days that late records may still come from, and wholly once the campaign is over. */
function addWatermarks(desk: DeliveryDesk, campaign: Campaign): void {
  const { start, cycles, cycleDays, windowDays, graceDays, metric } = campaign;
  const todayMs = startOfDay(campaign.today);
  const overMs = startOfDay(start) + ((cycles - 1) * cycleDays + windowDays + graceDays) * DAY_MS;
  const source = campaign.sources.outcomes;
  const add = (ms: number, completeMs: number): void =>
    desk.add('watermarks', ms, { source, metric, completeThrough: instantOf(completeMs) });
  for (let ms = startOfDay(start) + cycleDays * DAY_MS; ms < todayMs; ms += cycleDays * DAY_MS) {
    add(ms, ms - graceDays * DAY_MS);
  }
  add(todayMs, todayMs > overMs ? todayMs : todayMs - graceDays * DAY_MS);
}

/** The first day of a campaign whose last units have had their whole window by `today`, with two days to spare. */
export function latestStart(
  campaign: Pick<Campaign, 'today' | 'cycles' | 'cycleDays' | 'windowDays' | 'graceDays'>,
): string {
  const { today, cycles, cycleDays, windowDays, graceDays } = campaign;
  return dayOf(startOfDay(today) - ((cycles - 1) * cycleDays + windowDays + graceDays + 2) * DAY_MS);
}

/** The names of the sources: outcomes come from one system, actions from another. */
export function sourcesOf(outcomes: string, actions: string): Readonly<Record<RecordKind, string>> {
  return {
    predictions: 'scoring job',
    assignments: 'campaign tool',
    actions,
    outcomes,
    'kpi-points': 'monthly report',
    watermarks: outcomes,
    costs: 'cost accounting',
  };
}
