import { openSealed, sealText } from '../../platform/auth/sealed-text.ts';
import { newId } from '../../platform/database/new-id.ts';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { TrustedHosts } from '../../platform/outgoing/judge-host.ts';
import { refuseAddress } from '../../platform/outgoing/post-outside.ts';
import type { RegistryPorts } from './judge-right.use-case.ts';
import type { Caller } from './model-registry.ts';
import { refuseRegistry } from './registry.errors.ts';
import { registryPolicy } from './registry.policy.ts';
import { type NewWebhook, refuseWebhookFields, type Webhook, type WebhookChange } from './webhook.ts';
import { endWaiting } from './webhook-deliveries.store.ts';
import { changeWebhookRow, deleteWebhookRow, findWebhook, holdsSeatOf, insertWebhook } from './webhooks.store.ts';

/** What webhooks need. */
export interface WebhookPorts extends RegistryPorts {
  /** The secret of the installation, under which those of webhooks are stored. */
  readonly secret: () => Promise<string>;
  /** Hosts of the own network that webhooks may reach. */
  readonly trustedHosts: TrustedHosts;
}

/** What the secrets of webhooks are sealed for. */
const PURPOSE = 'webhook secret';

/** The webhook of an id that the caller may know of. @throws Problem WEBHOOK_UNKNOWN */
export async function requireWebhook(queryable: Queryable, caller: Caller, id: string): Promise<Webhook> {
  const isId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id);
  const webhook = isId ? await findWebhook(queryable, caller, id) : null;
  if (!webhook) throw refuseRegistry('WEBHOOK_UNKNOWN', { id: id.slice(0, 100) });
  return webhook;
}

/**
 * Makes a webhook of an administrator, who hears of every model that they may read, or of somebody who builds, who hears
 * of what they build.
 * @throws Problem WEBHOOK_RIGHT_MISSING, WEBHOOK_INVALID, WEBHOOK_ADDRESS_REFUSED, WEBHOOKS_FULL
 */
export async function createWebhook(ports: WebhookPorts, caller: Caller, given: NewWebhook): Promise<Webhook> {
  if (!(await mayAddWebhooks(ports, caller))) throw refuseRegistry('WEBHOOK_RIGHT_MISSING');
  checkFields(ports, given);
  const sealedSecret = given.secret ? sealText(await ports.secret(), PURPOSE, given.secret) : null;
  return ports.database.transaction(async (tx) => {
    const at = ports.now();
    const id = newId();
    const isStored = await insertWebhook(tx, {
      id,
      name: given.name,
      description: given.description ?? '',
      url: given.url,
      events: given.events,
      isActive: given.isActive,
      sealedSecret,
      ownerId: caller.accountId,
      at,
    });
    if (!isStored) throw refuseRegistry('WEBHOOKS_FULL');
    await record(tx, caller, { id, name: given.name, url: given.url }, 'webhook.created', 'added', at);
    return requireWebhook(tx, caller, id);
  });
}

/**
 * Changes a webhook. Turned off, it ends what waited for it.
 * @throws Problem WEBHOOK_UNKNOWN, WEBHOOK_INVALID, WEBHOOK_ADDRESS_REFUSED
 */
export async function changeWebhook(
  ports: WebhookPorts,
  caller: Caller,
  id: string,
  { secret, ...change }: WebhookChange,
): Promise<Webhook> {
  checkFields(ports, { ...change, ...(secret === undefined ? {} : { secret }) });
  const sealed =
    secret === undefined
      ? {}
      : { sealedSecret: secret === '' ? null : sealText(await ports.secret(), PURPOSE, secret) };
  return ports.database.transaction(async (tx) => {
    const webhook = await requireWebhook(tx, caller, id);
    const at = ports.now();
    await changeWebhookRow(tx, webhook.no, { ...change, ...sealed }, at);
    if (change.isActive === false)
      await endWaiting(tx, webhook.no, 'The webhook was turned off before this was sent.', at);
    const changed = await requireWebhook(tx, caller, id);
    const verb = change.isActive === webhook.isActive || change.isActive === undefined ? 'changed' : switched(changed);
    await record(tx, caller, changed, 'webhook.changed', verb, at);
    return changed;
  });
}

/** Removes a webhook with the list of what it was told. @throws Problem WEBHOOK_UNKNOWN */
export async function deleteWebhook(ports: WebhookPorts, caller: Caller, id: string): Promise<void> {
  await ports.database.transaction(async (tx) => {
    const webhook = await requireWebhook(tx, caller, id);
    await deleteWebhookRow(tx, webhook.no);
    await record(tx, caller, webhook, 'webhook.removed', 'removed', ports.now());
  });
}

/** The secret of a webhook in clear; `undefined` when it has none, `null` when it cannot be read any more. */
export async function readSecret(ports: WebhookPorts, sealed: string | null): Promise<string | null | undefined> {
  return sealed === null ? undefined : openSealed(await ports.secret(), PURPOSE, sealed);
}

/** Whether somebody may add webhooks: administrators, and whoever holds a seat that builds. */
export async function mayAddWebhooks({ database }: WebhookPorts, caller: Caller): Promise<boolean> {
  return caller.isAdministrator || holdsSeatOf(database, caller.accountId, registryPolicy['model.build'].who);
}

function checkFields({ trustedHosts }: WebhookPorts, change: WebhookChange): void {
  const why = refuseWebhookFields(change);
  if (why !== null) throw refuseRegistry('WEBHOOK_INVALID', { why });
  const refused = change.url === undefined ? null : refuseAddress(change.url, trustedHosts);
  if (refused !== null) throw refuseRegistry('WEBHOOK_ADDRESS_REFUSED', { why: refused });
}

function switched({ isActive }: Webhook): string {
  return isActive ? 'turned on' : 'turned off';
}

/** Notes a change; of the address only the host, because the rest of it may be what keeps others out. */
async function record(
  tx: Transaction,
  caller: Caller,
  { id, name, url }: Pick<Webhook, 'id' | 'name' | 'url'>,
  kind: string,
  verb: string,
  at: Date,
): Promise<void> {
  await appendEvent(
    tx,
    {
      kind,
      sentence: `${verb} the webhook "${name}", which tells ${new URL(url).host} of changes of models`,
      actorId: caller.accountId,
      actorName: caller.name,
      objectType: 'webhook',
      objectId: id,
    },
    at,
  );
}
