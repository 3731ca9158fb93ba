import { z } from 'zod';
import { modelSchema } from './model.schema.ts';
import { simpleRuleSchema } from './simple-rule.ts';
import { foreseenSchema, sourceRowsSchema, tableWishSchema } from './source-rows.schema.ts';
import { trainingResultSchema } from './training-result.schema.ts';

const orderSchema = z.object({
  source: sourceRowsSchema,
  wish: tableWishSchema,
  rule: simpleRuleSchema.nullable(),
  seed: z.number().int(),
});

const answerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('trained'),
    model: modelSchema,
    result: trainingResultSchema,
    foreseen: foreseenSchema.nullable(),
  }),
  z.object({ kind: z.literal('unavailable'), sentence: z.string() }),
]);

/** The door of the program that trains a model from a table. */
export const TRAIN = {
  name: 'train',
  input: orderSchema,
  /** Fits done, of how many. */
  progress: z.object({ done: z.number().int(), of: z.number().int() }),
  output: answerSchema,
};

export type TrainOrder = z.infer<typeof orderSchema>;
export type TrainAnswer = z.infer<typeof answerSchema>;
export type TrainProgress = z.infer<typeof TRAIN.progress>;
