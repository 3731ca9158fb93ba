import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import { type connectionSchema, connectionsApi, type fetchSchema } from '../connections.schema.ts';

/** Calls the endpoints of connections. */
export const connectionsClient: Client<typeof connectionsApi> = createClient(connectionsApi, thisServer);

/** A connection as administrators see it. */
export type ShownConnection = z.infer<typeof connectionSchema>;
/** A query that becomes a version. */
export type Fetch = z.infer<typeof fetchSchema>;
/** An initiative to which a connection may be opened. */
export type OfferedInitiative = ShownConnection['initiatives'][number];

/** How often fetches are looked at while one is under way, in ms. */
const LOOK_EVERY_MS = 700;

/** All connections, for administrators. */
export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: () => connectionsClient.connections(),
});

/** The last fetches through a connection, for administrators. */
export function connectionFetchesQuery(connectionId: string) {
  return queryOptions({
    queryKey: ['connections', connectionId, 'fetches'],
    queryFn: async () => (await connectionsClient.connectionFetches({ params: { connectionId } })).fetches,
  });
}

/** The connections that an initiative may use. */
export function usableQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'connections'),
    queryFn: async () => (await connectionsClient.usable({ params: { slug } })).connections,
  });
}

/** The newest fetches of an initiative; looked at again and again while one is under way. */
export function fetchesQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'datasets', 'fetches'),
    queryFn: async () => (await connectionsClient.fetches({ params: { slug } })).fetches,
    refetchInterval: ({ state }) => (state.data?.some((fetch) => fetch.state === 'fetching') ? LOOK_EVERY_MS : false),
  });
}
