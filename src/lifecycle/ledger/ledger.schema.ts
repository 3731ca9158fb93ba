import { z } from 'zod';
import { defineApi, instantSchema } from '../../platform/contract/index.ts';
import { armSchema } from '../actions/index.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { LEDGER_LIMITS, RECORD_KINDS, ROW_STATUSES, storableText, unitIdSchema } from './ledger.ts';

/** The answer to one row of a batch. */
export const rowAnswerSchema = z
  .object({
    index: z.number().int().min(0),
    status: z.enum(ROW_STATUSES),
    /** The row of the error table, for refused rows. */
    code: z.string().optional(),
    message: z.string().optional(),
  })
  .meta({ id: 'RowAnswer' });

/** The answer to a batch: counts, and every row that was not simply stored. */
export const batchAnswerSchema = z
  .object({
    stored: z.number().int(),
    duplicates: z.number().int(),
    mixed: z.number().int(),
    refused: z.number().int(),
    /** Rows that were not simply stored, by their place in the batch. */
    rows: z.array(rowAnswerSchema),
    recordedAt: instantSchema,
  })
  .meta({ id: 'BatchAnswer' });

/** One kind of record as it stands in the ledger. */
const ledgerCountSchema = z.object({
  kind: z.enum(RECORD_KINDS),
  /** Records stored, revisions included; for assignments, units. */
  count: z.number().int(),
  firstAt: instantSchema.nullable(),
  lastAt: instantSchema.nullable(),
  lastRecordedAt: instantSchema.nullable(),
});

/** One unit to be drawn. */
const decisionUnitSchema = z.object({
  unitId: unitIdSchema,
  score: z.number().optional(),
  flagged: z.boolean(),
  stratum: storableText(200).trim().min(1).optional(),
});

/** The endpoints of the ledger, beside those of files (imports). */
export const ledgerApi = defineApi({
  overview: {
    method: 'GET',
    path: '/api/initiatives/:slug/ledger',
    summary: 'What the ledger holds: counts and dates of each kind of record, watermarks, units by arm.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({
      counts: z.array(ledgerCountSchema),
      watermarks: z.array(z.object({ source: z.string(), metric: z.string(), completeThrough: instantSchema })),
      /** Different units seen in any record. */
      units: z.number().int(),
      /** Units by arm in the open phase, or else in the last one; `mixed` ones were seen in more than one arm. */
      arms: z.array(z.object({ arm: armSchema, units: z.number().int(), mixed: z.number().int() })),
      /** Outcomes by metric, revisions included. */
      metrics: z.array(z.object({ metric: z.string(), outcomes: z.number().int() })),
    }),
  },
  bring: {
    method: 'POST',
    path: '/api/initiatives/:slug/ledger/:kind',
    summary:
      'Brings a batch of records of one kind. Every row gets its own answer; the same row again is a duplicate, not an error.',
    access: { action: 'ledger.bring' },
    scope: 'ledger',
    params: initiativeParams.extend({ kind: z.enum(RECORD_KINDS) }),
    body: z.object({
      rows: z.array(z.unknown()).min(1).max(LEDGER_LIMITS.rowsPerBatch),
      source: storableText(120).trim().optional(),
    }),
    response: batchAnswerSchema,
    bodyLimitBytes: LEDGER_LIMITS.batchBytes,
  },
  decide: {
    method: 'POST',
    path: '/api/initiatives/:slug/decisions',
    summary: "Draws the arm of each unit by the open phase's plan and stores it; a unit that already has one keeps it.",
    access: { action: 'ledger.bring' },
    scope: 'ledger',
    params: initiativeParams,
    body: z.object({
      units: z.array(decisionUnitSchema).min(1).max(LEDGER_LIMITS.rowsPerBatch),
      assignedAt: instantSchema.optional(),
    }),
    response: z.object({
      units: z.array(z.object({ unitId: z.string(), arm: armSchema, propensity: z.number(), isNew: z.boolean() })),
    }),
    bodyLimitBytes: LEDGER_LIMITS.batchBytes,
  },
  rank: {
    method: 'POST',
    path: '/api/initiatives/:slug/decisions/rank',
    summary:
      'Makes the action list for a capacity: each arm is ranked by itself with its share of the places, so that the comparison stays fair.',
    access: { action: 'ledger.bring' },
    scope: 'ledger',
    params: initiativeParams,
    body: z.object({
      units: z
        .array(z.object({ unitId: unitIdSchema, score: z.number() }))
        .min(1)
        .max(LEDGER_LIMITS.rankedUnits),
      capacity: z.number().int().positive(),
      assignedAt: instantSchema.optional(),
    }),
    response: z.object({
      units: z.array(
        z.object({
          unitId: z.string(),
          arm: armSchema,
          flagged: z.boolean(),
          rank: z.number().int(),
          listSize: z.number().int(),
        }),
      ),
    }),
    bodyLimitBytes: LEDGER_LIMITS.batchBytes,
  },
});
