import { infiniteQueryOptions, type QueryKey, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { initiativesApi, type rightSchema } from '../initiatives.schema.ts';

/** Calls the endpoints of the line. */
export const initiativesClient: Client<typeof initiativesApi> = createClient(initiativesApi, thisServer);

/** Whether the reader may do something, with the rule in words. */
export type Right = z.infer<typeof rightSchema>;

/** The rights of the reader on an initiative, by action. */
export type Rights = Readonly<Record<string, Right>>;

/** How many entries of the log a page shows at a time. */
const LOG_PAGE = 100;

/**
 * The key of everything that is read about an initiative: `initiativeKey('churn', 'framing')`. Every room's answers about
 * it begin with `initiativeKey(slug)`, so that one change notice, or one mutation, reads all of them again.
 */
export function initiativeKey(slug: string, ...parts: readonly (string | number)[]): QueryKey {
  return ['initiative', slug, ...parts];
}

/** An initiative with its steps and what the reader may do. */
export function initiativeQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'line'),
    queryFn: () => initiativesClient.read({ params: { slug } }),
  });
}

/** Which part of the log is shown. */
export interface LogFilter {
  /** Id of a step of the playbook. */
  readonly step?: string | undefined;
  readonly actorId?: string | undefined;
  readonly only?: 'decisions' | undefined;
}

/** What happened on the line, newest first, page by page. */
export function logQuery(slug: string, filter: LogFilter) {
  return infiniteQueryOptions({
    queryKey: initiativeKey(slug, 'log', JSON.stringify(filter)),
    queryFn: ({ pageParam }) =>
      initiativesClient.log({
        params: { slug },
        query: { limit: LOG_PAGE, ...filter, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** The people who did something on the line. */
export function logActorsQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'log-actors'),
    queryFn: async () => (await initiativesClient.logActors({ params: { slug } })).actors,
  });
}
