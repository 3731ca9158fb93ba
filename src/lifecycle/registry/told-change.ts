import { PROMPT_TAGS } from './prompt.ts';
import { PROMPT_TAG } from './registered-model.ts';
import { WEBHOOK_EVENTS, WEBHOOK_LIMITS, type WebhookEvent } from './webhook.ts';

/** A change of a registered model as it happens here; a label of a model as a whole is told of prompts alone. */
export type ModelEvent =
  | 'REGISTERED_MODEL.CREATED'
  | 'REGISTERED_MODEL_TAG.SET'
  | 'REGISTERED_MODEL_TAG.DELETED'
  | 'MODEL_VERSION.CREATED'
  | 'MODEL_VERSION_TAG.SET'
  | 'MODEL_VERSION_TAG.DELETED'
  | 'MODEL_VERSION_ALIAS.CREATED'
  | 'MODEL_VERSION_ALIAS.DELETED';

/** What is told beside the name, in the fields of MLflow's receivers. */
export interface ToldData {
  readonly version?: string;
  readonly source?: string;
  readonly run_id?: string | null;
  readonly template?: string | null;
  readonly tags?: Readonly<Record<string, string>>;
  readonly description?: string | null;
  readonly key?: string;
  readonly value?: string;
  readonly alias?: string;
}

/** An event with what is told of it. */
interface Told {
  readonly event: WebhookEvent;
  readonly data: ToldData;
}

/** A registered model that is a prompt has events of its own, because receivers of models can do nothing with it. */
const OF_PROMPTS: Readonly<Record<ModelEvent, WebhookEvent>> = {
  'REGISTERED_MODEL.CREATED': 'PROMPT.CREATED',
  'REGISTERED_MODEL_TAG.SET': 'PROMPT_TAG.SET',
  'REGISTERED_MODEL_TAG.DELETED': 'PROMPT_TAG.DELETED',
  'MODEL_VERSION.CREATED': 'PROMPT_VERSION.CREATED',
  'MODEL_VERSION_TAG.SET': 'PROMPT_VERSION_TAG.SET',
  'MODEL_VERSION_TAG.DELETED': 'PROMPT_VERSION_TAG.DELETED',
  'MODEL_VERSION_ALIAS.CREATED': 'PROMPT_ALIAS.CREATED',
  'MODEL_VERSION_ALIAS.DELETED': 'PROMPT_ALIAS.DELETED',
};

/** Tags by which clients tell prompts from models; receivers know that already. */
const MARKS: readonly string[] = [PROMPT_TAG, PROMPT_TAGS.kind, PROMPT_TAGS.text];

/**
 * What webhooks are told of a change; `null` for what they are never told. Long values are cut, the text of a prompt is
 * not: it would be another one.
 */
export function toldOf(event: ModelEvent, data: ToldData, isPrompt: boolean): Told | null {
  if (isPrompt) return { event: OF_PROMPTS[event], data: shortened(event, inWordsOfPrompts(event, data)) };
  const known = WEBHOOK_EVENTS.find((one) => one === event);
  return known === undefined ? null : { event: known, data: shortened(event, data) };
}

function inWordsOfPrompts(event: ModelEvent, { source, run_id, ...data }: ToldData): ToldData {
  if (!data.tags) return data;
  const tags = Object.fromEntries(Object.entries(data.tags).filter(([key]) => !MARKS.includes(key)));
  return event === 'MODEL_VERSION.CREATED'
    ? { ...data, template: data.tags[PROMPT_TAGS.text] ?? null, tags }
    : { ...data, tags };
}

function shortened(event: ModelEvent, data: ToldData): ToldData {
  const cut = (text: string): string => text.slice(0, WEBHOOK_LIMITS.toldValueLength);
  return {
    ...data,
    ...(data.tags
      ? { tags: Object.fromEntries(Object.entries(data.tags).map(([key, value]) => [key, cut(value)])) }
      : {}),
    ...(data.value === undefined || (event === 'MODEL_VERSION_TAG.SET' && data.key === PROMPT_TAGS.text)
      ? {}
      : { value: cut(data.value) }),
  };
}
