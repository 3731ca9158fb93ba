import { newId } from '../../platform/database/new-id.ts';
import { type PostOutcome, postOutside } from '../../platform/outgoing/post-outside.ts';
import { signatureOf } from '../../platform/outgoing/signature.ts';
import { readSecret, requireWebhook, type WebhookPorts } from './change-webhook.use-case.ts';
import type { Caller } from './model-registry.ts';
import { backOffMs, WEBHOOK_EXAMPLES, type WebhookEvent, type WebhookTrial, webhookBody } from './webhook.ts';
import { type AttemptEnd, type ClaimedDelivery, claimDeliveries, endAttempt } from './webhook-deliveries.store.ts';
import { sealedSecretOf } from './webhooks.store.ts';

/**
 * Sends what is due, some at a time, until nothing is. A delivery keeps its id over all attempts, so that a receiver can
 * tell that it has it already; those of one webhook may arrive in another order than they happened.
 * @returns how many attempts were made.
 */
export async function deliverWebhooks(ports: WebhookPorts, signal: AbortSignal): Promise<number> {
  let total = 0;
  while (!signal.aborted) {
    const claimed = await claimDeliveries(ports.database, ports.now());
    if (claimed.length === 0) break;
    await Promise.all(claimed.map((delivery) => deliver(ports, delivery, signal)));
    total += claimed.length;
  }
  return total;
}

async function deliver(ports: WebhookPorts, delivery: ClaimedDelivery, signal: AbortSignal): Promise<void> {
  const outcome = await send(ports, delivery, signal);
  // Given up because the process stops: its lease runs out and it is sent after the next start.
  if (signal.aborted) return;
  const at = ports.now();
  await ports.database.transaction((tx) => endAttempt(tx, delivery, endOf(outcome, delivery.attempt, at), at));
}

/** What an attempt came to: delivered by a status that says so, tried again after a while, or given up. */
function endOf(outcome: PostOutcome, attempt: number, at: Date): AttemptEnd {
  const words = outcomeInWords(outcome);
  if (isSuccess(outcome)) return { state: 'delivered', words, nextAt: at };
  const wait = backOffMs(attempt);
  return wait === null
    ? { state: 'failed', words, nextAt: at }
    : { state: 'waiting', words, nextAt: new Date(at.getTime() + wait) };
}

function isSuccess(outcome: PostOutcome): boolean {
  return outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300;
}

function outcomeInWords(outcome: PostOutcome): string {
  if (outcome.kind !== 'answered') return outcome.why;
  const isRedirect = outcome.status >= 300 && outcome.status < 400;
  return `It answered with status ${outcome.status}${isRedirect ? '; redirects are not followed' : ''}.`;
}

/**
 * Sends an example to a webhook at once, also while it is turned off, and tells what came of it.
 * @throws Problem WEBHOOK_UNKNOWN
 */
export async function tryWebhook(
  ports: WebhookPorts,
  caller: Caller,
  id: string,
  event: WebhookEvent | undefined,
): Promise<WebhookTrial> {
  const webhook = await requireWebhook(ports.database, caller, id);
  const told = event ?? webhook.events[0] ?? 'REGISTERED_MODEL.CREATED';
  const body = webhookBody(told, WEBHOOK_EXAMPLES[told], ports.now());
  const sealedSecret = await sealedSecretOf(ports.database, webhook.no);
  // A trial is asked for by a request and ends by its own time.
  const signal = new AbortController().signal;
  const outcome = await send(ports, { id: newId(), url: webhook.url, body, sealedSecret }, signal);
  return {
    isSuccess: isSuccess(outcome),
    status: outcome.kind === 'answered' ? outcome.status : null,
    words: outcome.kind === 'answered' ? outcome.beginning : outcome.why,
  };
}

async function send(
  ports: WebhookPorts,
  { id, url, body, sealedSecret }: Pick<ClaimedDelivery, 'id' | 'url' | 'body' | 'sealedSecret'>,
  signal: AbortSignal,
): Promise<PostOutcome> {
  const secret = await readSecret(ports, sealedSecret);
  if (secret === null)
    return {
      kind: 'not-sent',
      why: 'Its secret can no longer be read, because that of the installation changed. Set it again.',
    };
  const timestamp = String(Math.floor(ports.now().getTime() / 1_000));
  const headers = {
    'content-type': 'application/json',
    'x-mlflow-delivery-id': id,
    'x-mlflow-timestamp': timestamp,
    ...(secret === undefined ? {} : { 'x-mlflow-signature': signatureOf(secret, id, timestamp, body) }),
  };
  return postOutside(url, { headers, body }, { trusted: ports.trustedHosts, signal });
}
