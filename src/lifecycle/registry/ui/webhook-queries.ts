import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import type { WebhookEvent } from '../webhook.ts';
import { type deliverySchema, type webhookSchema, webhooksApi } from '../webhooks.schema.ts';
import { MODELS_KEY } from './model-queries.ts';

/** Calls the endpoints of webhooks. */
export const webhooksClient: Client<typeof webhooksApi> = createClient(webhooksApi, thisServer);

export type ShownWebhook = z.infer<typeof webhookSchema>;
export type Delivery = z.infer<typeof deliverySchema>;

/** The webhooks that the reader may change. */
export const webhooksQuery = queryOptions({
  queryKey: [...MODELS_KEY, 'webhooks'],
  queryFn: () => webhooksClient.webhooks(),
});

/** What a webhook was told, page by page. */
export function deliveriesQuery(webhookId: string) {
  return infiniteQueryOptions({
    queryKey: [...MODELS_KEY, 'deliveries', webhookId],
    queryFn: ({ pageParam }) =>
      webhooksClient.deliveries({ params: { webhookId }, query: pageParam ? { cursor: pageParam } : {} }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** What a webhook can be told of, by what a reader looks for; every event stands in exactly one group. */
export const EVENT_GROUPS: readonly { readonly head: string; readonly events: readonly WebhookEvent[] }[] = [
  {
    head: 'Something new is registered',
    events: ['REGISTERED_MODEL.CREATED', 'MODEL_VERSION.CREATED', 'PROMPT.CREATED', 'PROMPT_VERSION.CREATED'],
  },
  {
    head: 'What is in use changes',
    events: [
      'MODEL_VERSION_ALIAS.CREATED',
      'MODEL_VERSION_ALIAS.DELETED',
      'PROMPT_ALIAS.CREATED',
      'PROMPT_ALIAS.DELETED',
    ],
  },
  {
    head: 'Labels change',
    events: [
      'MODEL_VERSION_TAG.SET',
      'MODEL_VERSION_TAG.DELETED',
      'PROMPT_TAG.SET',
      'PROMPT_TAG.DELETED',
      'PROMPT_VERSION_TAG.SET',
      'PROMPT_VERSION_TAG.DELETED',
    ],
  },
];

/** The words on screen for what a webhook is told of. */
export const EVENT_WORDS: Readonly<Record<WebhookEvent, string>> = {
  'REGISTERED_MODEL.CREATED': 'A model is registered',
  'MODEL_VERSION.CREATED': 'A version is registered',
  'MODEL_VERSION_TAG.SET': 'A version is labelled',
  'MODEL_VERSION_TAG.DELETED': 'A label is taken off',
  'MODEL_VERSION_ALIAS.CREATED': 'A version comes into use',
  'MODEL_VERSION_ALIAS.DELETED': 'A version goes out of use',
  'PROMPT.CREATED': 'A prompt is registered',
  'PROMPT_VERSION.CREATED': 'A version of a prompt is registered',
  'PROMPT_TAG.SET': 'A prompt is labelled',
  'PROMPT_TAG.DELETED': 'A label is taken off a prompt',
  'PROMPT_VERSION_TAG.SET': 'A version of a prompt is labelled',
  'PROMPT_VERSION_TAG.DELETED': 'A label is taken off a version of a prompt',
  'PROMPT_ALIAS.CREATED': 'A version of a prompt comes into use',
  'PROMPT_ALIAS.DELETED': 'A version of a prompt goes out of use',
};
