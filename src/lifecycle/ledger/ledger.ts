import { z } from 'zod';
import { centsSchema, currencySchema, daySchema, instantSchema } from '../../platform/contract/wire.ts';
import { armSchema } from '../actions/index.ts';

/** The largest whole number of a four-byte column. */
const LARGEST_COUNT = 2_147_483_647;
/** Half of a pair of code units standing alone; it has no UTF-8, so two such texts could not be told apart when stored. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Text that the database can keep as it is. */
export const storableText = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !text.includes('\0') && !LONE_SURROGATE.test(text), 'Use text without control characters.');

/** The id of a unit: any text, the empty one included, exactly as the source writes it. */
export const unitIdSchema = storableText(200);

const key = storableText(200).trim().min(1);
const amount = z.number();
const count = z.number().int().max(LARGEST_COUNT);
const metricId = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'Use lower-case letters, digits and underscores, starting with a letter.');

/** A score that a model gave to a unit, and whether it was flagged for action. */
export const predictionRowSchema = z
  .object({
    predictionId: key,
    unitId: unitIdSchema,
    occurredAt: instantSchema,
    score: amount,
    flagged: z.boolean(),
    threshold: amount.optional(),
    rank: count.positive().optional(),
    listSize: count.positive().optional(),
    probability: z.number().min(0).max(1).optional(),
    deployment: key.optional(),
    modelVersion: key.optional(),
    /** The KPI of this unit before the anchor; it sharpens the comparison. */
    preValue: amount.optional(),
    covariates: z
      .record(storableText(60), amount)
      .refine((given) => Object.keys(given).length <= 20, 'At most 20 covariates.')
      .optional(),
  })
  .meta({ id: 'PredictionRow' });

/** The arm of a unit in the open phase. The first one stays. */
export const assignmentRowSchema = z
  .object({
    unitId: unitIdSchema,
    arm: armSchema,
    /** Probability with which this arm was drawn. */
    propensity: z.number().gt(0).max(1),
    assignedAt: instantSchema,
    method: z.enum(['hash', 'external']).default('external'),
    stratum: key.optional(),
    cluster: key.optional(),
  })
  .meta({ id: 'AssignmentRow' });

/** How far an action got. */
export const ACTION_STATUSES = ['planned', 'attempted', 'delivered', 'accepted', 'refused', 'failed'] as const;

/** What was done to a unit, by whom, and what it cost. */
export const actionRowSchema = z
  .object({
    actionId: key,
    unitId: unitIdSchema,
    occurredAt: instantSchema,
    actionType: key,
    status: z.enum(ACTION_STATUSES),
    actor: z.object({ id: key.optional(), role: key.optional(), team: key.optional() }).default({}),
    predictionId: key.optional(),
    costCents: centsSchema.min(0).optional(),
    currency: currencySchema.optional(),
    channel: key.optional(),
    minutes: z.number().min(0).optional(),
    note: storableText(1_000).optional(),
    reasonNotActed: storableText(300).optional(),
  })
  .meta({ id: 'ActionRow' });

/** What became of a unit. A higher revision of the same outcome supersedes the lower. */
export const outcomeRowSchema = z
  .object({
    outcomeId: key,
    revision: count.min(1).default(1),
    unitId: unitIdSchema,
    occurredAt: instantSchema,
    metric: metricId,
    value: amount,
    denominator: amount.optional(),
    currency: currencySchema.optional(),
    voided: z.boolean().default(false),
  })
  .meta({ id: 'OutcomeRow' });

/** A value of the business KPI for a period, as observed. */
export const kpiPointRowSchema = z
  .object({
    kpiId: key.default('kpi'),
    periodStart: daySchema,
    periodEnd: daySchema,
    segment: storableText(120).default(''),
    revision: count.min(1).default(1),
    value: amount,
    numerator: amount.optional(),
    denominator: amount.optional(),
  })
  .refine((row) => row.periodStart <= row.periodEnd, {
    message: 'The period ends before it starts.',
    path: ['periodEnd'],
  })
  .meta({ id: 'KpiPointRow' });

/** Up to when a source has delivered everything for a metric; only then may a missing outcome be read as none. */
export const watermarkRowSchema = z
  .object({
    source: key,
    metric: metricId,
    completeThrough: instantSchema,
    rowCount: z.number().int().min(0).optional(),
  })
  .meta({ id: 'WatermarkRow' });

/** Money spent on the initiative that no single action carries. */
export const costRowSchema = z
  .object({
    costId: key,
    occurredAt: instantSchema,
    amountCents: centsSchema,
    currency: currencySchema,
    team: key.optional(),
    note: storableText(300).optional(),
  })
  .meta({ id: 'CostRow' });

export type PredictionRow = z.infer<typeof predictionRowSchema>;
export type AssignmentRow = z.infer<typeof assignmentRowSchema>;
export type ActionRow = z.infer<typeof actionRowSchema>;
export type OutcomeRow = z.infer<typeof outcomeRowSchema>;
export type KpiPointRow = z.infer<typeof kpiPointRowSchema>;
export type WatermarkRow = z.infer<typeof watermarkRowSchema>;
export type CostRow = z.infer<typeof costRowSchema>;

/** The kinds of records of the ledger, in the order of the chain; the ids stand in addresses and in the command line. */
export const RECORD_KINDS = [
  'predictions',
  'assignments',
  'actions',
  'outcomes',
  'kpi-points',
  'watermarks',
  'costs',
] as const;

/** A kind of record of the ledger. */
export type RecordKind = (typeof RECORD_KINDS)[number];

/** A parsed row of each kind. */
export interface RowOf {
  readonly predictions: PredictionRow;
  readonly assignments: AssignmentRow;
  readonly actions: ActionRow;
  readonly outcomes: OutcomeRow;
  readonly 'kpi-points': KpiPointRow;
  readonly watermarks: WatermarkRow;
  readonly costs: CostRow;
}

/** The schema of one row of each kind. */
export const ROW_SCHEMA = {
  predictions: predictionRowSchema,
  assignments: assignmentRowSchema,
  actions: actionRowSchema,
  outcomes: outcomeRowSchema,
  'kpi-points': kpiPointRowSchema,
  watermarks: watermarkRowSchema,
  costs: costRowSchema,
} as const satisfies Record<RecordKind, z.ZodType>;

/** What became of one delivered row. */
export const ROW_STATUSES = ['stored', 'duplicate', 'mixed', 'refused'] as const;

/** The answer to one delivered row. */
export interface RowAnswer {
  /** Place of the row in what was delivered, from 0. */
  readonly index: number;
  readonly status: (typeof ROW_STATUSES)[number];
  /** The row of the error table, for refused rows. */
  readonly code?: string;
  /** What happened and what to do, unless the row was simply stored. */
  readonly message?: string;
}

/** Limits of the ledger, stated once. */
export const LEDGER_LIMITS = {
  /** Rows of one REST batch. */
  rowsPerBatch: 5_000,
  /** Rows that are stored with one statement. */
  rowsPerChunk: 5_000,
  /** Units that one request may rank. */
  rankedUnits: 50_000,
  /** Different metrics of one initiative. */
  metrics: 200,
  /** Bytes of one REST batch. */
  batchBytes: 8_388_608,
  /** Bytes of one file brought in. */
  fileBytes: 2_147_483_648,
  /** Records dated further in the future than this are refused. */
  futureHours: 24,
  /** Records dated before this day are refused: such dates are slips. */
  oldestDay: '1900-01-01',
  /** How long a batch waits for records that somebody else is storing. */
  lockWaitMs: 10_000,
  /** How long the fixing of an as-of date waits for batches under way. */
  asOfWaitMs: 3_000,
  /** Refused rows that a file's report keeps. */
  reportedRows: 100_000,
} as const;

/** The part of the page of data where records are brought, as an id in the page. */
export const BRING_ID = 'bring';
