import { z } from 'zod';
import { daySchema, defineApi, instantSchema, intervalSchema } from '../../platform/contract/index.ts';
import { ASSUMPTION_KINDS, assumptionAnswerSchema } from '../framing/index.ts';
import { initiativeParams, stepSchema } from '../initiatives/index.ts';
import { roleSchema } from '../people/index.ts';
import { BELIEF_STATES } from './compare-beliefs.ts';
import { CHAIN_LINKS } from './links.ts';
import { VERDICT_STATES } from './verdict-states.ts';

const linkStateSchema = z.enum(['ok', 'broken', 'unknown', 'not_measured']);
const effectStateSchema = z.enum([
  'harmful',
  'worthwhile',
  'positive_small',
  'positive',
  'none',
  'unknown',
  'not_measured',
]);
const gradeSchema = z.enum(['A', 'B', 'C', 'D', 'E']);
const chainLinkSchema = z.enum(CHAIN_LINKS);
const directionSchema = z.enum(['up', 'down']);
const lookSchema = z.enum(['monitoring', 'read-out']);

/** What the evidence of one look says, and what follows from it. */
export const verdictSchema = z
  .object({
    state: z.enum(VERDICT_STATES),
    rule: z.number().int(),
    links: z.object({
      data: z.enum(['ok', 'broken']).optional(),
      prediction: linkStateSchema.optional(),
      reach: linkStateSchema.optional(),
      effect: effectStateSchema.optional(),
      targeting: linkStateSchema.optional(),
      economics: linkStateSchema.optional(),
      goal: z.enum(['ok', 'short', 'unknown', 'not_measured']).optional(),
    }),
    chain: z.record(chainLinkSchema, linkStateSchema),
    brokenLink: chainLinkSchema.nullable(),
    secondary: z.array(
      z.enum([
        'srm',
        'holdout_contaminated',
        'differential_missing',
        'mixed_units',
        'design_assumption',
        'prediction_broken',
        'reach_broken',
        'targeting_broken',
      ]),
    ),
    brokenGuardrails: z.array(z.string()),
    isHarmNotRuledOut: z.boolean(),
    grade: gradeSchema,
    intervalUsed: lookSchema,
    roles: z.array(roleSchema),
    ask: z.string(),
    returnTo: stepSchema.nullable(),
  })
  .meta({ id: 'Verdict' });

/** The answer in words. */
export const answerSchema = z
  .object({
    headline: z.array(z.string()),
    chain: z.array(
      z.object({
        link: chainLinkSchema,
        state: linkStateSchema,
        word: z.enum(['healthy', 'weak', 'unknown']),
        number: z.string(),
        sentence: z.string(),
        whatToDo: z.string().nullable(),
        isFirstWeak: z.boolean(),
      }),
    ),
    ask: z.object({
      roles: z.array(roleSchema),
      who: z.array(z.string()),
      what: z.string(),
      by: z.string().nullable(),
      sentence: z.string(),
    }),
    evidence: z.object({
      grade: gradeSchema,
      word: z.enum(['shown', 'supported', 'suggestive', 'not evidence', 'open']),
      sentence: z.string(),
    }),
    planned: z.string(),
    leftOut: z.array(z.string()),
  })
  .meta({ id: 'Answer' });

const armNumbersSchema = z.object({
  units: z.number(),
  /** Units with the event; `null` for amounts and ratios. */
  events: z.number().nullable(),
  sum: z.number(),
  denominator: z.number().nullable(),
  /** The rate, mean or ratio. */
  value: z.number().nullable(),
});

/** One metric of the ledger compared between action and holdout at 95% for one look, as any other tool shows it. */
export const metricNumbersSchema = z
  .object({
    metric: z.string(),
    name: z.string(),
    kind: z.enum(['binary', 'mean', 'ratio']),
    role: z.enum(['primary', 'guardrail', 'other']),
    direction: directionSchema.nullable(),
    unit: z.string().nullable(),
    isClustered: z.boolean(),
    action: armNumbersSchema,
    holdout: armNumbersSchema,
    /** Action less holdout in the metric's own direction; `null` with its `reason`. */
    difference: z
      .object({
        estimate: z.number(),
        standardError: z.number(),
        unpooled: intervalSchema,
        unpooledP: z.number().nullable(),
        pooledZ: z.number().nullable(),
        recommended: z.object({ method: z.enum(['newcombe', 'welch', 'delta']), interval: intervalSchema }),
        test: z.object({ method: z.enum(['miettinen-nurminen', 'welch']), pValue: z.number() }),
      })
      .nullable(),
    relative: z
      .object({ estimate: z.number(), interval: intervalSchema, method: z.enum(['delta', 'fieller']) })
      .nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'MetricNumbers' });

/** One figure behind the answer, with its method. */
export const numberRowSchema = z
  .object({
    id: z.string(),
    group: z.enum(['records', 'prediction', 'reach', 'effect', 'money', 'goal']),
    label: z.string(),
    method: z.string(),
    estimate: z.number().nullable(),
    lower: z.number().nullable(),
    upper: z.number().nullable(),
    /** Confidence of the interval, 0..1. */
    level: z.number().nullable(),
    pValue: z.number().nullable(),
    /** Units on which it rests. */
    units: z.number().nullable(),
    /** The figure as it is shown. */
    text: z.string(),
    /** Why there is no figure, or what to know about it. */
    note: z.string().nullable(),
  })
  .meta({ id: 'NumberRow' });

const rangeSchema = z.object({ estimate: z.number(), lower: z.number(), upper: z.number() });

/** Money in minor units of the currency; never without its label. */
export const outcomeMoneySchema = z
  .object({
    label: z.enum(['proxy', 'measured', 'validated']),
    currency: z.string(),
    netTotal: rangeSchema,
    netPerUnit: rangeSchema,
    /** Units of the action arm over which the total is reckoned. */
    unitsTreated: z.number(),
    valuePerOutcomeCents: z.number(),
    costPerAssignedCents: z.number(),
    fixedCostCents: z.number(),
    /** Chance that the total is above 0; shown, never the rule. */
    chancePays: z.number(),
    breakEven: z.object({
      effectPerActedOn: z.number().nullable(),
      valuePerOutcomeCents: z.number().nullable(),
      costPerActionCents: z.number().nullable(),
    }),
    returnOnInvestment: z.number().nullable(),
    costOfKnowingCents: z.number(),
    /** What each link adds to the gap between what was planned and what happened. */
    gap: z
      .object({
        plannedCents: z.number(),
        actualCents: z.number(),
        byLink: z.array(z.object({ link: z.string(), cents: z.number() })),
      })
      .nullable(),
  })
  .meta({ id: 'OutcomeMoney' });

/** KPI as observed beside KPI moved by this initiative; the two are never added. */
export const outcomeLedgersSchema = z
  .object({
    observed: z.object({
      baseline: z.number(),
      current: z.number(),
      target: z.number(),
      unit: z.string(),
      direction: directionSchema,
      on: daySchema,
    }),
    /** What the units assigned so far added, in the KPI's unit and benefit direction. */
    moved: rangeSchema.nullable(),
    ledgerCase: z.enum([
      'improved-and-contributed',
      'improved-for-other-reasons',
      'would-have-been-worse',
      'neither',
      'contribution-not-measured',
    ]),
    observedLine: z.string(),
    movedLine: z.string(),
    reading: z.string(),
  })
  .meta({ id: 'OutcomeLedgers' });

/** How we know: what was decided before the data, by whom, under which hash. */
export const outcomePlanSchema = z
  .object({
    phaseId: z.uuid(),
    phaseNumber: z.number().int(),
    iteration: z.number().int(),
    framingVersion: z.number().int(),
    contentHash: z.string(),
    openedAt: instantSchema,
    decided: z
      .object({
        on: daySchema,
        by: z.array(z.object({ name: z.string(), role: roleSchema })),
        isBeforeData: z.boolean(),
      })
      .nullable(),
    design: z.string(),
    metric: z.string(),
    dmin: z.number(),
    dminReason: z.string(),
    holdoutShare: z.number(),
    exploreShare: z.number(),
    plannedUnits: z.number(),
    readOutOn: daySchema,
    outcomeWindowDays: z.number(),
    predictionFloor: z.number(),
    reachTarget: z.number(),
    alphaLooks: z.number(),
    alphaReadOut: z.number(),
  })
  .meta({ id: 'OutcomePlan' });

/** Everything that one look at a phase says; the same records give the same report for ever. */
export const outcomeReportSchema = z
  .object({
    asOf: instantSchema,
    look: lookSchema,
    plan: outcomePlanSchema,
    verdict: verdictSchema,
    answer: answerSchema,
    /** Whether numbers of the effect are hidden because the records cannot be trusted. */
    isEffectHidden: z.boolean(),
    counts: z.array(z.object({ arm: z.string(), assigned: z.number(), matured: z.number() })),
    mixedUnits: z.number(),
    numbers: z.object({ rows: z.array(numberRowSchema), metrics: z.array(metricNumbersSchema) }),
    /** Effects for bars with intervals: the primary metric per unit reached, then the guardrails, in benefit direction. */
    effects: z.array(
      z.object({
        metric: z.string(),
        name: z.string(),
        role: z.enum(['primary', 'guardrail']),
        kind: z.enum(['binary', 'mean', 'ratio']),
        estimate: z.number(),
        lower: z.number(),
        upper: z.number(),
        /** The smallest effect worth having, or how much worse a guardrail may get, negative. */
        threshold: z.number(),
      }),
    ),
    /** How the evidence grew: the difference per assigned unit by the day on which units had finished. */
    series: z.array(
      z.object({
        on: daySchema,
        units: z.number(),
        estimate: z.number(),
        lower: z.number().nullable(),
        upper: z.number().nullable(),
      }),
    ),
    kpi: z.array(z.object({ from: daySchema, to: daySchema, value: z.number() })),
    ledgers: outcomeLedgersSchema.nullable(),
    money: outcomeMoneySchema.nullable(),
    progress: z.object({ unitsNeeded: z.number(), days: z.number(), on: daySchema }).nullable(),
    /** What the page should know about how this was measured. */
    remarks: z.array(z.string()),
  })
  .meta({ id: 'OutcomeReport' });

/** What one look at a phase says. */
export type OutcomeReport = z.infer<typeof outcomeReportSchema>;
/** One figure behind the answer. */
export type NumberRow = z.infer<typeof numberRowSchema>;
/** How we know. */
export type OutcomePlan = z.infer<typeof outcomePlanSchema>;

/** A sponsor's word that a value may be counted. */
export const valueSignOffSchema = z
  .object({
    label: z.enum(['measured', 'validated']),
    name: z.string(),
    at: instantSchema,
    note: z.string().nullable(),
  })
  .meta({ id: 'ValueSignOff' });

/** A verdict that was taken; its report never changes. */
export const takenVerdictSchema = z
  .object({
    id: z.uuid(),
    number: z.number().int().min(1),
    iteration: z.number().int(),
    phaseNumber: z.number().int(),
    asOf: instantSchema,
    look: lookSchema,
    state: z.enum(VERDICT_STATES),
    grade: gradeSchema,
    headline: z.string(),
    takenAt: instantSchema,
    takenBy: z.string(),
    note: z.string().nullable(),
    /** Digest of the signed framing: "decided before the data". */
    phaseHash: z.string(),
    /** Digest of every batch of records that it read. */
    inputsHash: z.string(),
    signOffs: z.array(valueSignOffSchema),
  })
  .meta({ id: 'TakenVerdict' });

/** A taken verdict without its report. */
export type TakenVerdictEntry = z.infer<typeof takenVerdictSchema>;

/** A belief of the signed framing beside what was measured, and what a person said about it. */
export const beliefSchema = z
  .object({
    id: z.string(),
    statement: z.string(),
    kind: z.enum(ASSUMPTION_KINDS),
    believedBy: z.string(),
    reason: z.string(),
    check: z.string(),
    believed: z.string().nullable(),
    measured: z.string().nullable(),
    state: z.enum(BELIEF_STATES),
    note: z.string().nullable(),
    answer: assumptionAnswerSchema.nullable(),
  })
  .meta({ id: 'Belief' });

const verdictParams = initiativeParams.extend({ number: z.coerce.number().int().min(1).max(100_000) });

/** The endpoints of the outcome. */
export const outcomesApi = defineApi({
  answer: {
    method: 'GET',
    path: '/api/initiatives/:slug/answer',
    summary: 'What the ledger says now, or as of a moment: the verdict, the answer in words and the numbers behind it.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    query: z.object({ asOf: instantSchema.optional() }),
    response: z.object({ report: outcomeReportSchema, computedAt: instantSchema }),
  },
  beliefs: {
    method: 'GET',
    path: '/api/initiatives/:slug/beliefs',
    summary:
      'What was believed when the framing was signed, beside what the ledger says now and what people found out.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({
      /** The framing version that holds them; `null` before anything is signed. */
      framingVersion: z.number().int().nullable(),
      beliefs: z.array(beliefSchema),
    }),
  },
  take: {
    method: 'POST',
    path: '/api/initiatives/:slug/verdicts',
    summary: 'Takes the verdict: fixes the records as of now, measures, stores the result for good, and sends it back.',
    access: { action: 'verdict.take' },
    params: initiativeParams,
    body: z.object({ note: z.string().trim().max(2_000).optional() }),
    response: z.object({ verdict: takenVerdictSchema, report: outcomeReportSchema }),
    status: 201,
  },
  verdicts: {
    method: 'GET',
    path: '/api/initiatives/:slug/verdicts',
    summary: 'The verdicts that were taken, newest first.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({ verdicts: z.array(takenVerdictSchema) }),
  },
  verdict: {
    method: 'GET',
    path: '/api/initiatives/:slug/verdicts/:number',
    summary: 'One verdict as it was taken.',
    access: { action: 'initiative.see' },
    params: verdictParams,
    response: z.object({ verdict: takenVerdictSchema, report: outcomeReportSchema }),
  },
  replay: {
    method: 'GET',
    path: '/api/initiatives/:slug/verdicts/:number/replay',
    summary:
      'Measures a verdict again from the records as they were known then, and says whether it comes out the same.',
    access: { action: 'initiative.see' },
    params: verdictParams,
    response: z.object({
      isIdentical: z.boolean(),
      /** Where the two differ, as paths into the report; empty when they do not. */
      differences: z.array(z.string()),
      /** Digests of the records that were read: when the verdict was taken, and now. */
      inputsHash: z.object({ stored: z.string(), measured: z.string() }),
      report: outcomeReportSchema,
    }),
  },
  signOff: {
    method: 'POST',
    path: '/api/initiatives/:slug/verdicts/:number/sign-off',
    summary: 'The sponsor signs the value of a verdict off as measured, or as validated by finance.',
    access: { action: 'verdict.sign-off' },
    params: verdictParams,
    body: z.object({
      label: z.enum(['measured', 'validated']),
      note: z.string().trim().max(2_000).optional(),
    }),
    response: takenVerdictSchema,
    status: 201,
  },
});
