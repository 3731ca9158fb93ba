import { z } from 'zod';
import { intervalSchema } from '../../platform/contract/index.ts';

const count = z.number().int().min(0);
const estimated = { estimate: z.number(), interval: intervalSchema };

/** Whether an expectation holds: it does, it does not, or these rows cannot tell. */
export const VERDICTS = ['holds', 'fails', 'untold'] as const;

/** Whether an expectation holds. */
export type ExpectationVerdict = (typeof VERDICTS)[number];

/**
 * What is known of the rows that a model was judged on: it had not seen them; it had learned from them; nobody can know;
 * or it does not matter, because no truth was looked at.
 */
export const SEEN = ['held-out', 'learned-from', 'unknown', 'no-matter'] as const;

/** The greatest break of a rule that a change of one column showed. */
const worstSchema = z.object({
  /** Place of the row in the rows that were read, from 1. */
  row: z.number().int().min(1),
  from: z.string(),
  to: z.string(),
  before: z.number(),
  after: z.number(),
});

/** What was measured; shares and chances 0 to 1, amounts in their own unit. */
export const measuredSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ratio'),
    ...estimated,
    groupRows: count,
    groupMean: z.number(),
    otherRows: count,
    otherMean: z.number(),
  }),
  z.object({ kind: z.literal('mean'), ...estimated, rows: count }),
  /** `broken` of `rows` rows broke the rule; `interval` is of that share. */
  z.object({
    kind: z.literal('changes'),
    rows: count,
    broken: count,
    interval: intervalSchema,
    tried: count,
    worst: worstSchema.nullable(),
  }),
  /** The model does not use the column, so that it cannot change with it. */
  z.object({ kind: z.literal('unused') }),
  z.object({ kind: z.literal('order'), ...estimated, rows: count, cases: count }),
  z.object({ kind: z.literal('error'), ...estimated, rows: count }),
  z.object({
    kind: z.literal('nothing'),
    reason: z.enum(['too-few-rows', 'no-range', 'one-value', 'no-column', 'other-target']),
    rows: count,
  }),
]);

/** What was measured. */
export type Measured = z.infer<typeof measuredSchema>;

/** How an expectation fared on one model and one version of the data. */
export const judgementSchema = z
  .object({
    verdict: z.enum(VERDICTS),
    measured: measuredSchema,
    seen: z.enum(SEEN),
    /** What was taken for granted about the model, in a sentence; null where nothing was. */
    assumed: z.string().nullable(),
  })
  .meta({ id: 'ExpectationJudgement' });

/** How an expectation fared. */
export type Judgement = z.infer<typeof judgementSchema>;

/** How a claim fared on rows, whatever was taken for granted to get them. */
export type ClaimJudgement = Omit<Judgement, 'assumed'>;

/** The verdict where a range has to lie within bounds: out of them entirely fails, across one of them tells nothing. */
export function verdictOfRange(
  range: { readonly lower: number; readonly upper: number },
  bounds: { readonly least?: number; readonly most?: number },
): ExpectationVerdict {
  const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = bounds;
  if (range.lower >= least && range.upper <= most) return 'holds';
  return range.upper < least || range.lower > most ? 'fails' : 'untold';
}
