import type { Arm } from '../actions/index.ts';
import type { FramingContent } from '../framing/index.ts';
import type { OutcomeColumn, UnitColumns } from '../ledger/index.ts';
import {
  assignedClusters,
  type MetricKind,
  type MetricSamples,
  poolClusters,
  rowsByArm,
  sampleArm,
} from './arm-samples.ts';
import { benefitSign } from './column-moments.ts';
import { compareMetric, type MetricLabel, type MetricNumbers } from './compare-metric.ts';
import {
  type Adjustment,
  type ArmPair,
  adjustForPast,
  effectOfAssignment,
  effectOnReached,
  type Figure,
  type NotMeasured,
  notMeasured,
  reachedByAssignment,
} from './comparison.ts';
import type { Design, VolumeEvidence } from './evidence.ts';
import { type Look, lookAt } from './look.ts';
import { DAY_MS, maturedUntil, type Watermark } from './maturity.ts';
import { type Discontinuity, measureDiscontinuity } from './measure-discontinuity.ts';
import { type Goal, measureGoal } from './measure-goal.ts';
import { type JudgedGuardrail, judgeGuardrails } from './measure-guardrails.ts';
import {
  checkMissing,
  checkMixed,
  checkSampleRatio,
  type MissingCheck,
  type MixedCheck,
  type SampleRatioCheck,
} from './measure-integrity.ts';
import { explainMoney, type MoneyFigure, type MoneyGap, type MoneyTerms, measureMoney } from './measure-money.ts';
import { measurePrediction, type PredictionFigure } from './measure-prediction.ts';
import { type Enrolment, forecastAnswer, type Outlook } from './measure-progress.ts';
import { measureReach, type Reach } from './measure-reach.ts';
import { evidenceOverTime, type SeriesPoint } from './measure-series.ts';
import { measureTargeting, type Targeting } from './measure-targeting.ts';

/** Everything that a measurement rests on. */
export interface MeasureInput {
  readonly columns: UnitColumns;
  /** The framing under which the phase runs. */
  readonly content: FramingContent;
  readonly asOfMs: number;
  readonly watermarks: readonly Watermark[];
  /** Costs in the ledger that no single action carries, in minor units. */
  readonly recordedFixedCents: number;
}

/** What the ledger says about one phase as of one moment, before anything is concluded from it. */
export interface Measurements {
  readonly asOfMs: number;
  readonly design: Design;
  readonly look: Look;
  /** Units by arm without the mixed ones: assigned, and those whose outcome in the primary metric is known. */
  readonly counts: Readonly<Record<Arm, { readonly assigned: number; readonly matured: number }>>;
  readonly volume: VolumeEvidence;
  readonly mixed: MixedCheck;
  readonly sampleRatio: SampleRatioCheck | null;
  readonly missing: MissingCheck | null;
  readonly densityP: number | null;
  readonly reach: Reach;
  readonly prediction: PredictionFigure;
  readonly adjustment: Omit<Extract<Adjustment, { kind: 'adjusted' }>, 'pair'> | NotMeasured;
  /** Effect of being assigned to the action. */
  readonly assignment: Figure;
  /** Effect per unit reached; the effect of being assigned when reach is not recorded. */
  readonly effect: Figure;
  readonly targeting: Targeting;
  readonly guardrails: readonly JudgedGuardrail[];
  readonly money: MoneyFigure;
  readonly moneyGap: MoneyGap | null;
  readonly goal: Goal | null;
  readonly outlook: Outlook;
  readonly metrics: readonly MetricNumbers[];
  readonly series: readonly SeriesPoint[];
  /** Units of the action arm over which money and goal are reckoned. */
  readonly unitsTreated: number;
  /** The first anchor of the phase; `null` before it. */
  readonly firstAnchorMs: number | null;
}

/** Designs whose evidence this room can read from units; the other two need a series, and nobody was left alone in them. */
const READABLE: readonly Design[] = ['holdout', 'rdd', 'did'];

/**
 * Measures a phase: maturity, effects, integrity, links, money, goal and outlook. It does its work in slices and yields
 * between them, so that whoever runs it can serve others in between; it reads no clock and changes nothing outside.
 */
export function* measureUnits(input: MeasureInput): Generator<void, Measurements> {
  const { columns, content, asOfMs } = input;
  const { successCriterion: criterion, decisionPolicy: policy } = content;
  const design: Design = READABLE.includes(criterion.design) ? criterion.design : 'none';
  const look = lookAt(criterion, asOfMs);
  const rows = rowsByArm(columns);
  const reach = measureReach(columns, rows, criterion, look.countsUntilMs);
  yield;
  const draw = sampler(input, look.countsUntilMs, rows, reach.isRecorded, design);
  const raw = draw(criterion.metric.id, criterion.metric.kind);
  yield;
  const sign = benefitSign(criterion.metric.direction);
  const rawPair = pairOf(raw);
  const adjustment = design === 'holdout' ? adjustForPast(raw, rawPair) : notMeasured('only a lottery is adjusted');
  const pair = adjustment.kind === 'adjusted' ? adjustment.pair : rawPair;
  const samples = { ...raw, arms: { ...raw.arms, ...pair } };
  yield;
  const threshold = design === 'rdd' ? measureDiscontinuity(columns, raw, sign, reach.isRecorded) : null;
  const volume = volumeOf(criterion, raw, look, threshold);
  const isShown = design !== 'none' && volume.matured[0] >= 2 && volume.matured[1] >= 2;
  const assignment = isShown ? (threshold?.assignment ?? effectOfAssignment(samples, pair, sign)) : tooFew(design);
  const effect = !isShown
    ? tooFew(design)
    : (threshold?.effect ?? (reach.isRecorded ? effectOnReached(samples, pair, sign) : assignment));
  yield;
  const prediction = measurePrediction(columns, raw);
  yield;
  const targeting = measureTargeting(samples, sign, reach.isRecorded);
  yield;
  const metrics: MetricNumbers[] = [compareMetric(primaryLabel(content), raw)];
  const guardrails = [];
  for (const { metric, tolerance } of criterion.guardrails) {
    const drawn = draw(metric.id, metric.kind);
    const figure =
      isShown && design === 'holdout'
        ? effectOfAssignment(drawn, pairOf(drawn), benefitSign(metric.direction))
        : tooFew(design);
    guardrails.push({ metric: metric.id, name: metric.name, tolerance, figure });
    metrics.push(compareMetric({ ...labelOf(metric), role: 'guardrail' }, drawn));
    yield;
  }
  for (const other of otherMetrics(columns, metrics)) {
    metrics.push(compareMetric(other.label, draw(other.label.metric, other.kind)));
    yield;
  }
  const enrolment = enrolmentOf(input, rows, raw);
  const unitsTreated =
    look.kind === 'read-out'
      ? rows.action.length
      : Math.max(rows.action.length, Math.round(criterion.plannedUnits * (1 - criterion.holdoutShare)));
  const reachShift = reach.isRecorded ? reachedByAssignment(pair) : 1;
  const terms: MoneyTerms = {
    criterion,
    policy,
    recordedFixedCents: input.recordedFixedCents,
    hasRecordedCosts: columns.costRecords > 0,
    unitsTreated,
  };
  const alpha = look.alphaFor(effect.kind === 'measured' ? effect.units : 1);
  const money: MoneyFigure =
    isShown && threshold === null ? measureMoney(terms, pair, sign, reachShift, alpha) : tooFew(design);
  yield;
  return {
    asOfMs,
    design,
    look,
    counts: countsOf(rows, raw),
    volume,
    mixed: checkMixed(columns),
    sampleRatio: design === 'holdout' ? checkSampleRatio(columns, rows, criterion.holdoutShare) : null,
    missing: checkMissing(outcomeOf(columns, criterion.metric.id), rawPair),
    densityP: threshold?.densityP ?? null,
    reach,
    prediction,
    adjustment: withoutSamples(adjustment),
    assignment,
    effect,
    targeting,
    guardrails: judgeGuardrails(guardrails, look),
    money,
    moneyGap:
      effect.kind === 'measured'
        ? explainMoney(terms, money, { reach: reachShift, effectOnReached: effect.estimate })
        : null,
    goal: measureGoal(content.kpi, assignment, { whole: unitsTreated, soFar: rows.action.length }),
    outlook: forecastAnswer(criterion, effect, enrolment, asOfMs),
    metrics,
    series: isShown && threshold === null ? seriesOf(input, raw, look) : [],
    unitsTreated,
    firstAnchorMs: enrolment.firstAnchorMs,
  };
}

/** Lets go of the adjusted samples: a measurement is kept for long, and they are as large as the phase. */
function withoutSamples(adjustment: Adjustment): Measurements['adjustment'] {
  if (adjustment.kind === 'not-measured') return adjustment;
  const { pair: _, ...rest } = adjustment;
  return rest;
}

/** Runs a measurement to its end at once; for tests and small phases. */
export function runMeasurement(measurement: Generator<void, Measurements>): Measurements {
  for (;;) {
    const step = measurement.next();
    if (step.done) return step.value;
  }
}

function sampler(
  { columns, content, watermarks }: MeasureInput,
  countsUntilMs: number,
  rows: Readonly<Record<Arm, Uint32Array>>,
  isReachMeasured: boolean,
  design: Design,
): (metric: string, kind: MetricKind) => MetricSamples {
  const { successCriterion: criterion, decisionPolicy: policy } = content;
  const clusters = assignedClusters(columns, rows);
  return (metric, kind) => {
    const outcome = outcomeOf(columns, metric);
    const rule = {
      kind,
      isReachMeasured,
      costPerActionCents: policy.costPerActionCents ?? null,
      maturedUntilMs: maturedUntil(metric, (outcome?.records ?? 0) > 0, criterion, countsUntilMs, watermarks),
      isChange: design === 'did',
    };
    const draw = (arm: Arm) => {
      const sample = sampleArm(columns, rows[arm], outcome, rule, arm);
      const isPooled = clusters !== null && sample.units > 0 && (arm === 'action' || arm === 'holdout');
      return isPooled ? poolClusters(sample, clusters) : sample;
    };
    return {
      kind: design === 'did' && kind === 'binary' ? 'mean' : kind,
      isClustered: clusters !== null,
      eventSum: outcome?.sum ?? new Float64Array(0),
      arms: { action: draw('action'), holdout: draw('holdout'), explore: draw('explore'), none: draw('none') },
    };
  };
}

function pairOf({ arms }: MetricSamples): ArmPair {
  return { action: arms.action, holdout: arms.holdout };
}

function tooFew(design: Design): { readonly kind: 'not-measured'; readonly reason: string } {
  return notMeasured(
    design === 'none' ? 'nobody was left alone to compare with' : 'too few units have finished their window',
  );
}

function outcomeOf(columns: UnitColumns, metric: string): OutcomeColumn | undefined {
  return columns.outcomes.find((outcome) => outcome.metric === metric);
}

/**
 * The least that a statement needs. Before the read-out both arms together must also be large enough for the confidence
 * sequence, which is stated here as the share of the smaller arm.
 */
function volumeOf(
  criterion: FramingContent['successCriterion'],
  { kind, arms }: MetricSamples,
  look: Look,
  threshold: Discontinuity | null,
): VolumeEvidence {
  const matured = threshold?.units ?? ([arms.action.units, arms.holdout.units] as const);
  const total = matured[0] + matured[1];
  const smallerShare = total === 0 ? 0.5 : Math.min(...matured) / total;
  return {
    matured,
    minUnits: Math.max(criterion.minUnitsPerArm, Math.ceil(look.leastUnits * smallerShare)),
    events: kind === 'binary' && threshold === null ? [arms.action.events, arms.holdout.events] : null,
    minEvents: criterion.minEventsPerArm,
  };
}

function countsOf(rows: Readonly<Record<Arm, Uint32Array>>, { arms }: MetricSamples): Measurements['counts'] {
  const of = (arm: Arm) => ({ assigned: rows[arm].length, matured: arms[arm].units });
  return { action: of('action'), holdout: of('holdout'), explore: of('explore'), none: of('none') };
}

/** Cycles over which the present pace of enrolment is taken: a list that is not drawn any more brings nobody new. */
const PACE_CYCLES = 2;

function enrolmentOf(
  { columns, content, asOfMs }: MeasureInput,
  rows: Readonly<Record<Arm, Uint32Array>>,
  { arms }: MetricSamples,
): Enrolment {
  let first = Number.POSITIVE_INFINITY;
  for (const anchor of columns.anchorMs) if (anchor < first) first = anchor;
  const paceMs = Math.min(asOfMs - first, PACE_CYCLES * content.decisionPolicy.cycleDays * DAY_MS);
  let lately = 0;
  for (const list of [rows.action, rows.holdout]) {
    for (const row of list) if ((columns.anchorMs[row] ?? 0) >= asOfMs - paceMs) lately += 1;
  }
  return {
    assigned: rows.action.length + rows.holdout.length,
    matured: arms.action.units + arms.holdout.units,
    firstAnchorMs: Number.isFinite(first) ? first : null,
    perDay: lately / Math.max(1, paceMs / DAY_MS),
  };
}

function seriesOf({ columns, content }: MeasureInput, raw: MetricSamples, look: Look): readonly SeriesPoint[] {
  const { successCriterion: criterion } = content;
  if (raw.isClustered) return [];
  const windowMs = (criterion.outcomeWindowDays + criterion.lateGraceDays) * DAY_MS;
  const sign = benefitSign(criterion.metric.direction);
  const sequence = lookAt({ ...criterion, readOutOn: '9999-12-31' }, 0);
  const least = Math.min(sequence.leastUnits, look.kind === 'read-out' ? 2 * criterion.minUnitsPerArm : Infinity);
  return evidenceOverTime(columns, pairOf(raw), sign, windowMs, { units: least }, sequence.alphaFor);
}

function primaryLabel({ successCriterion }: FramingContent): MetricLabel {
  return { ...labelOf(successCriterion.metric), role: 'primary' };
}

function labelOf(metric: FramingContent['successCriterion']['metric']) {
  return { metric: metric.id, name: metric.name, direction: metric.direction, unit: metric.unit ?? null };
}

/** Metrics of the ledger that the framing does not name; how they are counted is read from their values. */
function otherMetrics(
  columns: UnitColumns,
  named: readonly MetricNumbers[],
): readonly { readonly label: MetricLabel; readonly kind: MetricKind }[] {
  return columns.outcomes
    .filter(({ metric, records }) => records > 0 && !named.some((known) => known.metric === metric))
    .map((outcome) => ({
      label: { metric: outcome.metric, name: outcome.metric, role: 'other', direction: null, unit: null },
      kind: guessKind(outcome),
    }));
}

function guessKind({ denominator, sum }: OutcomeColumn): MetricKind {
  if (denominator !== null) return 'ratio';
  return sum.every((value) => value === 0 || value === 1) ? 'binary' : 'mean';
}
