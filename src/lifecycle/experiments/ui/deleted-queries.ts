import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { deletedApi } from '../deleted.schema.ts';

/** Calls the endpoints of what was deleted. */
export const deletedClient: Client<typeof deletedApi> = createClient(deletedApi, thisServer);

/** Every answer about deleted things has a key that begins with this. */
export const DELETED_KEY = ['deleted'] as const;

export type DeletedExperiment = z.infer<(typeof deletedApi)['experiments']['response']>['experiments'][number];
export type DeletedRun = z.infer<(typeof deletedApi)['runs']['response']>['runs'][number];

/** The deleted experiments that may be seen. */
export const deletedExperimentsQuery = queryOptions({
  queryKey: [...DELETED_KEY, 'experiments'],
  queryFn: async () => (await deletedClient.experiments()).experiments,
});

/** The deleted runs that may be seen, page by page. */
export const deletedRunsQuery = infiniteQueryOptions({
  queryKey: [...DELETED_KEY, 'runs'],
  queryFn: ({ pageParam }) => deletedClient.runs({ query: pageParam === null ? {} : { cursor: pageParam } }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
});

/** How long deleted things are kept. */
export const retentionQuery = queryOptions({
  queryKey: [...DELETED_KEY, 'retention'],
  queryFn: () => deletedClient.retention(),
});
