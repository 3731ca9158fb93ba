import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { promptsApi } from '../prompts.schema.ts';
import { MODELS_KEY } from './model-queries.ts';

/** Calls the endpoints of prompts. */
const promptsClient: Client<typeof promptsApi> = createClient(promptsApi, thisServer);

/** Prompts change with what is registered, as models do. */
const PROMPTS_KEY = [...MODELS_KEY, 'prompts'] as const;

export type PromptLine = z.infer<(typeof promptsApi)['prompts']['response']>['prompts'][number];
export type Prompt = z.infer<(typeof promptsApi)['prompt']['response']>;
export type PromptVersionLine = z.infer<(typeof promptsApi)['promptVersions']['response']>['versions'][number];
export type PromptVersion = z.infer<(typeof promptsApi)['promptVersion']['response']>;

/** The prompts by name, page by page. */
export function promptsQuery(text: string) {
  return infiniteQueryOptions({
    queryKey: [...PROMPTS_KEY, 'list', text],
    queryFn: ({ pageParam }) =>
      promptsClient.prompts({ query: { ...(text ? { q: text } : {}), ...(pageParam ? { cursor: pageParam } : {}) } }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** A prompt. */
export function promptQuery(name: string) {
  return queryOptions({
    queryKey: [...PROMPTS_KEY, 'one', name],
    queryFn: () => promptsClient.prompt({ params: { name } }),
  });
}

/** The versions of a prompt without their texts, newest first, page by page. */
export function promptVersionsQuery(name: string) {
  return infiniteQueryOptions({
    queryKey: [...PROMPTS_KEY, 'one', name, 'versions'],
    queryFn: ({ pageParam }) =>
      promptsClient.promptVersions({ params: { name }, query: pageParam ? { cursor: pageParam } : {} }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** A version of a prompt with its text. */
export function promptVersionQuery(name: string, version: number) {
  return queryOptions({
    queryKey: [...PROMPTS_KEY, 'one', name, 'versions', version],
    queryFn: () => promptsClient.promptVersion({ params: { name, version } }),
  });
}
