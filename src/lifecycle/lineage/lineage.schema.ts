import { z } from 'zod';
import { defineApi, instantSchema, nothingSchema } from '../../platform/contract/index.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { NODE_KINDS } from './lineage-graph.ts';
import { LINEAGE_LIMITS } from './lineage-limits.ts';
import { RUN_STATES } from './source-run.ts';

const tone = z.enum(['reached', 'look', 'broken', 'unknown', 'accent']);
const count = z.number().int().min(0);

/** One place on the way from source to decision. */
export const lineageNodeSchema = z
  .object({
    id: z.string(),
    kind: z.enum(NODE_KINDS),
    title: z.string(),
    place: z.string().nullable(),
    tone,
    state: z.string(),
    at: instantSchema.nullable(),
    to: z.string().nullable(),
  })
  .meta({ id: 'LineageNode' });

/** Something upstream of a data set that its users must know of. */
export const troubleSchema = z
  .object({
    datasetId: z.uuid(),
    datasetName: z.string(),
    sentence: z.string(),
    to: z.string(),
    at: instantSchema,
  })
  .meta({ id: 'LineageTrouble' });

/** The way from source to decision of one initiative. */
export const lineageSchema = z
  .object({
    nodes: z.array(lineageNodeSchema),
    /** `isAssumed`: nothing says so but that both exist. */
    edges: z.array(z.object({ from: z.string(), to: z.string(), isAssumed: z.boolean() })),
    origins: z.array(
      z.object({
        datasetId: z.uuid(),
        datasetName: z.string(),
        column: z.string(),
        /** From the table nearest to the data set to the one where the value began. */
        stops: z.array(z.object({ tableId: z.uuid().nullable(), tableName: z.string(), column: z.string() })),
      }),
    ),
    troubles: z.array(troubleSchema),
    leftOut: z.array(z.string()),
  })
  .meta({ id: 'InitiativeLineage' });

/** A table as lists show it. */
export const sourceEntrySchema = z
  .object({
    id: z.uuid(),
    namespace: z.string(),
    name: z.string(),
    tone,
    state: z.string(),
    seenAt: instantSchema,
  })
  .meta({ id: 'SourceEntry' });

/** A job as lists show it. */
export const jobEntrySchema = z
  .object({
    id: z.uuid(),
    namespace: z.string(),
    name: z.string(),
    tone,
    state: z.string(),
    at: instantSchema.nullable(),
  })
  .meta({ id: 'SourceJobEntry' });

/** A data set that depends on a table or a job. */
export const dependentSchema = z
  .object({ datasetId: z.uuid(), datasetName: z.string(), slug: z.string(), initiativeName: z.string() })
  .meta({ id: 'DependentDataset' });

/** A table in the list of all. */
export const listedSourceSchema = sourceEntrySchema
  .extend({ writers: z.array(jobEntrySchema), dependents: z.array(dependentSchema) })
  .meta({ id: 'ListedSource' });

const ownerSchema = z.object({ name: z.string(), type: z.string().nullable() });

/** One table. */
export const sourceSchema = listedSourceSchema
  .extend({
    description: z.string().nullable(),
    uri: z.string().nullable(),
    owners: z.array(ownerSchema),
    rules: z.array(
      z.object({
        sentence: z.string(),
        isKept: z.boolean(),
        isWarning: z.boolean(),
        at: instantSchema,
        sentBy: z.string(),
      }),
    ),
    fields: z.array(
      z.object({
        name: z.string(),
        type: z.string().nullable(),
        description: z.string().nullable(),
        from: z.array(z.object({ table: z.string(), column: z.string() })),
      }),
    ),
    readers: z.array(jobEntrySchema),
    madeFrom: z.array(sourceEntrySchema.omit({ tone: true, state: true })),
    madeInto: z.array(sourceEntrySchema.omit({ tone: true, state: true })),
    /** Names of the facets that are kept as they came. */
    otherFacets: z.array(z.string()),
  })
  .meta({ id: 'Source' });

/** One job. */
export const jobSchema = jobEntrySchema
  .extend({
    description: z.string().nullable(),
    owners: z.array(ownerSchema),
    error: z.string().nullable(),
    runs: z.array(
      z.object({
        id: z.string(),
        state: z.enum(RUN_STATES),
        startedAt: instantSchema,
        endedAt: instantSchema.nullable(),
        error: z.string().nullable(),
      }),
    ),
    reads: z.array(sourceEntrySchema.omit({ tone: true, state: true })),
    writes: z.array(sourceEntrySchema.omit({ tone: true, state: true })),
    dependents: z.array(dependentSchema),
  })
  .meta({ id: 'SourceJob' });

const eventBody = z.record(z.string(), z.unknown()).meta({
  description: 'A RunEvent, DatasetEvent or JobEvent of https://openlineage.io/spec/2-0-2/OpenLineage.json',
});

/** What became of an event; parts that cannot be used are left out and named. */
const receivedSchema = z.object({
  isNew: z.boolean(),
  ignored: z.array(z.object({ path: z.string(), message: z.string() })),
});

const datasetParams = initiativeParams.extend({ id: z.uuid() });
const linkParams = datasetParams.extend({ sourceId: z.uuid() });

/** The endpoints of lineage. */
export const lineageApi = defineApi({
  receive: {
    method: 'POST',
    path: '/api/v1/lineage',
    summary: 'Receives an OpenLineage event, where the HTTP transport of the OpenLineage clients sends it by default.',
    access: { action: 'lineage.send' },
    body: eventBody,
    response: receivedSchema,
    bodyLimitBytes: LINEAGE_LIMITS.bodyBytes,
  },
  receiveBatch: {
    method: 'POST',
    path: '/api/v1/lineage/batch',
    summary: 'Receives several OpenLineage events; each is stored or refused on its own.',
    access: { action: 'lineage.send' },
    body: z.array(eventBody).min(1).max(LINEAGE_LIMITS.batch),
    response: z.object({
      received: count,
      stored: count,
      /** Events that had been received before. */
      known: count,
      refused: z.array(z.object({ index: count, code: z.string(), sentence: z.string() })),
    }),
    bodyLimitBytes: LINEAGE_LIMITS.bodyBytes,
  },
  readLine: {
    method: 'GET',
    path: '/api/initiatives/:slug/lineage',
    summary:
      'What the decision of an initiative is made from: sources, jobs, data sets, runs, models, actions, verdicts.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: lineageSchema,
  },
  datasetSources: {
    method: 'GET',
    path: '/api/initiatives/:slug/datasets/:id/sources',
    summary:
      'The database that a data set was fetched from, the tables that it is made from, and tables that have its name.',
    access: { action: 'initiative.see' },
    params: datasetParams,
    response: z.object({
      /** Null where the newest version came as a file. */
      fetched: z.object({ name: z.string(), by: z.string(), at: instantSchema }).nullable(),
      sources: z.array(
        sourceEntrySchema.extend({ broken: z.array(z.string()), linkedBy: z.string(), linkedAt: instantSchema }),
      ),
      suggested: z.array(sourceEntrySchema.omit({ tone: true, state: true }).extend({ why: z.string() })),
    }),
  },
  linkSource: {
    method: 'PUT',
    path: '/api/initiatives/:slug/datasets/:id/sources/:sourceId',
    summary: 'Says that a data set is made from a table.',
    access: { action: 'lineage.link' },
    params: linkParams,
    response: nothingSchema,
    status: 204,
  },
  unlinkSource: {
    method: 'DELETE',
    path: '/api/initiatives/:slug/datasets/:id/sources/:sourceId',
    summary: 'Takes back that a data set is made from a table.',
    access: { action: 'lineage.link' },
    params: linkParams,
    response: nothingSchema,
    status: 204,
  },
  listSources: {
    method: 'GET',
    path: '/api/sources',
    summary: 'The tables that events told of, each with the initiatives that use it as far as the caller may see them.',
    access: { action: 'lineage.see' },
    query: z.object({
      q: z.string().trim().max(200).default(''),
      after: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
    }),
    response: z.object({ sources: z.array(listedSourceSchema), next: count.nullable() }),
  },
  readSource: {
    method: 'GET',
    path: '/api/sources/:id',
    summary: 'One table: its columns, its rules, the jobs around it, and the initiatives that use it.',
    access: { action: 'lineage.see' },
    params: z.object({ id: z.uuid() }),
    response: sourceSchema,
  },
  readJob: {
    method: 'GET',
    path: '/api/source-jobs/:id',
    summary: 'One job: its last runs, the tables that it reads and writes, and the initiatives that depend on it.',
    access: { action: 'lineage.see' },
    params: z.object({ id: z.uuid() }),
    response: jobSchema,
  },
});
