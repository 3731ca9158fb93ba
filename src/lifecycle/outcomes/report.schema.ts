import { z } from 'zod';
import { daySchema, instantSchema } from '../../platform/contract/index.ts';
import { roleSchema } from '../people/index.ts';
import {
  metricNumbersSchema,
  numberRowSchema,
  outcomeLedgersSchema,
  outcomeMoneySchema,
} from './outcome-numbers.schema.ts';
import { answerSchema, lookSchema, verdictSchema } from './verdict.schema.ts';

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
/** How we know. */
export type OutcomePlan = z.infer<typeof outcomePlanSchema>;
