import { z } from 'zod';
import {
  broughtShape,
  defineApi,
  instantSchema,
  nextCursorSchema,
  nothingSchema,
  pageQuerySchema,
} from '../../platform/contract/index.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { IMPORT_STATES } from './import.ts';
import { IMPORT_LIMITS, importColumnSchema } from './import-column.ts';
import { guessedMappingSchema, importMappingSchema } from './import-mapping.ts';
import { LEDGER_LIMITS, RECORD_KINDS, storableText } from './ledger.ts';

const count = z.number().int().min(0);
const kind = z.enum(RECORD_KINDS);

const checkSchema = z
  .object({
    rows: count,
    good: count,
    bad: count,
    /** Rows of groups that the mapping leaves out. */
    leftOut: count,
    units: z.object({ count, isExact: z.boolean() }),
    records: z.array(z.object({ kind, count })),
    arms: z.array(z.object({ arm: z.string(), rows: count, propensity: z.number().nullable() })),
    /** Every value found of columns with a meaning for each value; `means` is null where it has none. */
    values: z.array(z.object({ column: z.string(), value: z.string(), rows: count, means: z.string().nullable() })),
    refusals: z.array(z.object({ column: z.string().nullable(), rows: count, example: z.string() })),
    notes: z.array(z.string()),
    /** What has to be corrected in the mapping before the file can be loaded. */
    blockers: z.array(z.string()),
  })
  .meta({ id: 'ImportCheck' });

const resultSchema = z
  .object({
    rows: count,
    bad: count,
    leftOut: count,
    records: z.array(z.object({ kind, stored: count, duplicates: count, mixed: count, refused: count })),
  })
  .meta({ id: 'ImportResult' });

/** A file that was brought, as it is listed. */
export const importSummarySchema = z
  .object({
    id: z.uuid(),
    state: z.enum(IMPORT_STATES),
    fileName: z.string(),
    sizeBytes: count,
    sha256: z.string(),
    format: z.string(),
    ...broughtShape,
    finishedAt: instantSchema.nullable(),
    /** Present while it is checked or loaded. */
    progress: z
      .object({
        phase: z.enum(['checking', 'loading']),
        rowsDone: count,
        bytesDone: count,
        sizeBytes: count,
        /** 0 to 1. */
        share: z.number(),
      })
      .nullable(),
    check: checkSchema.nullable(),
    result: resultSchema.nullable(),
    /** Why it failed, in a sentence. */
    failure: z.string().nullable(),
    /** Lines of the report of refused rows. */
    refusedRows: count,
  })
  .meta({ id: 'ImportSummary' });

/** A file that was brought, with all that is known about its columns. */
export const importSchema = importSummarySchema
  .extend({
    columns: z.array(importColumnSchema),
    /** The mapping in force; null until somebody confirms one. */
    mapping: importMappingSchema.nullable(),
    /** What the columns seem to mean; a person confirms or corrects it. */
    guess: guessedMappingSchema,
    /** What the file does not say and a person has to, by field of the mapping. */
    questions: z.array(z.object({ path: z.string(), sentence: z.string() })),
    /** What is wrong with the file as it is. */
    problems: z.array(z.string()),
    /** Whether a file with the very same content was loaded before, and when. */
    loadedBefore: instantSchema.nullable(),
  })
  .meta({ id: 'Import' });

const previewSchema = z
  .object({
    import: importSchema,
    /** The first rows as they would be stored. */
    rows: z.array(
      z.object({
        line: z.number().int(),
        state: z.enum(['good', 'left-out', 'refused']),
        records: z.array(z.object({ kind, words: z.string(), row: z.record(z.string(), z.unknown()) })),
        /** What is wrong, and in which column. */
        column: z.string().nullable(),
        reason: z.string().nullable(),
      }),
    ),
    unmapped: z.array(z.string()),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'ImportPreview' });

const importParams = initiativeParams.extend({ id: z.uuid() });

/** The endpoints of bringing files into the ledger. */
export const importsApi = defineApi({
  upload: {
    method: 'POST',
    path: '/api/initiatives/:slug/imports',
    summary:
      'Brings a file (CSV, TSV, NDJSON, each also as gzip, Excel, or Parquet) and guesses what its columns mean; nothing is stored in the ledger yet.',
    access: { action: 'ledger.bring' },
    scope: 'ledger',
    params: initiativeParams,
    query: z.object({ fileName: storableText(IMPORT_LIMITS.fileNameChars).trim().min(1) }),
    response: importSchema,
    status: 201,
    upload: true,
    bodyLimitBytes: LEDGER_LIMITS.fileBytes,
  },
  list: {
    method: 'GET',
    path: '/api/initiatives/:slug/imports',
    summary: 'The files that were brought, newest first.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    query: pageQuerySchema,
    response: z.object({ imports: z.array(importSummarySchema), nextCursor: nextCursorSchema }),
  },
  read: {
    method: 'GET',
    path: '/api/initiatives/:slug/imports/:id',
    summary: 'One file: its state, its columns, how far its check or load is, and what came of it.',
    access: { action: 'initiative.see' },
    params: importParams,
    response: importSchema,
  },
  map: {
    method: 'PUT',
    path: '/api/initiatives/:slug/imports/:id/mapping',
    summary: 'Says what the columns mean, and shows the first rows as they would be stored.',
    access: { action: 'ledger.bring' },
    scope: 'ledger',
    params: importParams,
    body: importMappingSchema,
    response: previewSchema,
  },
  check: {
    method: 'POST',
    path: '/api/initiatives/:slug/imports/:id/check',
    summary: 'Reads the whole file in the background, counts what it holds and reports rows that cannot be read.',
    access: { action: 'ledger.bring' },
    scope: 'ledger',
    params: importParams,
    response: importSchema,
    status: 202,
  },
  load: {
    method: 'POST',
    path: '/api/initiatives/:slug/imports/:id/load',
    summary: 'Stores the checked file in the ledger, all of it or nothing. The same file again changes nothing.',
    access: { action: 'ledger.bring' },
    scope: 'ledger',
    params: importParams,
    body: z.object({ leaveOutBad: z.boolean().default(false) }),
    response: importSchema,
    status: 202,
  },
  refused: {
    method: 'GET',
    path: '/api/initiatives/:slug/imports/:id/refused.csv',
    summary: 'The rows that could not be read or were refused by the ledger, each with its line, column and reason.',
    access: { action: 'initiative.see' },
    params: importParams,
    response: z.string(),
    download: 'text/csv; charset=utf-8',
  },
  cancel: {
    method: 'DELETE',
    path: '/api/initiatives/:slug/imports/:id',
    summary: 'Cancels a file that is not loaded yet and removes it; a load under way is undone.',
    access: { action: 'ledger.bring' },
    scope: 'ledger',
    params: importParams,
    response: nothingSchema,
    status: 204,
  },
});
