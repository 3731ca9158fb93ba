import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import { type findingSchema, findingsApi } from '../findings.schema.ts';

/** Calls the endpoints of findings. */
export const findingsClient: Client<typeof findingsApi> = createClient(findingsApi, thisServer);

/** A finding as the page reads it. */
export type FindingOnPage = z.infer<typeof findingSchema>;

/** Everything that was found on a line, as one page of the list gives it. */
export type FoundPage = z.infer<(typeof findingsApi)['list']['response']>;

/** One thing that was found: by a person, or by a verdict. */
export type Found = FoundPage['items'][number];

/** Findings that a list shows at a time. */
const PAGE = 50;

/** What was found on an initiative, newest first, page by page; the numbers over all of it come with every page. */
export function findingsQuery(slug: string) {
  return infiniteQueryOptions({
    queryKey: initiativeKey(slug, 'findings'),
    queryFn: ({ pageParam }) =>
      findingsClient.list({
        params: { slug },
        query: { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** One finding with its history. */
export function findingQuery(slug: string, findingId: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'findings', findingId),
    queryFn: () => findingsClient.read({ params: { slug, findingId } }),
  });
}
