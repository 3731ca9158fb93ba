import { newId } from '../../platform/database/new-id.ts';
import { type PostOutcome, postOutside } from '../../platform/outgoing/post-outside.ts';
import { readRetryAfter } from '../../platform/outgoing/retry-after.ts';
import { signatureOf } from '../../platform/outgoing/signature.ts';
import { readSecret, requireWebhook, type WebhookPorts } from './change-webhook.use-case.ts';
import type { Caller } from './model-registry.ts';
import {
  backOffMs,
  WEBHOOK_EXAMPLES,
  WEBHOOK_LIMITS,
  type WebhookEvent,
  type WebhookTrial,
  webhookBody,
} from './webhook.ts';
import {
  type AttemptEnd,
  type ClaimedDelivery,
  claimDelivery,
  endAttempt,
  webhooksWithDue,
} from './webhook-deliveries.store.ts';
import { sealedSecretOf } from './webhooks.store.ts';

/**
 * Sends what is due until nothing is. Each webhook is told things in the order in which they happened, because a receiver
 * that puts live what an alias points to takes the last word as the newest; only what has to be sent again comes later.
 * A delivery keeps its id over all attempts, so that a receiver can tell that it has it already.
 * @returns how many attempts were made.
 */
export async function deliverWebhooks(ports: WebhookPorts, signal: AbortSignal): Promise<number> {
  let total = 0;
  while (!signal.aborted) {
    const due = await webhooksWithDue(ports.database, ports.now());
    const counts = await Promise.all(due.map((webhookNo) => deliverInOrder(ports, webhookNo, signal)));
    const attempts = counts.reduce((sum, count) => sum + count, 0);
    if (attempts === 0) break;
    total += attempts;
  }
  return total;
}

/** Sends what is due for one webhook, until a receiver does not take it: the next is then tried in its turn. */
async function deliverInOrder(ports: WebhookPorts, webhookNo: number, signal: AbortSignal): Promise<number> {
  let attempts = 0;
  while (attempts < WEBHOOK_LIMITS.inARow && !signal.aborted) {
    const claimed = await claimDelivery(ports.database, webhookNo, ports.now());
    if (!claimed) break;
    attempts += 1;
    if (!(await deliver(ports, claimed, signal))) break;
  }
  return attempts;
}

/** Makes an attempt and stores what became of it; tells whether it was taken. */
async function deliver(ports: WebhookPorts, delivery: ClaimedDelivery, signal: AbortSignal): Promise<boolean> {
  const outcome = await send(ports, delivery, signal);
  // Given up because the process stops: its lease runs out and it is sent after the next start.
  if (signal.aborted) return false;
  const at = ports.now();
  await ports.database.transaction((tx) => endAttempt(tx, delivery, endOf(outcome, delivery.attempt, at), at));
  return isSuccess(outcome);
}

/** What an attempt came to: delivered by a status that says so, tried again after a while, or given up. */
function endOf(outcome: PostOutcome, attempt: number, at: Date): AttemptEnd {
  const words = outcomeInWords(outcome);
  if (isSuccess(outcome)) return { state: 'delivered', words, nextAt: at, pausedUntil: null };
  const after = (waitMs: number) => new Date(at.getTime() + waitMs);
  const asked = pauseAskedFor(outcome, at);
  const pausedUntil = asked > 0 ? after(asked) : null;
  const wait = backOffMs(attempt);
  return wait === null
    ? { state: 'failed', words, nextAt: at, pausedUntil }
    : { state: 'waiting', words, nextAt: after(Math.max(wait, asked)), pausedUntil };
}

/** Statuses with which a receiver may say when it can be told again. */
const BUSY: ReadonlySet<number> = new Set([429, 503]);

/** How long a receiver asks to be left alone, in milliseconds, as far as that is respected. */
function pauseAskedFor(outcome: PostOutcome, at: Date): number {
  if (outcome.kind !== 'answered' || !BUSY.has(outcome.status) || outcome.retryAfter === null) return 0;
  return Math.min(readRetryAfter(outcome.retryAfter, at) ?? 0, WEBHOOK_LIMITS.longestPauseMs);
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
  // Capital letters as MLflow sends them: some receivers are handed the names as they were written.
  const headers = {
    'Content-Type': 'application/json',
    'X-MLflow-Delivery-Id': id,
    'X-MLflow-Timestamp': timestamp,
    ...(secret === undefined ? {} : { 'X-MLflow-Signature': signatureOf(secret, id, timestamp, body) }),
  };
  return postOutside(url, { headers, body }, { trusted: ports.trustedHosts, signal });
}
