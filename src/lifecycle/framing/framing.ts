import { z } from 'zod';
import { centsSchema, currencySchema, daySchema, shareSchema } from '../../platform/contract/wire.ts';
import { RISK_TIERS } from '../people/index.ts';
import { assumptionsSchema } from './assumption.ts';

const words = (max: number) => z.string().trim().min(1).max(max);
const days = z.number().int().min(0).max(1_095);

/** A word for one and for many: "customer" and "customers", "stays" and "stay". */
const countedSchema = z.object({ one: words(40), many: words(40) });

/** Which way a figure must move to be good. */
export const directionSchema = z.enum(['up', 'down']);

/** The KPI contract: what the business wants to move, from where to where, by when, and what a unit of it is worth. */
export const kpiSchema = z
  .object({
    name: words(120),
    /** The unit in the reader's words, e.g. "% of customers a quarter", "hours a week". */
    unit: words(60),
    direction: directionSchema,
    owner: z.string().trim().max(120).optional(),
    formula: z.string().trim().max(500).optional(),
    source: z.string().trim().max(200).optional(),
    baseline: z.object({ value: z.number(), from: daySchema, to: daySchema }),
    target: z.number(),
    due: daySchema,
    /** How many units the KPI is counted over (customers, machines), so that an effect becomes KPI points. */
    population: z.number().int().positive().optional(),
    /** How many KPI units one whole outcome per unit of population is, e.g. 100 when the KPI is a percentage. */
    scale: z.number().positive().default(1),
  })
  .meta({ id: 'Kpi' });

/** What is predicted, about whom, when, and when the truth is known. */
export const predictionTaskSchema = z
  .object({
    /** What one prediction is about, e.g. "customer", "customers". */
    entity: countedSchema,
    /** When the prediction is made, in words. */
    moment: words(200),
    /** What is predicted, in words, e.g. "leaves within 90 days". */
    outcome: words(200),
    /** How long until the truth is known. */
    waitDays: days,
    /** The rule of thumb that the model has to beat. */
    heuristic: words(300),
  })
  .meta({ id: 'PredictionTask' });

/** Who does what on which scores, and what it costs. */
export const decisionPolicySchema = z
  .object({
    /** The action as a noun, e.g. "retention call". */
    action: words(80),
    /** One success of the action, e.g. "saved customer", "saved customers". */
    gain: countedSchema.optional(),
    /** Who does it, in words. */
    actor: words(120),
    rule: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('threshold'), threshold: z.number() }),
      z.object({ kind: z.literal('list'), size: z.number().int().positive() }),
      z.object({ kind: z.literal('everybody') }),
    ]),
    capacityPerCycle: z.number().int().positive().optional(),
    cycleDays: z.number().int().positive().max(366).default(30),
    costPerActionCents: centsSchema.min(0).optional(),
    fixedCostCents: centsSchema.min(0).default(0),
  })
  .meta({ id: 'DecisionPolicy' });

/** A figure that is counted per unit. `binary` is yes or no, `mean` an amount, `ratio` an amount per denominator. */
export const metricSchema = z
  .object({
    /** The name under which outcomes arrive, e.g. "churned". */
    id: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,39}$/, 'Use lower-case letters, digits and underscores, starting with a letter.'),
    /** The words on screen for one outcome, e.g. "customer who left". */
    name: words(80),
    kind: z.enum(['binary', 'mean', 'ratio']),
    /** Which way is good: `down` for customers who leave. */
    direction: directionSchema,
    /** What a unit does in the good case and in the bad one, for sentences about people: "stays", "leaves". */
    good: countedSchema.optional(),
    bad: countedSchema.optional(),
    /** The unit of an amount: "hours", "EUR". */
    unit: words(40).optional(),
  })
  .meta({ id: 'Metric' });

/** A figure that must not get worse by more than its tolerance while the primary one is pursued. */
export const guardrailSchema = z
  .object({ metric: metricSchema, tolerance: z.number().min(0) })
  .meta({ id: 'Guardrail' });

/** How the evidence will be made. Only `holdout` is drawn by chance; `none` admits that nothing can be shown. */
export const DESIGNS = ['holdout', 'rdd', 'did', 'its', 'synthetic', 'none'] as const;

/** What was decided before any data: what counts as success, and how it will be known. */
export const successCriterionSchema = z
  .object({
    metric: metricSchema,
    guardrails: z.array(guardrailSchema).max(10).default([]),
    /** Smallest effect worth having, per unit acted upon, in the metric's own unit, positive when good. */
    dmin: z.number().positive(),
    dminReason: words(500),
    /** What one outcome in the good direction is worth. */
    valuePerOutcomeCents: centsSchema.min(0).optional(),
    currency: currencySchema.default('EUR'),
    valueSource: z.string().trim().max(300).optional(),
    design: z.enum(DESIGNS),
    holdoutShare: shareSchema.default(0.2),
    exploreShare: shareSchema.default(0),
    /** Days after the anchor in which an action counts as reached. */
    actionWindowDays: days.default(30),
    /** Days after the anchor in which an outcome counts. */
    outcomeWindowDays: z.number().int().min(1).max(1_095),
    /** Days to wait for late records after the window. */
    lateGraceDays: days.default(0),
    readOutOn: daySchema,
    /** How many flagged units, acted upon and left alone together, the plan expects to be done with by the read-out. */
    plannedUnits: z.number().int().positive(),
    /** Why the table goes ahead although the planned read-out cannot tell `dmin` from no effect; empty when it can. */
    openAnswerReason: z.string().trim().max(500).optional(),
    /** Expected outcome rate or mean among those left alone, and its standard deviation for amounts; for the planner. */
    expectedRate: z.number().optional(),
    expectedSd: z.number().positive().optional(),
    /** Lowest acceptable quality of the predictions (area under the ROC curve). */
    predictionFloor: z.number().min(0.5).max(1).default(0.7),
    /** Share of those who should be acted upon that must be reached. */
    reachTarget: shareSchema.default(0.8),
    minUnitsPerArm: z.number().int().positive().default(100),
    minEventsPerArm: z.number().int().min(0).default(10),
    /** Error budget of the looks before the read-out, and of the read-out itself. */
    alphaLooks: z.number().positive().max(0.2).default(0.01),
    alphaReadOut: z.number().positive().max(0.2).default(0.04),
  })
  .meta({ id: 'SuccessCriterion' });

/** Limits of the framing, stated once. */
export const FRAMING_LIMITS = {
  /** Bytes of one draft. */
  draftBytes: 262_144,
  /** Versions that are listed, newest first. */
  listedVersions: 100,
  /** Approvals of wordings of the translation that are read, newest first. */
  listedApprovals: 50,
  /** Longest reason for a finding about an assumption, in characters. */
  findingLength: 1_000,
  /** Minutes of one person's saving that count as one event of the log. */
  draftEventMinutes: 10,
} as const;

/** How much harm a wrong decision can do. */

/** Everything that is signed before data are looked at. */
export const framingContentSchema = z
  .object({
    /** The data scientist's translation of the question; an expert who did not write it approves exactly these words. */
    translation: words(2_000),
    kpi: kpiSchema,
    predictionTask: predictionTaskSchema,
    decisionPolicy: decisionPolicySchema,
    successCriterion: successCriterionSchema,
    riskTier: z.enum(RISK_TIERS).default('low'),
    /** What is believed without having been measured yet; absent in framings without any. */
    assumptions: assumptionsSchema.optional(),
  })
  .meta({ id: 'FramingContent' });

export type Kpi = z.infer<typeof kpiSchema>;
export type PredictionTask = z.infer<typeof predictionTaskSchema>;
export type DecisionPolicy = z.infer<typeof decisionPolicySchema>;
export type Metric = z.infer<typeof metricSchema>;
export type SuccessCriterion = z.infer<typeof successCriterionSchema>;
export type FramingContent = z.infer<typeof framingContentSchema>;
export type Design = (typeof DESIGNS)[number];
