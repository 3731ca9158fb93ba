import { z } from 'zod';
import { defineApi, instantSchema, nothingSchema } from '../../platform/contract/index.ts';
import {
  checkOutcomeSchema,
  columnReadingSchema,
  keptColumnSchema,
  relationSchema,
  tableProfileSchema,
} from '../../platform/tables/tables.schema.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { DATASET_LIMITS, VERSION_STATES } from './dataset.ts';
import { ASKED, SENSITIVITIES } from './dictionary.ts';

const count = z.number().int().min(0);
const name = z.string().trim().min(1).max(DATASET_LIMITS.nameChars);
const fileName = z.string().trim().min(1).max(DATASET_LIMITS.fileNameChars);
const column = z.string().min(1).max(500);

/** What changed between two versions. */
export const differenceSchema = z
  .object({
    since: z.number().int(),
    rowsBefore: count,
    rowsNow: count,
    added: z.array(z.string()),
    removed: z.array(z.string()),
    retyped: z.array(z.object({ column: z.string(), before: z.string(), now: z.string() })),
    shifts: z.array(
      z.object({
        column: z.string(),
        /** 0 to 1: the share of rows that lie elsewhere now. */
        shift: z.number(),
        missingBefore: z.number(),
        missingNow: z.number(),
      }),
    ),
  })
  .meta({ id: 'TableDifference' });

/** A version as lists show it. */
export const versionEntrySchema = z
  .object({
    number: z.number().int(),
    state: z.enum(VERSION_STATES),
    fileName: z.string(),
    sizeBytes: count,
    sha256: z.string(),
    broughtBy: z.string(),
    broughtAt: instantSchema,
    rows: count.nullable(),
    columns: count.nullable(),
    failure: z.string().nullable(),
    /** Checks that this version breaks or that could not be looked at. */
    brokenChecks: count,
  })
  .meta({ id: 'DatasetVersionEntry' });

/** A version with all that is known about its columns. */
export const versionSchema = versionEntrySchema
  .extend({
    format: z.string().nullable(),
    /** SHA-256 of the table that was made of the file. */
    tableSha256: z.string().nullable(),
    finishedAt: instantSchema.nullable(),
    progress: z.object({ phase: z.enum(['reading', 'profiling']), rowsDone: count, share: z.number() }).nullable(),
    readings: z.array(keptColumnSchema),
    malformed: z.object({
      count,
      examples: z.array(z.object({ line: z.number().int(), problem: z.string() })),
    }),
    profile: tableProfileSchema.nullable(),
    /** Columns whose words are about persons and not shown to whoever asks: known at the table alone. */
    withheld: z.array(z.string()),
    difference: differenceSchema.nullable(),
  })
  .meta({ id: 'DatasetVersion' });

/** A data set as lists show it. */
export const datasetEntrySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    target: z.string().nullable(),
    moment: z.string().nullable(),
    label: z
      .object({
        column: z.string(),
        meaning: z.string(),
        by: z.string(),
        at: instantSchema,
        version: z.number().int(),
      })
      .nullable(),
    createdBy: z.string(),
    createdAt: instantSchema,
    newest: versionEntrySchema,
  })
  .meta({ id: 'DatasetEntry' });

const words = (chars: number) => z.string().trim().min(1).max(chars).nullable();

/** What a column means. */
export const columnEntrySchema = z
  .object({
    name: column,
    meaning: words(1_000),
    owner: words(200),
    unit: words(60),
    min: z.number().nullable(),
    max: z.number().nullable(),
    sensitivity: z.enum(SENSITIVITIES).nullable(),
    /** Whether somebody could change it by acting. */
    isActionable: z.boolean().nullable(),
  })
  .meta({ id: 'ColumnEntry' });

/** What columns mean, and what is asked next. */
export const dictionarySchema = z.object({
  entries: z.array(columnEntrySchema.extend({ changedBy: z.string(), changedAt: instantSchema })),
  /** The columns to ask about next, the most important first. */
  asked: z.array(
    z.object({
      column: z.string(),
      lacks: z.array(z.enum(ASKED)),
      why: z.enum(['target', 'moment', 'tells', 'first']),
    }),
  ),
});

/** A rule that every version should keep. */
export const checkRuleSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('not-null'), column }),
    z.object({ kind: z.literal('unique'), columns: z.array(column).min(1).max(20).readonly() }),
    z.object({ kind: z.literal('range'), column, min: z.number().nullable(), max: z.number().nullable() }),
    z.object({ kind: z.literal('accepted'), column, values: z.array(z.string().max(500)).min(1).max(500).readonly() }),
    z.object({ kind: z.literal('freshness'), column, days: z.number().positive().max(100_000) }),
    z.object({ kind: z.literal('row-count'), min: count.nullable(), max: count.nullable() }),
    z.object({ kind: z.literal('foreign-key'), column, datasetId: z.uuid(), otherColumn: column }),
    z.object({ kind: z.literal('sql'), sql: z.string().trim().min(1).max(10_000) }),
  ])
  .meta({ id: 'DatasetCheckRule' });

/** Checks with what they found. */
export const checksSchema = z.object({
  version: z.number().int(),
  checks: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      rule: checkRuleSchema,
      createdBy: z.string(),
      createdAt: instantSchema,
      outcome: checkOutcomeSchema.nullable(),
    }),
  ),
});

const broughtSchema = z.object({ id: z.uuid(), number: z.number().int() });
const datasetParams = initiativeParams.extend({ id: z.uuid() });
const versionParams = datasetParams.extend({ number: z.coerce.number().int().min(1).max(1_000_000) });

/** The endpoints of data sets. */
export const datasetsApi = defineApi({
  list: {
    method: 'GET',
    path: '/api/initiatives/:slug/datasets',
    summary: 'The data sets of an initiative, each with its newest version.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({ datasets: z.array(datasetEntrySchema) }),
  },
  bring: {
    method: 'POST',
    path: '/api/initiatives/:slug/datasets',
    summary:
      'Brings a table (CSV, TSV, Excel, NDJSON, text also as gzip, or Parquet) as the first version of a new data set; it is read in the background.',
    access: { action: 'dataset.bring' },
    params: initiativeParams,
    query: z.object({ fileName, name: name.optional() }),
    response: broughtSchema,
    status: 201,
    upload: true,
    bodyLimitBytes: DATASET_LIMITS.fileBytes,
  },
  read: {
    method: 'GET',
    path: '/api/initiatives/:slug/datasets/:id',
    summary: 'A data set with the list of its versions, the newest first.',
    access: { action: 'initiative.see' },
    params: datasetParams,
    response: z.object({ dataset: datasetEntrySchema, versions: z.array(versionEntrySchema) }),
  },
  bringVersion: {
    method: 'POST',
    path: '/api/initiatives/:slug/datasets/:id/versions',
    summary: 'Brings a table as the next version of a data set; what was said about its columns holds.',
    access: { action: 'dataset.bring' },
    params: datasetParams,
    query: z.object({ fileName }),
    response: broughtSchema,
    status: 201,
    upload: true,
    bodyLimitBytes: DATASET_LIMITS.fileBytes,
  },
  version: {
    method: 'GET',
    path: '/api/initiatives/:slug/datasets/:id/versions/:number',
    summary: 'One version: how far it is, how its columns were read, what they look like and what changed.',
    access: { action: 'initiative.see' },
    params: versionParams,
    response: versionSchema,
  },
  correct: {
    method: 'POST',
    path: '/api/initiatives/:slug/datasets/:id/versions/:number/readings',
    summary: 'Says how columns are to be read instead, and reads the same file again as the next version.',
    access: { action: 'dataset.bring' },
    params: versionParams,
    body: z.object({
      columns: z
        .array(
          columnReadingSchema
            .pick({ name: true, format: true })
            .extend({ missingMarks: z.array(z.string().max(100)).max(20).default([]) }),
        )
        .min(1)
        .max(2_000),
    }),
    response: broughtSchema,
    status: 201,
  },
  cancel: {
    method: 'DELETE',
    path: '/api/initiatives/:slug/datasets/:id/versions/:number',
    summary: 'Stops the reading of a version.',
    access: { action: 'dataset.bring' },
    params: versionParams,
    response: nothingSchema,
    status: 204,
  },
  rows: {
    method: 'GET',
    path: '/api/initiatives/:slug/datasets/:id/versions/:number/rows',
    summary: 'The first rows of a version, as they are kept.',
    access: { action: 'dataset.bring' },
    params: versionParams,
    response: z.object({
      columns: z.array(z.string()),
      rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
    }),
  },
  target: {
    method: 'PUT',
    path: '/api/initiatives/:slug/datasets/:id/target',
    summary: 'Says which column is to be predicted, and which one holds the moment of a row.',
    access: { action: 'dataset.describe' },
    params: datasetParams,
    body: z.object({ target: column.nullable(), moment: column.nullable() }),
    response: datasetEntrySchema,
  },
  relations: {
    method: 'GET',
    path: '/api/initiatives/:slug/datasets/:id/versions/:number/relations',
    summary: 'How much each column tells of the one to be predicted, on its own.',
    access: { action: 'initiative.see' },
    params: versionParams,
    response: z.object({ target: z.string(), relations: z.array(relationSchema) }),
  },
  dictionary: {
    method: 'GET',
    path: '/api/initiatives/:slug/datasets/:id/dictionary',
    summary: 'What the columns mean in the words of the business, and what is asked for next.',
    access: { action: 'initiative.see' },
    params: datasetParams,
    response: dictionarySchema,
  },
  describe: {
    method: 'PUT',
    path: '/api/initiatives/:slug/datasets/:id/dictionary',
    summary: 'Writes what columns mean; columns that are not named stay as they are.',
    access: { action: 'dataset.describe' },
    params: datasetParams,
    body: z.object({ columns: z.array(columnEntrySchema).min(1).max(2_000) }),
    response: dictionarySchema,
  },
  contract: {
    method: 'GET',
    path: '/api/initiatives/:slug/datasets/:id/contract.yaml',
    summary: 'The newest version as a data contract of the Open Data Contract Standard 3.1.',
    access: { action: 'initiative.see' },
    params: datasetParams,
    response: z.string(),
    download: 'application/yaml; charset=utf-8',
  },
  confirmLabel: {
    method: 'POST',
    path: '/api/initiatives/:slug/datasets/:id/label',
    summary: 'Confirms, as the expert, that the label means what the business means by it.',
    access: { action: 'dataset.confirm' },
    params: datasetParams,
    body: z.object({ meaning: z.string().trim().min(3).max(1_000) }),
    response: datasetEntrySchema,
  },
  checks: {
    method: 'GET',
    path: '/api/initiatives/:slug/datasets/:id/versions/:number/checks',
    summary: 'The checks in force, with what they found in a version.',
    access: { action: 'initiative.see' },
    params: versionParams,
    response: checksSchema,
  },
  addCheck: {
    method: 'POST',
    path: '/api/initiatives/:slug/datasets/:id/checks',
    summary:
      'Sets a check and looks at it at once in the newest version; each later version is checked when it is read.',
    access: { action: 'dataset.check' },
    params: datasetParams,
    body: z.object({ name: z.string().trim().min(1).max(200).optional(), rule: checkRuleSchema }),
    response: checksSchema,
    status: 201,
  },
  removeCheck: {
    method: 'DELETE',
    path: '/api/initiatives/:slug/datasets/:id/checks/:checkId',
    summary: 'Takes a check out of force.',
    access: { action: 'dataset.check' },
    params: datasetParams.extend({ checkId: z.uuid() }),
    response: nothingSchema,
    status: 204,
  },
});
