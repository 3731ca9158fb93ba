import type { Transaction } from '../../platform/database/queryable.ts';
import type { RegistryPorts } from './judge-right.use-case.ts';
import { type InitiativeOfModel, initiativeOfExperiment } from './lineage.store.ts';
import { isPromptNow } from './registered-models.store.ts';
import { registryPolicy } from './registry.policy.ts';
import { type ModelEvent, type ToldData, toldOf } from './told-change.ts';
import { webhookBody } from './webhook.ts';
import { queueDeliveries } from './webhook-deliveries.store.ts';

/** A change of a model or a prompt. */
export interface ModelChange {
  readonly event: ModelEvent;
  readonly modelNo: number;
  readonly model: string;
  /** What is told beside the name of the model. */
  readonly data: ToldData;
}

/** Who may be told of a change: the readers of the initiatives that it belongs to. */
export type WebhookReaders = Pick<RegistryPorts, 'isReaderOf'>;

/** Queues a change for the webhooks that want to hear of it, in the transaction of the change itself. */
export async function tellWebhooks(
  ports: WebhookReaders,
  tx: Transaction,
  { event, modelNo, model, data }: ModelChange,
  initiatives: readonly Pick<InitiativeOfModel, 'no'>[],
  at: Date,
): Promise<void> {
  const told = toldOf(event, data, await isPromptNow(tx, modelNo));
  if (told === null) return;
  await queueDeliveries(tx, {
    event: told.event,
    model,
    body: webhookBody(told.event, { name: model, ...told.data }, at),
    initiativeNos: initiatives.map(({ no }) => no),
    builders: registryPolicy['model.build'].who,
    isReaderOf: ports.isReaderOf,
    at,
  });
}

/** The same for a change of a version, which belongs to the initiative of its experiment. */
export async function tellOfVersion(
  ports: WebhookReaders,
  tx: Transaction,
  version: {
    readonly modelNo: number;
    readonly modelName: string;
    readonly version: number;
    readonly experimentNo: number | null;
  },
  event: ModelEvent,
  data: ToldData,
  at: Date,
): Promise<void> {
  const initiative = await initiativeOfExperiment(tx, version.experimentNo);
  await tellWebhooks(
    ports,
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

/** Tags as MLflow's receivers read them. */
export function tagsOf(tags: readonly { readonly key: string; readonly value: string }[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}
