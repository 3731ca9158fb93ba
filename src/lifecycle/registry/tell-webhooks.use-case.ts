import type { Transaction } from '../../platform/database/queryable.ts';
import { type InitiativeOfModel, initiativeOfExperiment } from './lineage.store.ts';
import { registryPolicy } from './registry.policy.ts';
import { WEBHOOK_LIMITS, type WebhookEvent, webhookBody } from './webhook.ts';
import { queueDeliveries } from './webhook-deliveries.store.ts';

/** A change of a model, in the words of MLflow's receivers. */
export interface ModelChange {
  readonly event: WebhookEvent;
  readonly modelNo: number;
  readonly model: string;
  /** What is told beside the name of the model. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Queues a change for the webhooks that want to hear of it, in the transaction of the change itself. */
export async function tellWebhooks(
  tx: Transaction,
  { event, modelNo, model, data }: ModelChange,
  initiatives: readonly Pick<InitiativeOfModel, 'no'>[],
  at: Date,
): Promise<void> {
  await queueDeliveries(tx, {
    event,
    modelNo,
    model,
    body: webhookBody(event, { name: model, ...data }, at),
    initiativeNos: initiatives.map(({ no }) => no),
    builders: registryPolicy['model.build'].who,
    at,
  });
}

/** The same for a change of a version, which belongs to the initiative of its experiment. */
export async function tellOfVersion(
  tx: Transaction,
  version: {
    readonly modelNo: number;
    readonly modelName: string;
    readonly version: number;
    readonly experimentNo: number | null;
  },
  event: WebhookEvent,
  data: Readonly<Record<string, unknown>>,
  at: Date,
): Promise<void> {
  const initiative = await initiativeOfExperiment(tx, version.experimentNo);
  await tellWebhooks(
    tx,
    {
      event,
      modelNo: version.modelNo,
      model: version.modelName,
      data: { version: String(version.version), ...data },
    },
    initiative ? [initiative] : [],
    at,
  );
}

/** Tags as MLflow's receivers read them, long values cut. */
export function tagsOf(tags: readonly { readonly key: string; readonly value: string }[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ key, value }) => [key, value.slice(0, WEBHOOK_LIMITS.toldValueLength)]));
}
