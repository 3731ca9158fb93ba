/** What a webhook can be told of, as `ENTITY.ACTION` in MLflow's words. */
export const WEBHOOK_EVENTS = [
  'REGISTERED_MODEL.CREATED',
  'MODEL_VERSION.CREATED',
  'MODEL_VERSION_TAG.SET',
  'MODEL_VERSION_TAG.DELETED',
  'MODEL_VERSION_ALIAS.CREATED',
  'MODEL_VERSION_ALIAS.DELETED',
  'PROMPT.CREATED',
  'PROMPT_VERSION.CREATED',
  'PROMPT_TAG.SET',
  'PROMPT_TAG.DELETED',
  'PROMPT_VERSION_TAG.SET',
  'PROMPT_VERSION_TAG.DELETED',
  'PROMPT_ALIAS.CREATED',
  'PROMPT_ALIAS.DELETED',
] as const;

/** What a webhook can be told of. */
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** Limits of webhooks, stated once. */
export const WEBHOOK_LIMITS = {
  nameLength: 256,
  descriptionLength: 1_000,
  secretLength: 500,
  /** Most webhooks of an installation, so that their list is one page. */
  inAll: 100,
  /** Longest value of a tag that is told, in characters; the rest of it is left out. */
  toldValueLength: 5_000,
  /** Deliveries that wait for one webhook; what comes beyond them is counted as missed. */
  waiting: 500,
  /** Deliveries that ended and stay listed for one webhook. */
  kept: 200,
  /** Entries of one page of deliveries. */
  pageSize: 50,
  /** Deliveries that one webhook is told in a row before the others are looked at again. */
  inARow: 50,
  /** A delivery that was taken up and never ended, because its process died, is taken up again after this time. */
  leaseMs: 60_000,
  /** The longest that a receiver is left alone because it asked for it. */
  longestPauseMs: 24 * 60 * 60_000,
} as const;

/** How long a delivery waits after each attempt that failed; after the last one it is given up. */
const BACK_OFF_MS: readonly number[] = [10_000, 60_000, 5 * 60_000, 30 * 60_000, 2 * 60 * 60_000];

/** How long to wait after a failed attempt, in milliseconds; `null` when it was the last. @param attempt from 1. */
export function backOffMs(attempt: number): number | null {
  return BACK_OFF_MS[attempt - 1] ?? null;
}

/** An address that is told of changes of models. Its secret is never part of it. */
export interface Webhook {
  readonly no: number;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly isActive: boolean;
  readonly hasSecret: boolean;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Deliveries that were not queued because too many waited already. */
  readonly missedCount: number;
}

/** What a webhook is changed to; what is absent stays. An empty secret takes it away. */
export interface WebhookChange {
  readonly name?: string;
  readonly description?: string;
  readonly url?: string;
  readonly events?: readonly WebhookEvent[];
  readonly secret?: string;
  readonly isActive?: boolean;
}

/** What a new webhook is made from. */
export type NewWebhook = Required<Pick<WebhookChange, 'name' | 'url' | 'events' | 'isActive'>> &
  Pick<WebhookChange, 'description' | 'secret'>;

/** Where a delivery stands. */
export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;

/** Where a delivery stands. */
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One thing that a webhook is told, and what became of it. */
export interface WebhookDelivery {
  readonly no: number;
  readonly id: string;
  readonly event: WebhookEvent;
  /** The name of the model that it is about. */
  readonly model: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly askedAt: Date;
  /** When it is tried next, or again. */
  readonly nextAt: Date;
  readonly endedAt: Date | null;
  /** The last answer or why there was none, in words; `null` before the first attempt. */
  readonly lastAnswer: string | null;
}

/** What came of a trial delivery. */
export interface WebhookTrial {
  readonly isSuccess: boolean;
  /** The HTTP status; `null` when nothing answered. */
  readonly status: number | null;
  /** The beginning of the answer, or why there was none. */
  readonly words: string;
}

/**
 * The body that is sent, as MLflow's receivers read it. Its moment names the offset of UTC in numbers: many of them are
 * written in Python, which reads the letter Z only since version 3.11.
 */
export function webhookBody(event: WebhookEvent, data: Readonly<Record<string, unknown>>, at: Date): string {
  const [entity = '', action = ''] = event.toLowerCase().split('.');
  return JSON.stringify({ entity, action, timestamp: at.toISOString().replace('Z', '+00:00'), data });
}

const EXAMPLE = { name: 'example_model', version: '1' } as const;
const EXAMPLE_PROMPT = { name: 'example_prompt', version: '1' } as const;
const EXAMPLE_DETAILS = { tags: { example_key: 'example_value' }, description: 'A trial delivery' } as const;

/** What a trial delivery tells, by event. */
export const WEBHOOK_EXAMPLES: Readonly<Record<WebhookEvent, Readonly<Record<string, unknown>>>> = {
  'REGISTERED_MODEL.CREATED': { name: EXAMPLE.name, ...EXAMPLE_DETAILS },
  'MODEL_VERSION.CREATED': { ...EXAMPLE, source: 'models:/123', run_id: 'abcd1234abcd5678', ...EXAMPLE_DETAILS },
  'MODEL_VERSION_TAG.SET': { ...EXAMPLE, key: 'example_key', value: 'example_value' },
  'MODEL_VERSION_TAG.DELETED': { ...EXAMPLE, key: 'example_key' },
  'MODEL_VERSION_ALIAS.CREATED': { ...EXAMPLE, alias: 'example_alias' },
  'MODEL_VERSION_ALIAS.DELETED': { name: EXAMPLE.name, alias: 'example_alias' },
  'PROMPT.CREATED': { name: EXAMPLE_PROMPT.name, ...EXAMPLE_DETAILS },
  'PROMPT_VERSION.CREATED': { ...EXAMPLE_PROMPT, template: 'Hello {{name}}!', ...EXAMPLE_DETAILS },
  'PROMPT_TAG.SET': { name: EXAMPLE_PROMPT.name, key: 'example_key', value: 'example_value' },
  'PROMPT_TAG.DELETED': { name: EXAMPLE_PROMPT.name, key: 'example_key' },
  'PROMPT_VERSION_TAG.SET': { ...EXAMPLE_PROMPT, key: 'example_key', value: 'example_value' },
  'PROMPT_VERSION_TAG.DELETED': { ...EXAMPLE_PROMPT, key: 'example_key' },
  'PROMPT_ALIAS.CREATED': { ...EXAMPLE_PROMPT, alias: 'example_alias' },
  'PROMPT_ALIAS.DELETED': { name: EXAMPLE_PROMPT.name, alias: 'example_alias' },
};

/** Why fields of a webhook are not accepted, as a sentence; `null` when they are. */
export function refuseWebhookFields({ name, description, events, secret }: WebhookChange): string | null {
  if (name !== undefined && (name.trim() === '' || name.length > WEBHOOK_LIMITS.nameLength))
    return `A name has 1 to ${WEBHOOK_LIMITS.nameLength} characters.`;
  if (description !== undefined && description.length > WEBHOOK_LIMITS.descriptionLength)
    return `A description has up to ${WEBHOOK_LIMITS.descriptionLength} characters.`;
  if (events !== undefined && events.length === 0) return 'It is told of nothing; name at least one event.';
  return secret !== undefined && secret.length > WEBHOOK_LIMITS.secretLength
    ? `A secret has up to ${WEBHOOK_LIMITS.secretLength} characters.`
    : null;
}
