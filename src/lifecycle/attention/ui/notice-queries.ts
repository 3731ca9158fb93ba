import { infiniteQueryOptions, type QueryKey, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { attentionApi, type noticeLineSchema } from '../attention.schema.ts';

/** Calls the endpoints of notices. */
export const attentionClient: Client<typeof attentionApi> = createClient(attentionApi, thisServer);

/** A line of notices as the page reads it. */
export type ShownNotice = z.infer<typeof noticeLineSchema>;

/** The key of everything that is read about the reader's notices; the topic `account:<id>` reads it again. */
export const NOTICES_KEY: QueryKey = ['notifications'];

/** How many lines are new, and how many of those wait. */
export const noticeCountQuery = queryOptions({
  queryKey: [...NOTICES_KEY, 'count'],
  queryFn: () => attentionClient.count(),
});

/** The reader's notices, newest first, page by page. */
export function noticesQuery(only: 'all' | 'waiting') {
  return infiniteQueryOptions({
    queryKey: [...NOTICES_KEY, 'list', only],
    queryFn: ({ pageParam }) =>
      attentionClient.list({ query: { only, limit: 30, ...(pageParam === null ? {} : { cursor: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** When the reader is told by mail. */
export const mailQuery = queryOptions({
  queryKey: ['mail-preference'],
  queryFn: () => attentionClient.readMail(),
});

/** What became of the mails of this installation. */
export const mailReportQuery = queryOptions({
  queryKey: ['mail-report'],
  queryFn: () => attentionClient.mailReport(),
});
