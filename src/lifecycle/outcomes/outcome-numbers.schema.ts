import { z } from 'zod';
import { daySchema, intervalSchema } from '../../platform/contract/index.ts';

const directionSchema = z.enum(['up', 'down']);

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

/** One figure behind the answer. */
export type NumberRow = z.infer<typeof numberRowSchema>;
