import { z } from 'zod';
import type { Lever } from '../../learning/index.ts';
import { foreseenSchema, sourceRowsSchema, tableWishSchema } from '../training/index.ts';
import { answerSchema, cellSchema, cellsSchema, overviewSchema } from './explanation.ts';

const leverSchema: z.ZodType<Lever> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('number'),
    column: z.string(),
    from: z.number(),
    to: z.number(),
    step: z.number(),
    costPerUnit: z.number(),
  }),
  z.object({
    kind: z.literal('category'),
    column: z.string(),
    levels: z.array(z.string()).readonly(),
    costPerChange: z.number(),
  }),
]);

const asked = { levers: z.array(leverSchema).readonly(), threshold: z.number().nullable() };

const orderSchema = z.object({
  /** The model as it is kept: JSON. */
  document: z.string(),
  source: sourceRowsSchema,
  wish: tableWishSchema,
  foreseen: foreseenSchema.nullable(),
  question: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('overview') }),
    z.object({ kind: z.literal('cells'), cells: cellsSchema, ...asked }),
    z.object({
      kind: z.literal('row'),
      row: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('number'), row: z.number().int() }),
        z.object({ kind: z.literal('name'), name: z.string() }),
      ]),
      nameColumns: z.array(z.string()).readonly(),
      ...asked,
    }),
  ]),
});

const foundRowSchema = z.object({
  row: z.number().int(),
  names: z.array(z.object({ column: z.string(), name: z.string() })).readonly(),
  truth: cellSchema,
  cells: cellsSchema,
});

const toldSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('overview'), overview: overviewSchema }),
  z.object({ kind: z.literal('answer'), answer: answerSchema, row: foundRowSchema.nullable() }),
  z.object({ kind: z.literal('no-row') }),
]);

/** The door of the program that explains a model and what it says about a row. */
export const EXPLAIN = { name: 'explain', input: orderSchema, progress: z.never(), output: toldSchema };

export type ExplainOrder = z.infer<typeof orderSchema>;
export type ExplainQuestion = ExplainOrder['question'];
export type Told = z.infer<typeof toldSchema>;
