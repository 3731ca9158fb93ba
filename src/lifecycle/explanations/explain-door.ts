import { z } from 'zod';
import type { Lever } from '../../learning/index.ts';
import type { SourceRows, TableWish } from '../training/index.ts';
import type { Foreseen } from './alike-rows.ts';
import { answerSchema, cellSchema, cellsSchema, overviewSchema } from './explanation.ts';

/** Typed arrays pass between threads as they are. */
const floats = z.custom<Float32Array>((value) => value instanceof Float32Array);
const doubles = z.custom<Float64Array>((value) => value instanceof Float64Array);
const codes = z.custom<Int32Array>((value) => value instanceof Int32Array);
const bits = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

const sourceSchema: z.ZodType<SourceRows> = z.object({
  tableRows: z.number(),
  rows: z.number(),
  columns: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('number'), name: z.string(), values: floats }),
        z.object({ kind: z.literal('time'), name: z.string(), values: doubles }),
        z.object({ kind: z.literal('category'), name: z.string(), levels: z.array(z.string()).readonly(), codes }),
      ]),
    )
    .readonly(),
});

const wishSchema: z.ZodType<TableWish> = z.object({
  target: z.string(),
  isYesNo: z.boolean(),
  outcome: z.string().nullable(),
  moment: z.string().nullable(),
  leftOut: z.array(z.string()).readonly(),
});

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
const foreseenSchema: z.ZodType<Foreseen> = z.object({ probability: doubles, outcome: bits });

const orderSchema = z.object({
  /** The model as it is kept: JSON. */
  document: z.string(),
  source: sourceSchema,
  wish: wishSchema,
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
