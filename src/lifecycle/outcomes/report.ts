import type { StoredPhase } from '../actions/index.ts';
import type { PhaseFacts } from '../ledger/index.ts';
import { writeAnswer } from './answer.ts';
import type { Decided } from './answer-input.ts';
import { type AnswerContext, assembleAnswer, estimateAtLook } from './assemble-answer.ts';
import { assembleEvidence } from './assemble-evidence.ts';
import type { MetricNumbers } from './compare-metric.ts';
import { isBounded } from './comparison.ts';
import { readLedgers } from './ledger-reading.ts';
import type { Measurements } from './measure-units.ts';
import { numberRows, recordRows } from './number-rows.ts';
import type { OutcomePlan, OutcomeReport } from './report.schema.ts';
import { decideVerdict, type Verdict } from './verdict.ts';

/** A phase as far as a report needs it. */
export type ReportedPhase = Omit<StoredPhase, 'no' | 'salt' | 'closedAt'>;

/** The part of the ledger's facts that a report shows. */
export type ReportedFacts = Pick<PhaseFacts, 'kpiPoints'>;

/**
 * Puts together everything that one look at a phase says: verdict, words, numbers, money and charts. Pure: the same
 * measurements in the same context give the same report, which is how a stored verdict can be checked for ever.
 */
export function assembleReport(
  phase: ReportedPhase,
  measured: Measurements,
  facts: ReportedFacts,
  context: AnswerContext,
): OutcomeReport {
  const { content } = phase;
  const verdict = decideVerdict(assembleEvidence(measured, content));
  const answer = writeAnswer(assembleAnswer(verdict, measured, content, context));
  const isEffectHidden = verdict.state === 'EVIDENCE_BROKEN';
  const isCompared = verdict.links.effect !== undefined;
  return {
    asOf: new Date(measured.asOfMs).toISOString(),
    look: measured.look.kind,
    plan: planOf(phase, context.decided),
    verdict: mutableVerdict(verdict),
    answer: {
      headline: [...answer.headline],
      chain: answer.chain.map((tile) => ({ ...tile })),
      ask: { ...answer.ask, roles: [...answer.ask.roles], who: [...answer.ask.who] },
      evidence: { ...answer.evidence },
      planned: answer.planned,
      leftOut: [...answer.leftOut],
    },
    isEffectHidden,
    counts: Object.entries(measured.counts).map(([arm, count]) => ({ arm, ...count })),
    mixedUnits: measured.mixed.mixed,
    numbers: {
      rows: isEffectHidden
        ? recordRows(measured)
        : numberRows(measured, content).map((row) => maskRow(row, isCompared)),
      metrics: isEffectHidden ? [] : measured.metrics.map((metric) => (isCompared ? metric : maskMetric(metric))),
    },
    effects: isCompared ? effectsOf(phase, measured) : [],
    series: isCompared ? measured.series.map((point) => ({ ...point })) : [],
    kpi: facts.kpiPoints.map((point) => ({ ...point })),
    ledgers: ledgersOf(phase, measured, facts, isCompared),
    money: isCompared ? moneyOf(measured) : null,
    progress: measured.outlook.progress === null ? null : { ...measured.outlook.progress },
    remarks: remarksOf(phase, measured),
  };
}

function mutableVerdict(verdict: Verdict): OutcomeReport['verdict'] {
  return {
    ...verdict,
    links: { ...verdict.links },
    chain: { ...verdict.chain },
    secondary: [...verdict.secondary],
    brokenGuardrails: [...verdict.brokenGuardrails],
    roles: [...verdict.roles],
  };
}

function planOf(phase: ReportedPhase, decided: Decided | null): OutcomePlan {
  const { successCriterion: criterion } = phase.content;
  return {
    phaseId: phase.id,
    phaseNumber: phase.number,
    iteration: phase.iteration,
    framingVersion: phase.framingVersion,
    contentHash: phase.contentHash,
    openedAt: phase.openedAt,
    decided: decided && { ...decided, by: decided.by.map((signer) => ({ ...signer })) },
    design: criterion.design,
    metric: criterion.metric.name,
    dmin: criterion.dmin,
    dminReason: criterion.dminReason,
    holdoutShare: criterion.holdoutShare,
    exploreShare: criterion.exploreShare,
    plannedUnits: criterion.plannedUnits,
    readOutOn: criterion.readOutOn,
    outcomeWindowDays: criterion.outcomeWindowDays,
    predictionFloor: criterion.predictionFloor,
    reachTarget: criterion.reachTarget,
    alphaLooks: criterion.alphaLooks,
    alphaReadOut: criterion.alphaReadOut,
  };
}

const TOO_LITTLE = 'Too little has been seen to compare the groups.';

/** While too little has been seen, counts are shown and differences are not: they would be read all the same. */
function maskMetric(metric: MetricNumbers): MetricNumbers {
  return { ...metric, difference: null, relative: null, reason: TOO_LITTLE };
}

function maskRow<Row extends OutcomeReport['numbers']['rows'][number]>(row: Row, isCompared: boolean): Row {
  if (isCompared || !['effect', 'money', 'goal'].includes(row.group) || row.id === 'needed') return row;
  return {
    ...row,
    estimate: null,
    lower: null,
    upper: null,
    level: null,
    pValue: null,
    text: 'Not measured yet',
    note: TOO_LITTLE,
  };
}

function effectsOf({ content }: ReportedPhase, measured: Measurements): OutcomeReport['effects'] {
  const { metric, dmin, guardrails } = content.successCriterion;
  const effect = estimateAtLook(measured.effect, measured.look);
  const kinds = new Map(guardrails.map((guardrail) => [guardrail.metric.id, guardrail.metric.kind]));
  const primary =
    effect === null
      ? []
      : [
          {
            metric: metric.id,
            name: metric.name,
            role: 'primary' as const,
            kind: metric.kind,
            estimate: effect.point,
            lower: effect.interval.lower,
            upper: effect.interval.upper,
            threshold: dmin,
          },
        ];
  return [
    ...primary,
    ...measured.guardrails
      .filter(({ interval }) => isBounded(interval))
      .map((guardrail) => ({
        metric: guardrail.metric,
        name: guardrail.name,
        role: 'guardrail' as const,
        kind: kinds.get(guardrail.metric) ?? metric.kind,
        estimate: guardrail.estimate,
        lower: guardrail.interval.lower,
        upper: guardrail.interval.upper,
        threshold: 0 - guardrail.tolerance,
      })),
  ];
}

function ledgersOf(
  { content }: ReportedPhase,
  measured: Measurements,
  { kpiPoints }: ReportedFacts,
  isCompared: boolean,
): OutcomeReport['ledgers'] {
  const { kpi } = content;
  const latest = kpiPoints.at(-1);
  if (latest === undefined) return null;
  const moved = isCompared && measured.goal ? estimateAtLook(measured.goal.soFar, measured.look) : null;
  const reading = readLedgers(
    {
      name: kpi.name,
      unit: kpi.unit,
      direction: kpi.direction,
      baseline: kpi.baseline.value,
      current: latest.value,
      asOf: latest.to,
      decimals: Math.max(...[kpi.baseline.value, kpi.target, latest.value].map(decimalsOf)),
    },
    moved,
  );
  return {
    observed: {
      baseline: kpi.baseline.value,
      current: latest.value,
      target: kpi.target,
      unit: kpi.unit,
      direction: kpi.direction,
      on: latest.to,
    },
    moved: moved && { estimate: moved.point, ...moved.interval },
    ...reading,
  };
}

/** Decimals in which a figure was written, at most four. */
function decimalsOf(value: number): number {
  return Math.min(4, (String(value).split('.')[1] ?? '').length);
}

function moneyOf({ money, moneyGap, look }: Measurements): OutcomeReport['money'] {
  if (money.kind === 'not-measured') return null;
  const total = estimateAtLook(money.netTotal, look);
  const perUnit = estimateAtLook(money.netPerUnit, look);
  if (total === null || perUnit === null) return null;
  return {
    label: 'measured',
    currency: money.currency,
    netTotal: { estimate: total.point, ...total.interval },
    netPerUnit: { estimate: perUnit.point, ...perUnit.interval },
    unitsTreated: money.unitsTreated,
    valuePerOutcomeCents: money.valuePerOutcomeCents,
    costPerAssignedCents: money.costPerAssignedCents,
    fixedCostCents: money.fixedCostCents,
    chancePays: money.chancePays,
    breakEven: { ...money.breakEven },
    returnOnInvestment: money.returnOnInvestment,
    costOfKnowingCents: money.costOfKnowingCents,
    gap: moneyGap && { ...moneyGap, byLink: moneyGap.byLink.map((part) => ({ ...part })) },
  };
}

function remarksOf({ content }: ReportedPhase, measured: Measurements): string[] {
  const { design } = content.successCriterion;
  const remarks: string[] = [];
  if (design !== measured.design) {
    remarks.push('This design rests on series of values over time, which are not read as evidence here.');
  }
  if (design === 'did') remarks.push('Each unit is compared with its own value from before, without a lottery.');
  if (!measured.reach.isRecorded) {
    remarks.push('No action is recorded, so that everybody on the list counts as acted upon.');
  }
  if (measured.mixed.level === 'warn') {
    remarks.push('More than 1 of 100 units were recorded in more than one group; look at how groups are sent.');
  }
  return remarks;
}
