import { z } from 'zod';
import type { SourceRows } from './columns-source.ts';
import type { TableWish } from './make-table.ts';

/** Typed arrays pass between threads as they are. */
const floats = z.custom<Float32Array>((value) => value instanceof Float32Array);
const codes = z.custom<Int32Array>((value) => value instanceof Int32Array);
const doubles = z.custom<Float64Array>((value) => value instanceof Float64Array);
const bits = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** Rows of a table on their way into a thread. */
export const sourceRowsSchema: z.ZodType<SourceRows> = z.object({
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

/** What is to be made of them. */
export const tableWishSchema: z.ZodType<TableWish> = z.object({
  target: z.string(),
  isYesNo: z.boolean(),
  outcome: z.string().nullable(),
  moment: z.string().nullable(),
  leftOut: z.array(z.string()).readonly(),
});

/** Of two classes: probabilities for rows that the model had not seen, and what came true (1 or 0). */
export const foreseenSchema = z.object({ probability: doubles, outcome: bits });
