import { z } from 'zod';
import { defineApi } from '../../platform/contract/index.ts';
import { runParams, versionParams } from './model-address.schema.ts';

/** An entry of a folder of files. */
export const fileEntrySchema = z
  .object({
    path: z.string(),
    name: z.string(),
    isFolder: z.boolean(),
    sizeBytes: z.number().int().nullable(),
    /** Whether opening it with the library that wrote it would run code from the file. The server never opens it. */
    containsCode: z.boolean(),
    /** Why it is not given to whoever asks, and what to do about it, in sentences; null when it is. */
    withheld: z.string().nullable(),
  })
  .meta({ id: 'FileEntry' });

/** The beginning of a table file, its cells as text; or why there is none to see. */
const tableSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('table'),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    hasMore: z.boolean(),
  }),
  z.object({ kind: z.literal('unreadable'), sentence: z.string() }),
]);

/** The files of versions and of runs. */
export const modelFilesApi = defineApi({
  files: {
    method: 'GET',
    path: '/api/models/:name/versions/:version/files',
    summary: 'The files of a version, one folder at a time.',
    access: 'signed-in',
    params: versionParams,
    query: z.object({ folder: z.string().max(2_000).default('') }),
    response: z.object({ entries: z.array(fileEntrySchema) }),
  },
  file: {
    method: 'GET',
    path: '/api/models/:name/versions/:version/file',
    summary: 'One file of a version, checked on the way.',
    access: 'signed-in',
    params: versionParams,
    query: z.object({ path: z.string().min(1).max(2_000) }),
    response: z.unknown(),
    download: 'application/octet-stream',
  },
  table: {
    method: 'GET',
    path: '/api/models/:name/versions/:version/table',
    summary: 'The first rows of a table file of a version, Parquet included.',
    access: 'signed-in',
    params: versionParams,
    query: z.object({ path: z.string().min(1).max(2_000) }),
    response: tableSchema,
  },
  filesOfRun: {
    method: 'GET',
    path: '/api/runs/:runId/files',
    summary: 'The files of a run, one folder at a time.',
    access: 'signed-in',
    params: runParams,
    query: z.object({ folder: z.string().max(2_000).default('') }),
    response: z.object({ entries: z.array(fileEntrySchema) }),
  },
  fileOfRun: {
    method: 'GET',
    path: '/api/runs/:runId/file',
    summary: 'One file of a run, checked on the way.',
    access: 'signed-in',
    params: runParams,
    query: z.object({ path: z.string().min(1).max(2_000) }),
    response: z.unknown(),
    download: 'application/octet-stream',
  },
  tableOfRun: {
    method: 'GET',
    path: '/api/runs/:runId/table',
    summary: 'The first rows of a table file of a run, Parquet included.',
    access: 'signed-in',
    params: runParams,
    query: z.object({ path: z.string().min(1).max(2_000) }),
    response: tableSchema,
  },
});
