import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import type { deploymentSchema, proposalSchema } from '../going-live.schema.ts';
import type { modelLineSchema, modelVersionSchema } from '../models.schema.ts';
import { registryApi } from '../registry.schema.ts';

/** Calls the endpoints of registered models. */
export const registryClient: Client<typeof registryApi> = createClient(registryApi, thisServer);

/** Every answer about models has a key that begins with this. */
export const MODELS_KEY = ['models'] as const;

export type ModelLine = z.infer<typeof modelLineSchema>;
export type Model = z.infer<(typeof registryApi)['model']['response']>;
export type Version = z.infer<typeof modelVersionSchema>;
export type Proposal = z.infer<typeof proposalSchema>;
export type RegisteredFor = z.infer<(typeof registryApi)['ofInitiative']['response']>['models'][number];
export type Deployment = z.infer<typeof deploymentSchema>;

/** The registered models by name, page by page. */
export function modelsQuery(text: string) {
  return infiniteQueryOptions({
    queryKey: [...MODELS_KEY, 'list', text],
    queryFn: ({ pageParam }) =>
      registryClient.models({ query: { ...(text ? { q: text } : {}), ...(pageParam ? { cursor: pageParam } : {}) } }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    // What was found last stays while the next is on its way; the field in which it is asked for stands beside it.
    placeholderData: keepPreviousData,
  });
}

/** The models that are registered for an initiative. */
export function registeredForQuery(slug: string) {
  return queryOptions({
    queryKey: [...MODELS_KEY, 'of', slug],
    queryFn: async () => (await registryClient.ofInitiative({ params: { slug } })).models,
  });
}

/** What is registered under a name: a model with what is proposed about it, or a prompt, whose page is told. */
export function registeredQuery(name: string) {
  return queryOptions({
    queryKey: [...MODELS_KEY, 'one', name],
    queryFn: () => registryClient.registered({ params: { name } }),
  });
}

/** The versions of a model, newest first, page by page. */
export function versionsQuery(name: string, deleted: 'true' | 'false') {
  return infiniteQueryOptions({
    queryKey: [...MODELS_KEY, 'one', name, 'versions', deleted],
    queryFn: ({ pageParam }) =>
      registryClient.versions({ params: { name }, query: { deleted, ...(pageParam ? { cursor: pageParam } : {}) } }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** From when until when each alias pointed to which version, newest first, page by page. */
export function deploymentsQuery(name: string) {
  return infiniteQueryOptions({
    queryKey: [...MODELS_KEY, 'one', name, 'deployments'],
    queryFn: ({ pageParam }) =>
      registryClient.deployments({ params: { name }, query: pageParam ? { cursor: pageParam } : {} }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** Which version an alias pointed to at a moment or at the end of a day. */
export function liveQuery(name: string, alias: string, at: string) {
  return queryOptions({
    queryKey: [...MODELS_KEY, 'one', name, 'live', alias, at],
    queryFn: () => registryClient.live({ params: { name }, query: { alias, ...(at ? { at } : {}) } }),
  });
}

/** Every version that was ever live by approval, newest first, page by page. */
export const inventoryQuery = infiniteQueryOptions({
  queryKey: [...MODELS_KEY, 'inventory'],
  queryFn: ({ pageParam }) => registryClient.inventory({ query: pageParam ? { cursor: pageParam } : {} }),
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
});
