import { z } from 'zod';
import { defineApi, instantSchema, nothingSchema } from '../../platform/contract/index.ts';
import {
  columnReadingSchema,
  keptColumnSchema,
  relationSchema,
  tableProfileSchema,
} from '../../platform/tables/tables.schema.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { DATASET_LIMITS, VERSION_STATES } from './dataset.ts';

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
});
