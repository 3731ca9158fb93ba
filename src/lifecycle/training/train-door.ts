import { z } from 'zod';
import { modelSchema } from './model.schema.ts';
import { simpleRuleSchema } from './simple-rule.ts';
import { trainingResultSchema } from './training-result.schema.ts';

/** Typed arrays pass between threads as they are. */
const floats = z.custom<Float32Array>((value) => value instanceof Float32Array);
const doubles = z.custom<Float64Array>((value) => value instanceof Float64Array);
const codes = z.custom<Int32Array>((value) => value instanceof Int32Array);
const places = z.custom<Uint32Array>((value) => value instanceof Uint32Array);
const bits = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

const values = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), name: z.string(), values: floats }),
  z.object({ kind: z.literal('time'), name: z.string(), values: doubles }),
  z.object({
    kind: z.literal('category'),
    name: z.string(),
    levels: z.array(z.string()).readonly(),
    codes,
  }),
]);

const orderSchema = z.object({
  source: z.object({ tableRows: z.number(), rows: z.number(), columns: z.array(values).readonly() }),
  wish: z.object({
    target: z.string(),
    isYesNo: z.boolean(),
    outcome: z.string().nullable(),
    moment: z.string().nullable(),
    leftOut: z.array(z.string()).readonly(),
  }),
  rule: simpleRuleSchema.nullable(),
  seed: z.number().int(),
});

const answerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('trained'),
    model: modelSchema,
    result: trainingResultSchema,
    /** Of two classes: probabilities for rows that the model had not seen, and what came true (1 or 0). */
    foreseen: z.object({ probability: doubles, outcome: bits }).nullable(),
    /** Rows of the source that the model was checked on, and what models that had not seen them foresaw: a chance or an amount. */
    heldOut: z.object({ rows: places, predictions: doubles }).nullable(),
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
