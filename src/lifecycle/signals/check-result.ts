import { z } from 'zod';
import { SIGNAL_PHASES, type SignalFound } from '../../learning/index.ts';

const count = z.number().int().min(0);
const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();

const estimateSchema = z
  .object({
    estimate: z.number(),
    standardError: z.number(),
    interval: z.object({ lower: z.number(), upper: z.number() }),
  })
  .meta({ id: 'SignalEstimate' });

const qualitySchema = z.object({ shuffled: estimateSchema, inTime: estimateSchema.nullable() });

const alikeRowsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('level'), level: z.string() }),
  z.object({ kind: z.literal('numbers'), from: z.number(), to: z.number() }),
  z.object({ kind: z.literal('missing') }),
  z.object({ kind: z.literal('filled') }),
]);

const leakSignSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('near-perfect'), skill: z.number() }),
  z.object({ kind: z.literal('outweighs-others'), alone: z.number(), others: z.number() }),
  z.object({ kind: z.literal('carries-nearly-all'), share: z.number() }),
  z.object({
    kind: z.literal('only-when-it-happened'),
    where: alikeRowsSchema,
    className: z.string(),
    rows: count,
    rate: z.number(),
    otherRate: z.number(),
  }),
  z.object({ kind: z.literal('missing-tells'), skill: z.number() }),
]);

const usual = z.union([z.string(), z.number(), z.null()]);

/** What a check found, as `checkSignal` gives it; it is kept as it is. */
export const signalFoundSchema: z.ZodType<SignalFound> = z
  .object({
    kind: z.literal('checked'),
    measuredBy: z.enum(['order', 'right', 'explained']),
    rows: count,
    ofRows: count,
    base: z.number(),
    quality: qualitySchema,
    withSuspects: qualitySchema.nullable(),
    isSuspectsOnly: z.boolean(),
    family: z.enum(['linear', 'stumps', 'boosting']),
    gainOfTrees: estimateSchema.nullable(),
    comparisons: list(
      z.object({
        opponent: z.enum(['guess', 'rule', 'last', 'row-before']),
        comparedBy: z.enum(['order', 'picks', 'right', 'explained']),
        model: estimateSchema,
        simple: estimateSchema,
        difference: estimateSchema,
      }),
    ),
    columns: list(z.object({ name: z.string(), loss: estimateSchema })),
    suspects: list(z.object({ name: z.string(), signs: list(leakSignSchema) })),
    useless: list(z.object({ name: z.string(), reason: z.enum(['constant', 'names-rows']) })),
    drifts: list(
      z.object({
        name: z.string(),
        distance: z.number(),
        missingShares: z.tuple([z.number(), z.number()]).readonly(),
        usual: z.tuple([usual, usual]).readonly(),
      }),
    ),
    targetOverTime: z.object({ earliest: z.number(), latest: z.number() }).nullable(),
    protectedColumns: list(
      z.object({
        name: z.string(),
        measuredBy: z.enum(['order', 'right', 'explained']),
        together: estimateSchema,
        skill: z.number(),
        columns: list(z.object({ name: z.string(), skill: z.number() })),
      }),
    ),
  })
  .meta({ id: 'SignalFound' });

/** The part of a check that is under way. */
export const phaseSchema = z.enum(SIGNAL_PHASES);

/** What a column was not used for, and why. */
export const LEFT_OUT_REASONS = ['names-things', 'moment', 'known-later', 'protected'] as const;

/** What the table gave to the check, beside the figures. */
export const checkedTableSchema = z.object({
  /** Rows of the version, and those of them without a target or a time, which cannot be used. */
  tableRows: count,
  unusableRows: count,
  /** The two classes, the outcome second, or all; null for numbers. */
  classes: list(z.string()).nullable(),
  leftOut: list(z.object({ name: z.string(), reason: z.enum(LEFT_OUT_REASONS) })),
});

/** What the table gave to the check, beside the figures. */
export type CheckedTable = z.infer<typeof checkedTableSchema>;

/** The result of a check: what was found, in which table. */
export interface CheckResult {
  readonly found: SignalFound;
  readonly table: CheckedTable;
}
