import { z } from 'zod';
import { centsSchema, instantSchema } from '../../platform/contract/wire.ts';
import { ARMS, armSchema } from '../actions/index.ts';
import { dateFormatSchema } from './import-column.ts';
import { ACTION_STATUSES, RECORD_KINDS, storableText } from './ledger.ts';

const word = storableText(120).trim().min(1);
const columnName = storableText(500).min(1);
const cellText = storableText(500);
const metricId = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'Use lower-case letters, digits and underscores, starting with a letter.');

const column = z.object({ from: z.literal('column'), column: columnName });
const many = { columns: 20, values: 200 } as const;

/** Where a moment comes from. A date without a time is midnight, and a time without a zone counts as UTC. */
const momentSource = z.discriminatedUnion('from', [
  column.extend({ format: dateFormatSchema.optional() }),
  z.object({ from: z.literal('constant'), at: instantSchema }),
]);

/** Where an amount of money comes from; `units` are whole euro or dollars, `cents` the smallest coins. */
const moneySource = z.discriminatedUnion('from', [
  column.extend({ amountsAre: z.enum(['units', 'cents']).default('units') }),
  z.object({ from: z.literal('constant'), cents: centsSchema.min(0) }),
]);

const numberSource = z.discriminatedUnion('from', [
  column,
  z.object({ from: z.literal('constant'), value: z.number() }),
]);

const textSource = z.discriminatedUnion('from', [column, z.object({ from: z.literal('constant'), value: word })]);

/** Whose row it is: a column with ids, or the number of the line below a prefix that tells this file from others. */
const unitSource = z.discriminatedUnion('from', [
  column,
  z.object({ from: z.literal('line'), prefix: storableText(40).trim().min(1) }),
]);

/** Which group the unit was put into. */
const armSource = z.discriminatedUnion('from', [
  column.extend({
    values: z
      .array(z.object({ value: cellText, arm: z.enum([...ARMS, 'leave-out']) }))
      .min(1)
      .max(many.values),
  }),
  z.object({ from: z.literal('constant'), arm: armSchema }),
  /** The units have their arms in the ledger already; the file brings none. */
  z.object({ from: z.literal('earlier') }),
]);

/** With which probability the unit came into its group: written in the file, by the plan, or the share seen in the file. */
const propensitySource = z.discriminatedUnion('from', [
  column,
  z.object({ from: z.literal('plan') }),
  z.object({ from: z.literal('observed') }),
]);

/** Whom the model flagged for action. */
const flaggedSource = z.discriminatedUnion('from', [
  column.extend({ yes: z.array(cellText).min(1).max(many.values).optional() }),
  z.object({ from: z.literal('everybody') }),
  /** The units of the action group and the holdout were flagged, the others were not. */
  z.object({ from: z.literal('arm') }),
  z.object({ from: z.literal('score'), threshold: z.number() }),
]);

/** What the model said about each unit. */
const predictionMapping = z.object({
  score: numberSource,
  flagged: flaggedSource,
  probability: column.optional(),
  threshold: numberSource.optional(),
  /** When it was predicted; the moment of assignment unless stated. */
  at: momentSource.optional(),
  deployment: textSource.optional(),
  modelVersion: textSource.optional(),
  /** The metric of the unit before the anchor; it sharpens the comparison. */
  preValue: column.optional(),
  /** Numbers known before the anchor. */
  covariates: z
    .array(z.object({ name: storableText(60).trim().min(1), column: columnName }))
    .max(many.columns)
    .default([]),
});

/** Who was reached by the action. */
const reachedSource = z.discriminatedUnion('from', [
  column.extend({
    statuses: z
      .array(z.object({ value: cellText, status: z.enum([...ACTION_STATUSES, 'none']) }))
      .min(1)
      .max(many.values),
  }),
  /** Everybody in the action and explore groups. */
  z.object({ from: z.literal('action-arm') }),
  z.object({ from: z.literal('nobody-recorded') }),
]);

/** What was done to the units that were reached. */
const actionMapping = z.object({
  actionType: word,
  /** When it was done; the moment of assignment unless stated. */
  at: momentSource.optional(),
  cost: moneySource.optional(),
  channel: column.optional(),
});

/** When an outcome happened: a column, or so many days after the assignment. */
const whenSource = z.discriminatedUnion('from', [
  column.extend({ format: dateFormatSchema.optional() }),
  z.object({ from: z.literal('offset'), days: z.number().min(0).max(1_095) }),
]);

/**
 * One column that says what became of the unit. `binary` reads yes or no, `number` an amount, and `date` is a yes on
 * that date where it is filled in.
 */
const outcomeMapping = z.object({
  metric: metricId,
  column: columnName,
  kind: z.enum(['binary', 'number', 'date']),
  /** The values that mean yes; without them the usual words in several languages do. */
  yes: z.array(cellText).min(1).max(many.values).optional(),
  /** The column says the opposite: "stayed" for the metric "left". */
  negate: z.boolean().default(false),
  /** What a blank cell means: nothing happened, or the row cannot be read. */
  blank: z.enum(['nothing', 'refuse']).default('nothing'),
  when: whenSource,
  denominator: column.optional(),
});

/** Up to when the outcomes of the file are complete; only then does "no outcome" count as none. */
const completeSource = z.discriminatedUnion('from', [
  /** For every unit of the file, to the end of its window. */
  z.object({ from: z.literal('window') }),
  z.object({ from: z.literal('moment'), through: instantSchema }),
  z.object({ from: z.literal('not-known') }),
]);

/** A wide file: one row per unit, with its group and what became of it side by side. */
export const wideMappingSchema = z
  .object({
    shape: z.literal('wide'),
    unit: unitSource,
    assignedAt: momentSource,
    arm: armSource,
    propensity: propensitySource.default({ from: 'observed' }),
    stratum: column.optional(),
    cluster: column.optional(),
    prediction: predictionMapping.nullable().default(null),
    reached: reachedSource,
    action: actionMapping.optional(),
    outcomes: z.array(outcomeMapping).max(many.columns).default([]),
    complete: completeSource,
    /** The outcomes correct those of an earlier file: they get the next revision. */
    corrects: z.boolean().default(false),
    /** Where the data come from, in a word or two; watermarks are kept by it. */
    source: word.default('file'),
  })
  .meta({ id: 'WideMapping' });

/** Where a field of a record comes from. */
const fieldSource = z.discriminatedUnion('from', [
  column.extend({
    /** What values of the file mean, for fields with few values. */
    values: z
      .array(z.object({ value: cellText, means: cellText }))
      .max(many.values)
      .optional(),
    format: dateFormatSchema.optional(),
    amountsAre: z.enum(['units', 'cents']).optional(),
  }),
  z.object({ from: z.literal('constant'), value: z.union([storableText(1_000), z.number(), z.boolean()]) }),
]);

/** A narrow file: one record per row, all of one kind. */
export const narrowMappingSchema = z
  .object({
    shape: z.literal('narrow'),
    kind: z.enum(RECORD_KINDS),
    /** Fields by name, e.g. `unitId`, `actor.team`. */
    fields: z.record(z.string().max(40), fieldSource),
    corrects: z.boolean().default(false),
    source: word.default('file'),
  })
  .meta({ id: 'NarrowMapping' });

/** What the columns of a file mean. */
export const importMappingSchema = z.discriminatedUnion('shape', [wideMappingSchema, narrowMappingSchema]);

/** A guessed mapping of a wide file: what the file cannot say, the moment of assignment, may still be missing. */
export const guessedMappingSchema = z.discriminatedUnion('shape', [
  wideMappingSchema.extend({ assignedAt: momentSource.nullable() }).meta({ id: 'GuessedWideMapping' }),
  narrowMappingSchema,
]);

/** What the columns of a wide file mean. */
export type WideMapping = z.infer<typeof wideMappingSchema>;
/** What the columns of a narrow file mean. */
export type NarrowMapping = z.infer<typeof narrowMappingSchema>;
/** What the columns of a file mean. */
export type ImportMapping = z.infer<typeof importMappingSchema>;
/** A guessed mapping. */
export type GuessedMapping = z.infer<typeof guessedMappingSchema>;
/** Where a field of a narrow record comes from. */
export type FieldSource = z.infer<typeof fieldSource>;
/** Where a moment comes from. */
export type MomentSource = z.infer<typeof momentSource>;
/** Where an amount of money comes from. */
export type MoneySource = z.infer<typeof moneySource>;
/** One outcome column. */
export type OutcomeMapping = WideMapping['outcomes'][number];
/** The prediction columns. */
export type PredictionMapping = NonNullable<WideMapping['prediction']>;

/** The columns that a mapping reads, each once. */
export function mappedColumns(mapping: ImportMapping | GuessedMapping): readonly string[] {
  return [...new Set(columnsIn(mapping))];
}

/** Every `column` in a mapping is the name of one; nothing else is called so. */
function columnsIn(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(columnsIn);
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, value]) =>
    name === 'column' && typeof value === 'string' ? [value] : columnsIn(value),
  );
}

/** What an import needs to know of the open phase. */
export interface ImportPhase {
  readonly number: number;
  /** Metrics that are decided upon, the primary one first. */
  readonly metrics: readonly { readonly id: string; readonly kind: 'binary' | 'mean' | 'ratio' }[];
  /** The probability of each arm by the plan; 0 where the plan draws nobody into it. */
  readonly planned: Readonly<Record<(typeof ARMS)[number], number>>;
  readonly outcomeWindowDays: number;
  readonly lateGraceDays: number;
  readonly currency: string;
  /** The action as a noun. */
  readonly action: string;
}
