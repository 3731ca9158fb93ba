import { z } from 'zod';
import { defineApi, instantSchema, nothingSchema } from '../../platform/contract/index.ts';
import { encryptionSchema } from '../../platform/sources/sources.schema.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { CONNECTION_LIMITS, FETCH_STATES } from './connection.ts';
import { DATASET_LIMITS } from './dataset.ts';

const text = (chars: number) => z.string().trim().min(1).max(chars);

/** A database of the organisation, as administrators see it; its password is never told. */
export const connectionSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string(),
    host: z.string(),
    port: z.number().int(),
    database: z.string(),
    user: z.string(),
    hasPassword: z.boolean(),
    encryption: encryptionSchema,
    certificate: z.string().nullable(),
    /** Whether every initiative may use it. */
    isForAll: z.boolean(),
    /** The initiatives that may use it, as far as the caller may know of them. */
    initiatives: z.array(z.object({ slug: z.string(), name: z.string() })),
    createdBy: z.string(),
    createdAt: instantSchema,
  })
  .meta({ id: 'Connection' });

/** A query that becomes a version of a data set. */
export const fetchSchema = z
  .object({
    id: z.uuid(),
    /** Null until the first version of a new data set has arrived. */
    datasetId: z.uuid().nullable(),
    name: z.string(),
    connection: z.string(),
    query: z.string(),
    state: z.enum(FETCH_STATES),
    rowsDone: z.number().int(),
    bytesDone: z.number().int(),
    /** The version that it became. */
    version: z.number().int().nullable(),
    failure: z.string().nullable(),
    askedBy: z.string(),
    askedAt: instantSchema,
    finishedAt: instantSchema.nullable(),
  })
  .meta({ id: 'TableFetch' });

const fields = z.object({
  name: text(CONNECTION_LIMITS.nameChars),
  description: z.string().trim().max(CONNECTION_LIMITS.descriptionChars),
  /** An address such as postgresql://reader@db.example.com:5432/sales; its parts go before the single ones. */
  address: text(2_000),
  host: text(CONNECTION_LIMITS.hostChars),
  port: z.number().int().min(1).max(65_535),
  database: text(CONNECTION_LIMITS.accountChars),
  user: text(CONNECTION_LIMITS.accountChars),
  /** Null takes it away. */
  password: z.string().max(CONNECTION_LIMITS.passwordChars).nullable(),
  encryption: encryptionSchema,
  /** The certificate of the authority that vouches for the host, as PEM; null for the usual authorities. */
  certificate: z.string().max(20_000).nullable(),
  isForAll: z.boolean(),
  /** Addresses of the initiatives that may use it. */
  initiatives: z.array(z.string().max(200)).max(1_000),
});

const query = text(20_000);
const connectionParams = z.object({ connectionId: z.uuid() });
const askedSchema = z.object({ id: z.uuid() });

/** The endpoints of connections, and of tables that are fetched through them. */
export const connectionsApi = defineApi({
  connections: {
    method: 'GET',
    path: '/api/connections',
    summary: 'The databases from which tables may be fetched; without their passwords.',
    access: { action: 'connection.manage' },
    response: z.object({
      connections: z.array(connectionSchema),
      /** Initiatives to which one may be opened, as far as the caller may know of them. */
      offered: z.array(z.object({ slug: z.string(), name: z.string() })),
    }),
  },
  addConnection: {
    method: 'POST',
    path: '/api/connections',
    summary:
      'Adds a PostgreSQL from which tables may be fetched; the password is stored encrypted and never told again.',
    access: { action: 'connection.manage' },
    body: fields.partial().required({ name: true }),
    response: connectionSchema,
    status: 201,
  },
  changeConnection: {
    method: 'PATCH',
    path: '/api/connections/:connectionId',
    summary: 'Changes a connection, or says which initiatives may use it. Another host asks for the password again.',
    access: { action: 'connection.manage' },
    params: connectionParams,
    body: fields.partial(),
    response: connectionSchema,
  },
  removeConnection: {
    method: 'DELETE',
    path: '/api/connections/:connectionId',
    summary: 'Removes a connection; data sets that came through it stay.',
    access: { action: 'connection.manage' },
    params: connectionParams,
    response: nothingSchema,
    status: 204,
  },
  tryConnection: {
    method: 'POST',
    path: '/api/connections/:connectionId/trial',
    summary: 'Tries whether a connection can be made, and whether its role may only read.',
    access: { action: 'connection.manage' },
    params: connectionParams,
    response: z.object({ isReached: z.boolean(), words: z.string() }),
  },
  connectionFetches: {
    method: 'GET',
    path: '/api/connections/:connectionId/fetches',
    summary: 'The newest fetches through a connection, of initiatives that the caller may see; without their queries.',
    access: { action: 'connection.manage' },
    params: connectionParams,
    response: z.object({
      fetches: z.array(
        fetchSchema
          .omit({ query: true, connection: true })
          .extend({ initiative: z.object({ slug: z.string(), name: z.string() }) }),
      ),
    }),
  },
  usable: {
    method: 'GET',
    path: '/api/initiatives/:slug/connections',
    summary: 'The connections that an initiative may use, by name.',
    access: { action: 'dataset.fetch' },
    params: initiativeParams,
    response: z.object({
      connections: z.array(z.object({ id: z.uuid(), name: z.string(), description: z.string() })),
    }),
  },
  look: {
    method: 'POST',
    path: '/api/initiatives/:slug/queries',
    summary: 'Runs a query and gives its first rows, to look at before the table is brought.',
    access: { action: 'dataset.fetch' },
    params: initiativeParams,
    body: z.object({ connectionId: z.uuid(), query }),
    response: z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string().nullable())) }),
  },
  fetches: {
    method: 'GET',
    path: '/api/initiatives/:slug/fetches',
    summary: 'The newest queries that were fetched, are under way, or went wrong.',
    access: { action: 'dataset.bring' },
    params: initiativeParams,
    response: z.object({ fetches: z.array(fetchSchema) }),
  },
  fetchDataset: {
    method: 'POST',
    path: '/api/initiatives/:slug/fetches',
    summary: 'Has a query fetched in the background as the first version of a new data set.',
    access: { action: 'dataset.fetch' },
    params: initiativeParams,
    body: z.object({ connectionId: z.uuid(), query, name: text(DATASET_LIMITS.nameChars) }),
    response: askedSchema,
    status: 202,
  },
  fetchVersion: {
    method: 'POST',
    path: '/api/initiatives/:slug/datasets/:id/fetches',
    summary: 'Has the query of a data set fetched again as its next version, or another query where one is given.',
    access: { action: 'dataset.fetch' },
    params: initiativeParams.extend({ id: z.uuid() }),
    body: z.object({ connectionId: z.uuid().optional(), query: query.optional() }),
    response: askedSchema,
    status: 202,
  },
  cancelFetch: {
    method: 'DELETE',
    path: '/api/initiatives/:slug/fetches/:fetchId',
    summary: 'Stops a fetch; nothing of it is kept.',
    access: { action: 'dataset.bring' },
    params: initiativeParams.extend({ fetchId: z.uuid() }),
    response: nothingSchema,
    status: 204,
  },
});
