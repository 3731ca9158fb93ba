import { z } from 'zod';
import { defineApi, instantSchema, nextCursorSchema } from '../../platform/contract/index.ts';
import { DELIVERY_STATES, WEBHOOK_EVENTS, WEBHOOK_LIMITS } from './webhook.ts';

export const webhookSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string(),
    url: z.string(),
    events: z.array(z.enum(WEBHOOK_EVENTS)),
    isActive: z.boolean(),
    /** Whether what is sent is signed; the secret itself is never told. */
    isSigned: z.boolean(),
    ownerName: z.string(),
    createdAt: instantSchema,
    /** Changes that were not queued because too many waited already. */
    missedCount: z.number().int(),
  })
  .meta({ id: 'Webhook' });

export const deliverySchema = z
  .object({
    id: z.uuid(),
    event: z.enum(WEBHOOK_EVENTS),
    model: z.string(),
    state: z.enum(DELIVERY_STATES),
    attempts: z.number().int(),
    askedAt: instantSchema,
    /** When it is tried next; `null` when it ended. */
    nextAt: instantSchema.nullable(),
    endedAt: instantSchema.nullable(),
    lastAnswer: z.string().nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

const webhookParams = z.object({ webhookId: z.uuid() });

const fields = z.object({
  name: z.string().trim().min(1).max(WEBHOOK_LIMITS.nameLength),
  description: z.string().trim().max(WEBHOOK_LIMITS.descriptionLength),
  url: z.url().max(2_048),
  events: z.array(z.enum(WEBHOOK_EVENTS)).min(1).max(WEBHOOK_EVENTS.length),
  /** Signs what is sent; an empty one takes it away. */
  secret: z.string().max(WEBHOOK_LIMITS.secretLength),
  isActive: z.boolean(),
});

/** Addresses that are told of changes of models. Administrators see all of them, everybody else their own. */
export const webhooksApi = defineApi({
  webhooks: {
    method: 'GET',
    path: '/api/webhooks',
    summary: 'The addresses that are told of changes of models, as far as the caller may change them.',
    access: 'signed-in',
    response: z.object({
      webhooks: z.array(webhookSchema),
      /** Whether the caller may add one: administrators, and whoever builds. */
      mayAdd: z.boolean(),
    }),
  },
  addWebhook: {
    method: 'POST',
    path: '/api/webhooks',
    summary: 'Lets an address be told of changes of models.',
    access: 'signed-in',
    body: fields.partial({ description: true, secret: true, isActive: true }),
    response: webhookSchema,
    status: 201,
  },
  changeWebhook: {
    method: 'PATCH',
    path: '/api/webhooks/:webhookId',
    summary: 'Changes what a webhook hears of and where it is told, or turns it off.',
    access: 'signed-in',
    params: webhookParams,
    body: fields.partial(),
    response: webhookSchema,
  },
  removeWebhook: {
    method: 'DELETE',
    path: '/api/webhooks/:webhookId',
    summary: 'Removes a webhook with the list of what it was told.',
    access: 'signed-in',
    params: webhookParams,
    response: z.object({ id: z.uuid() }),
  },
  tryWebhook: {
    method: 'POST',
    path: '/api/webhooks/:webhookId/trial',
    summary: 'Sends an example to a webhook now and tells what came of it.',
    access: 'signed-in',
    params: webhookParams,
    response: z.object({ isSuccess: z.boolean(), status: z.number().int().nullable(), words: z.string() }),
  },
  deliveries: {
    method: 'GET',
    path: '/api/webhooks/:webhookId/deliveries',
    summary: 'What a webhook was told and what became of it, the newest first.',
    access: 'signed-in',
    params: webhookParams,
    query: z.object({
      cursor: z
        .string()
        .regex(/^\d{1,15}$/)
        .optional(),
    }),
    response: z.object({ deliveries: z.array(deliverySchema), nextCursor: nextCursorSchema }),
  },
});
