import { z } from 'zod';
import { heldOutSchema, sourceRowsSchema } from '../training/index.ts';
import { expectationContentSchema } from './expectation.ts';
import { modelGroupsSchema } from './groups.schema.ts';
import { judgementSchema } from './judgement.schema.ts';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

const orderSchema = z.object({
  source: sourceRowsSchema,
  /** Every column of the table, also those that were not read. */
  columns: z.array(z.object({ name: z.string(), kind: z.enum(['number', 'yes-no', 'time', 'text', 'id']) })).readonly(),
  model: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('own'),
      /** The document of the model as it is kept. */
      document: z.string(),
      /** Rows that the model was checked on and had not seen, with what it foresaw; null where that was not kept. */
      heldOut: heldOutSchema.nullable(),
    }),
    z.object({ kind: z.literal('onnx'), bytes, signature: z.array(z.string()).readonly().nullable() }),
  ]),
  expectations: z.array(z.object({ id: z.string(), content: expectationContentSchema })).readonly(),
  groups: z
    .object({
      target: z.string(),
      outcome: z.string().nullable(),
      column: z.string(),
      threshold: z.number().nullable(),
    })
    .nullable(),
});

const answerSchema = z.object({
  judgements: z.array(z.object({ id: z.string(), judgement: judgementSchema })).readonly(),
  /** Why the model cannot be judged by some or all, in a sentence; null where it can. */
  unfit: z.string().nullable(),
  groups: modelGroupsSchema.nullable(),
});

/** The door of the program that judges a model. */
export const JUDGE = {
  name: 'judge',
  input: orderSchema,
  progress: z.object({ done: z.number().int(), of: z.number().int() }),
  output: answerSchema,
};

export type JudgeOrder = z.infer<typeof orderSchema>;
export type JudgeAnswer = z.infer<typeof answerSchema>;
