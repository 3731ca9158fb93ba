import { z } from 'zod';
import { WEBHOOK_EVENTS, type Webhook, type WebhookEvent, type Webhooks } from '../lifecycle/registry/index.ts';
import { invalidParameter, missingParameter } from './mlflow-error.ts';
import type { MlflowOperation } from './mlflow-operation.ts';
import { readPageToken, writePageToken } from './page-token.ts';
import { wireList, wireText } from './present.ts';
import {
  boundedInteger,
  type MlflowInput,
  objectList,
  optionalEnum,
  optionalObject,
  optionalString,
  requiredString,
} from './read-request.ts';

const LIST_BOUNDS = { least: 1, most: 1_000, absent: 100 } as const;
const WEBHOOKS = '/mlflow/webhooks';
const WEBHOOK = `${WEBHOOKS}/:webhook_id`;

const STATUS_NUMBERS = { ACTIVE: 1, DISABLED: 2 } as const;
const ACTION_NUMBERS = { CREATED: 1, UPDATED: 2, DELETED: 3, SET: 4 } as const;
const ENTITY_NUMBERS = {
  REGISTERED_MODEL: 1,
  MODEL_VERSION: 2,
  MODEL_VERSION_TAG: 3,
  MODEL_VERSION_ALIAS: 4,
  PROMPT: 5,
  PROMPT_VERSION: 6,
  PROMPT_TAG: 7,
  PROMPT_VERSION_TAG: 8,
  PROMPT_ALIAS: 9,
} as const;

const position = z.number().int();

/** The operations of webhooks: who is told of changes of models. Secrets come in and never go out. */
export function webhookOperations(webhooks: Webhooks): readonly MlflowOperation[] {
  return [
    {
      method: 'POST',
      path: WEBHOOKS,
      handle: async ({ principal }, input) => {
        const events = readEvents(input);
        if (events === undefined) throw missingParameter('events');
        return present(
          await webhooks.create(principal, {
            name: requiredString(input, 'name'),
            url: requiredString(input, 'url'),
            events,
            isActive: optionalEnum(input, 'status', STATUS_NUMBERS) !== 'DISABLED',
            ...textsIn(input),
          }),
        );
      },
    },
    {
      method: 'GET',
      path: WEBHOOKS,
      handle: async ({ principal }, input) => {
        const limit = boundedInteger(input, 'max_results', LIST_BOUNDS);
        const before = readPageToken(optionalString(input, 'page_token'), position) ?? null;
        const found = await webhooks.list(principal, { before, limit: limit + 1 });
        const shown = found.slice(0, limit);
        const last = found.length > limit ? shown.at(-1) : undefined;
        return {
          webhooks: wireList(shown.map(presentWebhook)),
          next_page_token: last && writePageToken(last.no),
        };
      },
    },
    {
      method: 'GET',
      path: WEBHOOK,
      handle: async ({ principal }, input) =>
        present(await webhooks.get(principal, requiredString(input, 'webhook_id'))),
    },
    {
      method: 'PATCH',
      path: WEBHOOK,
      handle: async ({ principal }, input) => {
        const events = readEvents(input);
        const status = optionalEnum(input, 'status', STATUS_NUMBERS);
        const [name, url] = [optionalString(input, 'name'), optionalString(input, 'url')];
        return present(
          await webhooks.change(principal, requiredString(input, 'webhook_id'), {
            ...(name === undefined ? {} : { name }),
            ...(url === undefined ? {} : { url }),
            ...(events === undefined ? {} : { events }),
            ...(status === undefined ? {} : { isActive: status === 'ACTIVE' }),
            ...textsIn(input),
          }),
        );
      },
    },
    {
      method: 'DELETE',
      path: WEBHOOK,
      handle: async ({ principal }, input) => {
        await webhooks.delete(principal, requiredString(input, 'webhook_id'));
        return {};
      },
    },
    {
      method: 'POST',
      path: `${WEBHOOK}/test`,
      handle: async ({ principal }, input) => {
        const event = optionalObject(input, 'event');
        const named = event && readEvent(event);
        const trial = await webhooks.try(principal, requiredString(input, 'webhook_id'), named);
        return {
          result: {
            success: trial.isSuccess,
            response_status: trial.status ?? undefined,
            ...(trial.status === null ? { error_message: trial.words } : { response_body: wireText(trial.words) }),
          },
        };
      },
    },
  ];
}

function textsIn(input: MlflowInput): { readonly description?: string; readonly secret?: string } {
  const [description, secret] = [optionalString(input, 'description'), optionalString(input, 'secret')];
  return { ...(description === undefined ? {} : { description }), ...(secret === undefined ? {} : { secret }) };
}

/** The events that are named; an absent or empty list is none, which leaves those of a webhook as they are. */
function readEvents(input: MlflowInput): readonly WebhookEvent[] | undefined {
  const named = objectList(input, 'events').map(readEvent);
  return named.length === 0 ? undefined : [...new Set(named)];
}

function readEvent(event: MlflowInput): WebhookEvent {
  const entity = optionalEnum(event, 'entity', ENTITY_NUMBERS);
  const action = optionalEnum(event, 'action', ACTION_NUMBERS);
  if (entity === undefined) throw missingParameter(`${event.path}entity`);
  if (action === undefined) throw missingParameter(`${event.path}action`);
  const name = `${entity}.${action}`;
  const known = WEBHOOK_EVENTS.find((one) => one === name);
  if (known !== undefined) return known;
  throw invalidParameter(
    `${event.path}action`,
    action,
    `webhooks are told of ${WEBHOOK_EVENTS.map((one) => one.replace('.', ' ')).join(', ')}.`,
  );
}

function present(webhook: Webhook): object {
  return { webhook: presentWebhook(webhook) };
}

function presentWebhook(webhook: Webhook): object {
  return {
    webhook_id: webhook.id,
    name: webhook.name,
    description: wireText(webhook.description),
    url: webhook.url,
    events: webhook.events.map((event) => {
      const [entity, action] = event.split('.');
      return { entity, action };
    }),
    status: webhook.isActive ? 'ACTIVE' : 'DISABLED',
    creation_timestamp: webhook.createdAt.getTime(),
    last_updated_timestamp: webhook.updatedAt.getTime(),
  };
}
