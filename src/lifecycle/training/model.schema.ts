import { z } from 'zod';
import { FAMILIES } from '../../learning/index.ts';

const count = z.number().int().min(0);
const numbers = z.array(z.number()).readonly();

const featureSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), input: count, whenMissing: z.number().nullable() }),
  z.object({ kind: z.literal('is-missing'), input: count }),
  z.object({
    kind: z.literal('levels'),
    input: count,
    levels: z.array(z.string()).readonly(),
    values: numbers,
    otherwise: z.number(),
    whenMissing: z.number(),
  }),
]);

const treeSchema = z.object({
  output: count,
  feature: z.array(z.number().int()).readonly(),
  threshold: numbers,
  missingGoesLeft: z.array(z.boolean()).readonly(),
  left: z.array(z.number().int()).readonly(),
  right: z.array(z.number().int()).readonly(),
  value: numbers,
  cover: numbers,
});

/** What is predicted, as a model says it. */
export const targetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('binary'), name: z.string(), classes: z.tuple([z.string(), z.string()]).readonly() }),
  z.object({ kind: z.literal('multiclass'), name: z.string(), classes: z.array(z.string()).readonly() }),
  z.object({ kind: z.literal('number'), name: z.string() }),
]);

/** A family of models. */
export const familySchema = z.enum(FAMILIES);

/** A trained model as it is stored: the document of `src/learning/model.ts`. */
export const modelSchema = z.object({
  family: familySchema,
  target: targetSchema,
  inputs: z.array(z.object({ kind: z.enum(['number', 'category']), name: z.string() })).readonly(),
  features: z.array(featureSchema).readonly(),
  body: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('trees'), base: numbers, trees: z.array(treeSchema).readonly() }),
    z.object({ kind: z.literal('linear'), intercepts: numbers, coefficients: z.array(numbers).readonly() }),
  ]),
  calibration: z.object({ slope: z.number(), intercept: z.number() }).nullable(),
});
