import { infiniteQueryOptions, type QueryKey, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import type { Step } from '../../line-order.ts';
import {
  portfolioApi,
  type portfolioLineSchema,
  type resultSchema,
  type waitingItemSchema,
} from '../portfolio.schema.ts';

/** Calls the endpoints over all lines. */
export const portfolioClient: Client<typeof portfolioApi> = createClient(portfolioApi, thisServer);

/** An initiative in a list. */
export type PortfolioLine = z.infer<typeof portfolioLineSchema>;

/** What an initiative promised and what was measured. */
export type Result = z.infer<typeof resultSchema>;

/** One thing that waits for the reader. */
export type Waiting = z.infer<typeof waitingItemSchema>;

/** The key of everything that is read over all lines; the topic `initiatives` reads it again. */
export const PORTFOLIO_KEY: QueryKey = ['portfolio'];

/** Rows that a list shows at a time. */
const PAGE = 50;

/** Which initiatives a list shows. */
export interface PortfolioFilter {
  readonly q?: string | undefined;
  readonly step?: Step | 'done' | undefined;
}

/** The initiatives that the reader may see, newest activity first, page by page. */
export function linesQuery({ q, step }: PortfolioFilter) {
  return infiniteQueryOptions({
    queryKey: [...PORTFOLIO_KEY, 'lines', { q, step }],
    queryFn: ({ pageParam }) =>
      portfolioClient.list({
        query: {
          limit: PAGE,
          ...(q ? { q } : {}),
          ...(step ? { step } : {}),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** A few initiatives that have the words, or those with the newest activity. */
export function findQuery(q: string) {
  return queryOptions({
    queryKey: [...PORTFOLIO_KEY, 'find', q],
    queryFn: async () => (await portfolioClient.list({ query: { limit: 8, ...(q === '' ? {} : { q }) } })).initiatives,
  });
}

/** Whatever the reader may see that has all of the words. */
export function searchQuery(q: string) {
  return queryOptions({
    queryKey: [...PORTFOLIO_KEY, 'search', q],
    queryFn: async () => (await portfolioClient.search({ query: { q } })).groups,
  });
}

/** What waits for the reader, whether their initiatives work, and what others did. */
export const todayQuery = queryOptions({
  queryKey: [...PORTFOLIO_KEY, 'today'],
  queryFn: () => portfolioClient.today(),
});

/** Promised against measured, page by page; the totals come with every page. */
export const resultsQuery = infiniteQueryOptions({
  queryKey: [...PORTFOLIO_KEY, 'results'],
  queryFn: ({ pageParam }) =>
    portfolioClient.outcomes({ query: { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
});
