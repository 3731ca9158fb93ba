import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import { type commentSchema, conversationApi, type threadSchema } from '../conversation.schema.ts';
import { type Subject, subjectKey } from '../subject.ts';

/** Calls the endpoints of conversations. */
export const conversationClient: Client<typeof conversationApi> = createClient(conversationApi, thisServer);

/** A thread as the reader sees it. */
export type ShownThread = z.infer<typeof threadSchema>;

/** A comment as the reader sees it. */
export type ShownComment = z.infer<typeof commentSchema>;

/** The key of a subject: what stays the same however it is called. */
export type SubjectKey = Pick<Subject, 'type' | 'id' | 'part'>;

/** Which threads the page of all conversations shows. */
export type ThreadFilter = 'open' | 'flags' | 'closed';

/** What is said about one subject, newest thread first. */
export function threadsOfSubject(slug: string, { type, id, part }: SubjectKey) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'threads', subjectKey({ type, id, part })),
    queryFn: async () =>
      (await conversationClient.threads({ params: { slug }, query: { type, id, part, limit: 50 } })).threads,
  });
}

/** Everything said about an initiative, newest thread first, page by page. */
export function threadsQuery(slug: string, filter: ThreadFilter) {
  return infiniteQueryOptions({
    queryKey: initiativeKey(slug, 'threads', filter),
    queryFn: ({ pageParam }) =>
      conversationClient.threads({
        params: { slug },
        query: {
          ...(filter === 'closed' ? { state: 'closed' as const } : { state: 'open' as const }),
          ...(filter === 'flags' ? { kind: 'flag' as const } : {}),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** One thread with all of its comments. */
export function threadQuery(slug: string, threadId: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'threads', threadId),
    queryFn: () => conversationClient.thread({ params: { slug, threadId } }),
  });
}

/** How much is said about each subject of an initiative, by key; one answer for all marks of a page. */
export function threadCountsQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'thread-counts'),
    queryFn: async () => {
      const { subjects } = await conversationClient.counts({ params: { slug } });
      return new Map(subjects.map((subject) => [subjectKey(subject), subject]));
    },
  });
}

/** People whose name begins so and who may see the initiative. */
export function mentionableQuery(slug: string, name: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'mentionable', name),
    queryFn: async () => (await conversationClient.mentionable({ params: { slug }, query: { name } })).people,
  });
}

/** The former words of a comment. */
export function versionsQuery(slug: string, commentId: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'comment-versions', commentId),
    queryFn: async () => (await conversationClient.versions({ params: { slug, commentId } })).versions,
  });
}
