import type { Arm } from '../actions/index.ts';
import { type FramingContent, framingContentSchema } from '../framing/index.ts';
import { type UnitColumns, UnitColumnsBuilder } from '../ledger/index.ts';
import { type MeasureInput, type Measurements, measureUnits, runMeasurement } from './measure-units.ts';

const DAY = 86_400_000;
/** When the units of tests are assigned unless told otherwise. */
export const ANCHOR = Date.parse('2026-01-01T00:00:00Z');

/** A unit in the words of a test; what is left out did not happen. */
export interface UnitSpec {
  readonly arm: Arm;
  readonly anchorMs?: number;
  readonly score?: number;
  readonly flagged?: boolean;
  readonly probability?: number;
  readonly threshold?: number;
  readonly preValue?: number;
  readonly propensity?: number;
  /** Days from the anchor to an action that arrived. */
  readonly reachedAfter?: number;
  readonly costCents?: number;
  /** Values by metric; a pair is numerator and denominator. */
  readonly outcomes?: Readonly<Record<string, number | readonly [number, number]>>;
  readonly isMixed?: boolean;
  readonly stratum?: string;
  readonly cluster?: string;
}

/** So many units alike, or each by its place. */
export function times(count: number, spec: UnitSpec | ((index: number) => UnitSpec)): UnitSpec[] {
  return Array.from({ length: count }, (_, index) => (typeof spec === 'function' ? spec(index) : spec));
}

/** Units with and without the event "churned"; those without have no record, as most sources send them. */
export function withEvents(arm: Arm, units: number, events: number, more: Partial<UnitSpec> = {}): UnitSpec[] {
  return times(units, (i) => ({ arm, ...more, ...(i < events ? { outcomes: { churned: 1 } } : {}) }));
}

/** The columns of units, as the ledger would give them with 30 days for the action and 90 for the outcome. */
export function columnsOf(specs: readonly UnitSpec[], metrics: readonly string[] = ['churned']): UnitColumns {
  const builder = new UnitColumnsBuilder({ actionWindowDays: 30, outcomeWindowDays: 90, metrics });
  const absent = Number.NaN;
  specs.forEach(({ arm, anchorMs = ANCHOR, propensity = 0.5, isMixed = false, stratum = '', cluster = '' }, unitNo) => {
    builder.addUnit({ unitNo, anchorMs, arm, propensity, isMixed, stratum, cluster });
  });
  specs.forEach((spec, unitNo) => {
    const anchorMs = spec.anchorMs ?? ANCHOR;
    if (spec.score !== undefined || spec.flagged !== undefined || spec.preValue !== undefined) {
      builder.addPrediction({
        unitNo,
        atMs: anchorMs,
        score: spec.score ?? absent,
        threshold: spec.threshold ?? absent,
        probability: spec.probability ?? absent,
        preValue: spec.preValue ?? absent,
        isFlagged: spec.flagged ?? (spec.arm === 'action' || spec.arm === 'holdout'),
      });
    }
    if (spec.reachedAfter !== undefined || spec.costCents !== undefined) {
      builder.addAction({
        unitNo,
        atMs: anchorMs + (spec.reachedAfter ?? 0) * DAY,
        hasArrived: spec.reachedAfter !== undefined,
        isPlanned: false,
        costCents: spec.costCents ?? absent,
      });
    }
    for (const [metric, given] of Object.entries(spec.outcomes ?? {})) {
      const [value, denominator] = typeof given === 'number' ? [given, absent] : given;
      builder.addOutcome({ unitNo, atMs: anchorMs + DAY, metric: metrics.indexOf(metric), value, denominator });
    }
  });
  return builder.build();
}

/** A churn initiative: half are left alone, 5 points are worth having, read out on 1 June. */
const CHURN = framingContentSchema.parse({
  translation: 'Each month, predict which customers leave within 90 days, and call those at risk.',
  kpi: {
    name: 'Quarterly churn',
    unit: '% of customers a quarter',
    direction: 'down',
    baseline: { value: 12, from: '2025-10-01', to: '2025-12-31' },
    target: 10,
    due: '2026-12-31',
    population: 100_000,
    scale: 100,
  },
  predictionTask: {
    entity: { one: 'customer', many: 'customers' },
    moment: 'on the first of the month',
    outcome: 'leaves within 90 days',
    waitDays: 90,
    heuristic: 'customers without an order for 60 days',
  },
  decisionPolicy: {
    action: 'retention call',
    gain: { one: 'saved customer', many: 'saved customers' },
    actor: 'the call centre',
    rule: { kind: 'threshold', threshold: 0.5 },
  },
  successCriterion: {
    metric: {
      id: 'churned',
      name: 'customer who left',
      kind: 'binary',
      direction: 'down',
      good: { one: 'stays', many: 'stay' },
      bad: { one: 'leaves', many: 'leave' },
    },
    dmin: 0.05,
    dminReason: 'pays for the calls twice over',
    valuePerOutcomeCents: 60_000,
    design: 'holdout',
    holdoutShare: 0.5,
    outcomeWindowDays: 90,
    readOutOn: '2026-06-01',
    plannedUnits: 2_000,
    openAnswerReason: '',
    reachTarget: 0.9,
  },
});

/** The churn framing with other terms in its success criterion, or other parts. */
export function framingWith(
  criterion: Partial<FramingContent['successCriterion']> = {},
  more: Partial<Omit<FramingContent, 'successCriterion'>> = {},
): FramingContent {
  return { ...CHURN, ...more, successCriterion: { ...CHURN.successCriterion, ...criterion } };
}

/** Measures units at the read-out, unless told otherwise. */
export function measure(
  specs: readonly UnitSpec[],
  content: FramingContent = framingWith(),
  more: Partial<MeasureInput> & { readonly metrics?: readonly string[] } = {},
): Measurements {
  const { metrics = ['churned'], ...input } = more;
  return runMeasurement(
    measureUnits({
      columns: columnsOf(specs, metrics),
      content,
      asOfMs: Date.parse('2026-06-01T12:00:00Z'),
      watermarks: [],
      recordedFixedCents: 0,
      ...input,
    }),
  );
}
