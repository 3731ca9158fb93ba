import { infiniteQueryOptions, keepPreviousData, type QueryKey, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import type { IdeaState } from '../idea.ts';
import {
  type cameOfSchema,
  type funnelRowSchema,
  type ideaPageSchema,
  type ideaSchema,
  ideasApi,
  type similarSchema,
} from '../ideas.schema.ts';

/** Calls the endpoints of ideas. */
export const ideasClient: Client<typeof ideasApi> = createClient(ideasApi, thisServer);

/** An idea of a list. */
export type ListedIdea = z.infer<typeof ideaSchema>;

/** An idea with everything that its page shows. */
export type IdeaPageData = z.infer<typeof ideaPageSchema>;

/** The initiative that something became. */
export type CameOfData = z.infer<typeof cameOfSchema>;

/** Something like what is being written. */
export type SimilarItem = z.infer<typeof similarSchema>;

/** Where the ideas of one department went. */
export type FunnelRowData = z.infer<typeof funnelRowSchema>;

/** The key of everything that is read about ideas; the topic `ideas` reads it again. */
export const IDEAS_KEY: QueryKey = ['ideas'];

/** Which ideas a list shows. */
export interface IdeaFilter {
  readonly q?: string | undefined;
  readonly state?: IdeaState | undefined;
  readonly department?: string | undefined;
  readonly order?: 'newest' | 'support' | undefined;
}

/** Ideas, page by page. */
export function ideaListQuery({ q, state, department, order }: IdeaFilter) {
  return infiniteQueryOptions({
    queryKey: [...IDEAS_KEY, 'list', { q, state, department, order }],
    queryFn: ({ pageParam }) =>
      ideasClient.list({
        query: {
          ...(q ? { q } : {}),
          ...(state ? { state } : {}),
          ...(department ? { department } : {}),
          ...(order ? { order } : {}),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** An idea with everything that its page shows. */
export function ideaQuery(ideaId: string) {
  return queryOptions({
    queryKey: [...IDEAS_KEY, 'one', ideaId],
    queryFn: () => ideasClient.read({ params: { ideaId } }),
  });
}

/** Departments, stewards and the business year. */
export const ideaSettingsQuery = queryOptions({
  queryKey: [...IDEAS_KEY, 'settings'],
  queryFn: () => ideasClient.settings(),
});

/** Where ideas go, by department. */
export const funnelQuery = queryOptions({
  queryKey: [...IDEAS_KEY, 'funnel'],
  queryFn: () => ideasClient.funnel(),
});

/** Earlier ideas and initiatives like a text; the ones before stay while the next ones are looked for. */
export function similarQuery(text: string, exceptId: string | null) {
  return queryOptions({
    queryKey: [...IDEAS_KEY, 'similar', text, exceptId],
    queryFn: async () =>
      (await ideasClient.similar({ body: { text, ...(exceptId === null ? {} : { exceptId }) } })).similar,
    placeholderData: keepPreviousData,
  });
}

/** The idea from which an initiative was started; `null` where it was started without one. */
export function originQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'idea'),
    queryFn: async () => (await ideasClient.ofInitiative({ params: { slug } })).idea,
    // What an initiative came from never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
}
