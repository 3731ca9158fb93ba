import { infiniteQueryOptions, queryOptions, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import { type conclusionSchema, experimentsApi, type runEntrySchema } from '../experiments.schema.ts';

/** Calls the endpoints of experiments. */
export const experimentsClient: Client<typeof experimentsApi> = createClient(experimentsApi, thisServer);

/** A run as the page reads it. */
export type RunEntry = z.infer<typeof runEntrySchema>;

/** A conclusion as the page reads it. */
export type ConclusionEntry = z.infer<typeof conclusionSchema>;

/** Runs that the page shows at a time. */
const RUNS_PAGE = 20;

/** The experiments that are connected to an initiative. */
export function connectedQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'experiments'),
    queryFn: () => experimentsClient.connected({ params: { slug } }),
  });
}

/** Whether anything was tried for the question of an initiative; `undefined` until that is known. */
export function useIsTried(slug: string): boolean | undefined {
  const { data, isError } = useQuery(connectedQuery(slug));
  if (!data) return isError ? false : undefined;
  return data.items.some(({ runCount }) => runCount > 0);
}

/** The runs of an initiative, the newest first, by a filter in MLflow's grammar. */
export function runsQuery(slug: string, filter: string) {
  return infiniteQueryOptions({
    queryKey: initiativeKey(slug, 'runs', filter),
    queryFn: ({ pageParam }) =>
      experimentsClient.runs({
        params: { slug },
        query: { limit: RUNS_PAGE, filter, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** What is best so far among the runs of an initiative. */
export function bestQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'best-run'),
    queryFn: () => experimentsClient.best({ params: { slug } }),
  });
}

/** What people concluded from the runs of an initiative. */
export function conclusionsQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'conclusions'),
    queryFn: () => experimentsClient.conclusions({ params: { slug } }),
  });
}

/** Every answer about experiments of all initiatives has a key that begins with this. */
export const ALL_EXPERIMENTS = ['experiments'] as const;

/** The experiments of the initiatives that the reader may see, the newest first. */
export const placedQuery = infiniteQueryOptions({
  queryKey: [...ALL_EXPERIMENTS, 'placed'],
  queryFn: ({ pageParam }) => experimentsClient.placed({ query: pageParam === null ? {} : { cursor: pageParam } }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
});

/** The initiatives to which the reader may connect experiments, by name. */
export const targetsQuery = queryOptions({
  queryKey: [...ALL_EXPERIMENTS, 'targets'],
  queryFn: () => experimentsClient.targets(),
});

/** The experiments that are connected to nothing, the newest first. */
export const unconnectedQuery = infiniteQueryOptions({
  queryKey: [...ALL_EXPERIMENTS, 'unconnected'],
  queryFn: ({ pageParam }) => experimentsClient.unconnected({ query: pageParam === null ? {} : { cursor: pageParam } }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
});
