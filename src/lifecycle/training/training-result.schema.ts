import { z } from 'zod';
import { intervalSchema } from '../../platform/contract/index.ts';
import { columnFactsSchema } from './column-facts.ts';
import { familySchema, targetSchema } from './model.schema.ts';
import { simpleRuleSchema } from './simple-rule.ts';
import { firstOfListSchema } from './who-comes-first.ts';

const count = z.number().int().min(0);

/** An estimate with its standard error and the range that it likely lies in. */
export const estimateSchema = z
  .object({ estimate: z.number(), standardError: z.number(), interval: intervalSchema })
  .meta({ id: 'EstimateWithInterval' });

/** How well an order separates rows with the outcome from those without: 0.5 is chance, 1 is perfect. */
export const aucSchema = z
  .discriminatedUnion('kind', [
    estimateSchema.extend({
      kind: z.literal('estimated'),
      logitInterval: intervalSchema,
      positives: count,
      negatives: count,
      binError: z.number(),
    }),
    z.object({
      kind: z.literal('unavailable'),
      reason: z.enum(['too_few_positives', 'too_few_negatives', 'not_finite', 'invalid_weight', 'no_variance']),
    }),
  ])
  .meta({ id: 'Auc' });

const calibrationSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('estimated'),
    units: count,
    brier: z.number(),
    spiegelhalter: z.object({ z: z.number(), pValue: z.number() }).nullable(),
    expectedCalibrationError: z.number(),
    observedOverExpected: z.number().nullable(),
    bins: z.array(z.object({ units: count, meanPredicted: z.number(), observedRate: z.number() })).readonly(),
  }),
  z.object({ kind: z.literal('unavailable'), reason: z.enum(['no_units', 'not_probabilities', 'not_binary']) }),
]);

const share = z.number().nullable();

/** How good a model is on rows that it had not seen, by what it predicts. */
export const qualitySchema = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('binary'),
      rows: count,
      baseRate: z.number(),
      auc: aucSchema,
      averagePrecision: share,
      logLoss: estimateSchema,
      brier: estimateSchema,
      calibration: calibrationSchema,
    }),
    z.object({
      kind: z.literal('multiclass'),
      rows: count,
      accuracy: estimateSchema,
      baseRate: z.number(),
      logLoss: estimateSchema,
      macroPrecision: estimateSchema,
      macroRecall: estimateSchema,
      macroF1: estimateSchema,
      classes: z
        .array(z.object({ name: z.string(), rows: count, precision: share, recall: share, f1: share }))
        .readonly(),
    }),
    z.object({
      kind: z.literal('number'),
      rows: count,
      rmse: estimateSchema,
      mae: estimateSchema,
      explained: estimateSchema.nullable(),
    }),
  ])
  .meta({ id: 'ModelQuality' });

/** The rule of thumb beside the model, on the same rows. */
export const ruleResultSchema = z.object({
  rule: simpleRuleSchema,
  /** Null where the column cannot be used so. */
  auc: aucSchema.nullable(),
  /** Whether the rule cannot be told apart from the model, or is better. Null where nobody can know. */
  isAsGood: z.boolean().nullable(),
});

/** What a training found out, as it is stored and shown. */
export const trainingResultSchema = z
  .object({
    target: targetSchema,
    /** Rows of the table, those that were learned from, and those that had to be left out. */
    tableRows: count,
    rows: count,
    rowsWithout: count,
    /** Whether the model was checked on what came after the rows that it learned from. */
    isInTime: z.boolean(),
    /** What the model learned from, and what is usual there. */
    columns: z.array(columnFactsSchema).readonly(),
    unused: z.array(z.object({ column: z.string(), reason: z.enum(['moment', 'one_value', 'names']) })).readonly(),
    choice: z.object({
      family: familySchema,
      best: familySchema,
      families: z
        .array(z.object({ family: familySchema, mean: z.number(), standardError: z.number(), price: z.number() }))
        .readonly(),
    }),
    /** How far each column moves predictions, as shares of all that moves them; the most important first. */
    importance: z.array(z.object({ column: z.string(), share: z.number() })).readonly(),
    /** How predictions run along the most important columns: the mean, and where eight of ten lie. */
    courses: z
      .array(
        z.object({
          column: z.string(),
          points: z
            .array(
              z.object({
                value: z.union([z.number(), z.string()]),
                mean: z.number(),
                low: z.number(),
                high: z.number(),
              }),
            )
            .readonly(),
        }),
      )
      .readonly(),
    quality: qualitySchema,
    rule: ruleResultSchema.nullable(),
    /** Who stands at the head of the list, at several lengths; null where no two outcomes are told apart, or nobody looked. */
    first: z.array(firstOfListSchema).readonly().nullable(),
  })
  .meta({ id: 'TrainingResult' });

export type TrainingResult = z.infer<typeof trainingResultSchema>;
export type ModelQuality = z.infer<typeof qualitySchema>;
