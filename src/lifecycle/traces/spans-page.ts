import { z } from 'zod';
import { SPAN_STATES } from './span.ts';

/** A text as far as a page shows it. */
export const shownTextSchema = z.object({
  text: z.string(),
  /** How many characters there are in all. */
  length: z.number().int(),
});

/** Named texts. */
export const pairsSchema = z.array(z.object({ key: z.string(), value: shownTextSchema }));

const spanRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** What kind of work it is, such as LLM or TOOL; `null` where the client did not say. */
  type: z.string().nullable(),
  state: z.enum(SPAN_STATES),
  /** Since the first span of the trace began. */
  offsetMs: z.number(),
  durationMs: z.number().nullable(),
  depth: z.number().int(),
  childCount: z.number().int(),
  /** Whether the parent that it names is not there, or leads back to it. */
  isLoose: z.boolean(),
});

/** A stretch of the spans of a trace, or why there is none. */
export const spansPageSchema = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('read'),
      count: z.number().int(),
      unreadable: z.number().int(),
      /** From the beginning of the first to the end of the last span. */
      totalMs: z.number(),
      failedCount: z.number().int(),
      failed: z.array(z.object({ id: z.string(), name: z.string() })),
      items: z.array(spanRowSchema),
      /** Where the next stretch begins. */
      nextFrom: z.number().int().nullable(),
    }),
    z.object({ kind: z.literal('none'), sentence: z.string() }),
  ])
  .meta({ id: 'SpansPage', description: 'Spans of a trace in the order of their tree.' });

/** One span with what went in and came out, as texts. */
export const spanDetailSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    type: z.string().nullable(),
    state: z.enum(SPAN_STATES),
    message: shownTextSchema,
    parent: z.object({ id: z.string(), name: z.string() }).nullable(),
    offsetMs: z.number(),
    durationMs: z.number().nullable(),
    inputs: shownTextSchema.nullable(),
    outputs: shownTextSchema.nullable(),
    attributes: pairsSchema,
    attributeCount: z.number().int(),
    events: z.array(z.object({ name: z.string(), offsetMs: z.number().nullable(), attributes: pairsSchema })),
    eventCount: z.number().int(),
  })
  .meta({ id: 'SpanDetail', description: 'One piece of the work behind a trace.' });

export type SpansPage = z.infer<typeof spansPageSchema>;
export type SpanDetail = z.infer<typeof spanDetailSchema>;
