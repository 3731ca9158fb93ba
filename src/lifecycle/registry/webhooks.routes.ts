import type { z } from 'zod';
import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Caller, Webhooks } from './model-registry.ts';
import { WEBHOOK_LIMITS, type Webhook, type WebhookChange, type WebhookDelivery } from './webhook.ts';
import { webhooksApi } from './webhooks.schema.ts';

/** What the routes of webhooks call. */
export interface WebhookUseCases extends Webhooks {
  mayAdd(caller: Caller): Promise<boolean>;
  deliveries(
    caller: Caller,
    id: string,
    page: { readonly before: number | null; readonly limit: number },
  ): Promise<readonly WebhookDelivery[]>;
}

/** The routes of webhooks. */
export function webhooksRoutes(useCases: WebhookUseCases): MountedApi {
  return mountApi('Webhooks', webhooksApi, {
    webhooks: async (_, { principal }) => ({
      mayAdd: await useCases.mayAdd(principal),
      webhooks: (await useCases.list(principal, { before: null, limit: WEBHOOK_LIMITS.inAll })).map(presentWebhook),
    }),
    addWebhook: async ({ body }, { principal }) => {
      const { name, url, events, isActive = true, ...rest } = body;
      return presentWebhook(await useCases.create(principal, { name, url, events, isActive, ...given(rest) }));
    },
    changeWebhook: async ({ params, body }, { principal }) =>
      presentWebhook(await useCases.change(principal, params.webhookId, given(body))),
    removeWebhook: async ({ params }, { principal }) => {
      await useCases.delete(principal, params.webhookId);
      return { id: params.webhookId };
    },
    tryWebhook: async ({ params }, { principal }) => useCases.try(principal, params.webhookId, undefined),
    deliveries: async ({ params, query }, { principal }) => {
      const before = query.cursor === undefined ? null : Number(query.cursor);
      const limit = WEBHOOK_LIMITS.pageSize;
      const found = await useCases.deliveries(principal, params.webhookId, { before, limit: limit + 1 });
      const shown = found.slice(0, limit);
      const last = found.length > limit ? shown.at(-1) : undefined;
      return { deliveries: shown.map(presentDelivery), nextCursor: last ? String(last.no) : null };
    },
  });
}

/** The fields that were given; an absent one is not one that is empty. */
function given(fields: { readonly [Name in keyof WebhookChange]?: WebhookChange[Name] | undefined }): WebhookChange {
  const { name, description, url, events, secret, isActive } = fields;
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(url === undefined ? {} : { url }),
    ...(events === undefined ? {} : { events }),
    ...(secret === undefined ? {} : { secret }),
    ...(isActive === undefined ? {} : { isActive }),
  };
}

function presentWebhook(webhook: Webhook): z.input<typeof webhooksApi.addWebhook.response> {
  const { id, name, description, url, events, isActive, hasSecret, ownerName, createdAt, missedCount } = webhook;
  return {
    id,
    name,
    description,
    url,
    events: [...events],
    isActive,
    isSigned: hasSecret,
    ownerName,
    createdAt: createdAt.toISOString(),
    missedCount,
  };
}

function presentDelivery(
  delivery: WebhookDelivery,
): z.input<typeof webhooksApi.deliveries.response>['deliveries'][number] {
  const { id, event, model, state, attempts, askedAt, nextAt, endedAt, lastAnswer } = delivery;
  return {
    id,
    event,
    model,
    state,
    attempts,
    askedAt: askedAt.toISOString(),
    nextAt: state === 'waiting' ? nextAt.toISOString() : null,
    endedAt: endedAt?.toISOString() ?? null,
    lastAnswer,
  };
}
