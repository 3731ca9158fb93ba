import type { z } from 'zod';
import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { FirstRows } from '../../platform/sources/read-query.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { AskedQuery } from './ask-fetch.use-case.ts';
import type {
  ConnectionChange,
  Keeper,
  readConnections,
  readFetchesOfConnection,
  ShownConnection,
  tryOneConnection,
} from './change-connection.use-case.ts';
import type { Connection, TableFetch } from './connection.ts';
import { type connectionSchema, connectionsApi, type fetchSchema } from './connections.schema.ts';

/** What the routes of connections call. */
export interface ConnectionsUseCases {
  require(slug: string): Promise<StoredInitiative>;
  list(keeper: Keeper): ReturnType<typeof readConnections>;
  add(keeper: Keeper, given: ConnectionChange & { readonly name: string }): Promise<ShownConnection>;
  change(keeper: Keeper, id: string, change: ConnectionChange): Promise<ShownConnection>;
  remove(keeper: Keeper, id: string): Promise<void>;
  try(id: string): ReturnType<typeof tryOneConnection>;
  fetchesOf(keeper: Keeper, id: string): ReturnType<typeof readFetchesOfConnection>;
  usable(initiative: StoredInitiative): Promise<readonly Connection[]>;
  look(initiative: StoredInitiative, asked: AskedQuery): Promise<FirstRows>;
  fetches(initiative: StoredInitiative): Promise<readonly TableFetch[]>;
  fetchDataset(
    actor: Actor,
    initiative: StoredInitiative,
    asked: AskedQuery & { readonly name: string },
  ): Promise<string>;
  fetchVersion(
    actor: Actor,
    initiative: StoredInitiative,
    datasetId: string,
    given: { readonly connectionId?: string | undefined; readonly query?: string | undefined },
  ): Promise<string>;
  cancelFetch(initiative: StoredInitiative, id: string): Promise<void>;
}

/** The routes of connections, and of tables that are fetched through them. */
export function connectionsRoutes(useCases: ConnectionsUseCases): MountedApi {
  return mountApi('Connections', connectionsApi, {
    connections: async (_, { principal }) => {
      const { connections, offered } = await useCases.list(principal);
      return { connections: connections.map(presentConnection), offered: [...offered] };
    },
    addConnection: async ({ body }, { principal }) => presentConnection(await useCases.add(principal, body)),
    changeConnection: async ({ params, body }, { principal }) =>
      presentConnection(await useCases.change(principal, params.connectionId, body)),
    removeConnection: async ({ params }, { principal }) => {
      await useCases.remove(principal, params.connectionId);
      return undefined;
    },
    tryConnection: async ({ params }) => useCases.try(params.connectionId),
    connectionFetches: async ({ params }, { principal }) => ({
      fetches: (await useCases.fetchesOf(principal, params.connectionId)).map(({ fetch, initiative }) => {
        const { query: _, connection: __, ...shown } = presentFetch(fetch);
        return { ...shown, initiative };
      }),
    }),
    usable: async ({ params }) => {
      const found = await useCases.usable(await useCases.require(params.slug));
      return { connections: found.map(({ id, name, description }) => ({ id, name, description })) };
    },
    look: async ({ params, body }) => {
      const { columns, rows } = await useCases.look(await useCases.require(params.slug), body);
      return { columns: columns.map(({ name }) => name), rows: rows.map((row) => [...row]) };
    },
    fetches: async ({ params }) => ({
      fetches: (await useCases.fetches(await useCases.require(params.slug))).map(presentFetch),
    }),
    fetchDataset: async ({ params, body }, { principal }) => ({
      id: await useCases.fetchDataset(principal, await useCases.require(params.slug), body),
    }),
    fetchVersion: async ({ params, body }, { principal }) => ({
      id: await useCases.fetchVersion(principal, await useCases.require(params.slug), params.id, body),
    }),
    cancelFetch: async ({ params }) => {
      await useCases.cancelFetch(await useCases.require(params.slug), params.fetchId);
      return undefined;
    },
  });
}

function presentConnection({ connection, initiatives }: ShownConnection): z.output<typeof connectionSchema> {
  const { id, name, description, host, port, database, user, hasPassword, encryption, certificate } = connection;
  return {
    id,
    name,
    description,
    host,
    port,
    database,
    user,
    hasPassword,
    encryption,
    certificate,
    isForAll: connection.isForAll,
    initiatives: initiatives.map(({ slug, name: title }) => ({ slug, name: title })),
    createdBy: connection.createdBy,
    createdAt: connection.createdAt.toISOString(),
  };
}

function presentFetch(fetch: TableFetch): z.output<typeof fetchSchema> {
  const { id, datasetId, name, query, state, rowsDone, bytesDone, version, failure } = fetch;
  return {
    id,
    datasetId,
    name,
    connection: fetch.connectionName,
    query,
    state,
    rowsDone,
    bytesDone,
    version,
    failure,
    askedBy: fetch.askedBy.name,
    askedAt: fetch.askedAt.toISOString(),
    finishedAt: fetch.finishedAt?.toISOString() ?? null,
  };
}
