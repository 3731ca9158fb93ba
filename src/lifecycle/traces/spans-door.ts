import { z } from 'zod';
import { findableSpanSchema } from './findable-spans.ts';
import { spanDetailSchema, spansPageSchema } from './spans-page.ts';

const questionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stretch'), from: z.number().int(), limit: z.number().int() }),
  z.object({ kind: z.literal('span'), spanId: z.string() }),
  z.object({ kind: z.literal('findable') }),
]);

const fileSchema: z.ZodType<Uint8Array> = z.instanceof(Uint8Array);

const orderSchema = z.object({ file: fileSchema, question: questionSchema });

const toldSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stretch'), page: spansPageSchema }),
  z.object({ kind: z.literal('span'), span: spanDetailSchema }),
  z.object({ kind: z.literal('no-span') }),
  z.object({ kind: z.literal('findable'), spans: z.array(findableSpanSchema) }),
  /** The file cannot be shown; why, in a sentence. */
  z.object({ kind: z.literal('none'), sentence: z.string() }),
]);

/** The door of the program that reads a file of spans and answers one question about it. */
export const READ_SPANS = { name: 'read-spans', input: orderSchema, progress: z.never(), output: toldSchema };

export type SpansOrder = z.infer<typeof orderSchema>;
export type SpansQuestion = SpansOrder['question'];
export type SpansTold = z.infer<typeof toldSchema>;
