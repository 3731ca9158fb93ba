import { type RawBuilder, sql } from 'kysely';
import { newId } from '../../platform/database/new-id.ts';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { Role } from '../people/index.ts';
import { DELIVERY_STATES, WEBHOOK_EVENTS, WEBHOOK_LIMITS, type WebhookDelivery, type WebhookEvent } from './webhook.ts';

/** Something that webhooks are to be told. */
export interface ToldChange {
  readonly event: WebhookEvent;
  readonly model: string;
  readonly body: string;
  /** The initiatives whose readers may know of it; none means that everybody may. */
  readonly initiativeNos: readonly number[];
  /** The roles that build: whoever holds one of them is told of what their initiatives make. */
  readonly builders: readonly Role[];
  /** Whether account `a` may see initiative `i`. */
  readonly isReaderOf: RawBuilder<boolean>;
  readonly at: Date;
}

/**
 * Queues a change for each webhook that wants to hear of it and whose owner may know of it now: administrators of what
 * they may read, others of what they build. Where too many wait, the change is counted as missed.
 */
export async function queueDeliveries(tx: Transaction, change: ToldChange): Promise<void> {
  const { rows } = await sql<{ no: number; is_full: boolean }>`
    select w.no,
      (select count(*) from webhook_deliveries d where d.webhook_no = w.no and d.state = 'waiting')
        >= ${WEBHOOK_LIMITS.waiting} as is_full
    from webhooks w join accounts a on a.id = w.owner_id and a.disabled_at is null
    where w.is_active and w.events @> array[${change.event}::text]
      and (cardinality(${[...change.initiativeNos]}::bigint[]) = 0 or exists (
        select from initiatives i where i.no = any(${[...change.initiativeNos]}::bigint[]) and ${change.isReaderOf} and (
          a.is_administrator or exists (
            select from seats s where s.initiative_no = i.no and s.account_id = a.id and s.left_at is null
              and s.role = any(${[...change.builders]}::text[])))))`.execute(tx.tables());
  for (const { no, is_full } of rows) {
    if (is_full) await tx.query('update webhooks set missed_count = missed_count + 1 where no = $1', [no]);
    else await insertDelivery(tx, no, change);
  }
}

async function insertDelivery(tx: Transaction, webhookNo: number, change: ToldChange): Promise<void> {
  await sql`
    insert into webhook_deliveries (id, webhook_no, event, model, body, state, asked_at, next_at)
    values (${newId()}, ${webhookNo}, ${change.event}, ${change.model}, ${change.body}, 'waiting', ${change.at}, ${change.at})`.execute(
    tx.tables(),
  );
}

/** A delivery that was taken up, with where it goes. */
export interface ClaimedDelivery {
  readonly no: number;
  readonly id: string;
  readonly webhookNo: number;
  readonly url: string;
  readonly body: string;
  readonly sealedSecret: string | null;
  /** Which attempt this is, from 1. */
  readonly attempt: number;
}

/** The webhooks that something is due for. */
export async function webhooksWithDue(queryable: Queryable, now: Date): Promise<readonly number[]> {
  const { rows } = await sql<{ no: number }>`
    select distinct w.no ${dueBy(now)}`.execute(queryable.tables());
  return rows.map(({ no }) => no);
}

/** Takes up the oldest of what is due for a webhook, so that no other process sends it meanwhile; `null` without any. */
export async function claimDelivery(
  queryable: Queryable,
  webhookNo: number,
  now: Date,
): Promise<ClaimedDelivery | null> {
  const { rows } = await sql<ClaimedDelivery>`
    with due as (
      select d.no ${dueBy(now)} and w.no = ${webhookNo}
      order by d.no limit 1 for update of d skip locked
    )
    update webhook_deliveries d
    set attempts = d.attempts + 1, next_at = ${new Date(now.getTime() + WEBHOOK_LIMITS.leaseMs)}
    from due, webhooks w
    where d.no = due.no and w.no = d.webhook_no
    returning d.no, d.id, d.webhook_no as "webhookNo", w.url, d.body, w.sealed_secret as "sealedSecret",
      d.attempts as attempt`.execute(queryable.tables());
  return rows[0] ?? null;
}

function dueBy(now: Date): RawBuilder<unknown> {
  return sql`from webhook_deliveries d
    join webhooks w on w.no = d.webhook_no and w.is_active
    join accounts a on a.id = w.owner_id and a.disabled_at is null
    where d.state = 'waiting' and d.next_at <= ${now} and (w.paused_until is null or w.paused_until <= ${now})`;
}

/** What became of an attempt. */
export interface AttemptEnd {
  readonly state: 'delivered' | 'failed' | 'waiting';
  readonly words: string;
  /** When it is tried again; the moment of the end otherwise. */
  readonly nextAt: Date;
  /** Until when the receiver asked to be told nothing; `null` when it did not. */
  readonly pausedUntil: Date | null;
}

/** Stores what became of an attempt, and lets go of the oldest ends beyond those that stay listed. */
export async function endAttempt(tx: Transaction, claimed: ClaimedDelivery, end: AttemptEnd, at: Date): Promise<void> {
  const endedAt = end.state === 'waiting' ? null : at;
  await tx.query(
    `update webhook_deliveries set state = $2, last_answer = $3, next_at = $4, ended_at = $5
     where no = $1 and state = 'waiting'`,
    [claimed.no, end.state, end.words, end.nextAt, endedAt],
  );
  if (end.pausedUntil)
    await tx.query('update webhooks set paused_until = $2 where no = $1', [claimed.webhookNo, end.pausedUntil]);
  if (end.state === 'waiting') return;
  await tx.query(
    `delete from webhook_deliveries where webhook_no = $1 and state <> 'waiting' and no <= (
       select no from webhook_deliveries where webhook_no = $1 and state <> 'waiting'
       order by no desc offset $2 limit 1)`,
    [claimed.webhookNo, WEBHOOK_LIMITS.kept],
  );
}

/** Ends everything that waits for a webhook. */
export async function endWaiting(tx: Transaction, webhookNo: number, words: string, at: Date): Promise<void> {
  await tx.query(
    `update webhook_deliveries set state = 'failed', last_answer = $2, ended_at = $3
     where webhook_no = $1 and state = 'waiting'`,
    [webhookNo, words, at],
  );
}

/** What a webhook was told, the newest first, before a number. */
export async function listDeliveries(
  queryable: Queryable,
  webhookNo: number,
  page: { readonly before: number | null; readonly limit: number },
): Promise<readonly WebhookDelivery[]> {
  const { rows } = await sql<{
    no: number;
    id: string;
    event: string;
    model: string;
    state: string;
    attempts: number;
    asked_at: Date;
    next_at: Date;
    ended_at: Date | null;
    last_answer: string | null;
  }>`
    select d.no, d.id, d.event, d.model, d.state, d.attempts, d.asked_at, greatest(d.next_at, w.paused_until) as next_at,
      d.ended_at, d.last_answer
    from webhook_deliveries d join webhooks w on w.no = d.webhook_no
    where d.webhook_no = ${webhookNo} and (${page.before}::bigint is null or d.no < ${page.before})
    order by d.no desc limit ${page.limit}`.execute(queryable.tables());
  return rows.map((row) => ({
    no: row.no,
    id: row.id,
    event: WEBHOOK_EVENTS.find((event) => event === row.event) ?? 'REGISTERED_MODEL.CREATED',
    model: row.model,
    state: DELIVERY_STATES.find((state) => state === row.state) ?? 'failed',
    attempts: row.attempts,
    askedAt: row.asked_at,
    nextAt: row.next_at,
    endedAt: row.ended_at,
    lastAnswer: row.last_answer,
  }));
}
