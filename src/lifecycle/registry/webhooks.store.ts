import { type RawBuilder, sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { WEBHOOK_EVENTS, WEBHOOK_LIMITS, type Webhook, type WebhookChange } from './webhook.ts';

interface WebhookRow {
  readonly no: number;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly is_active: boolean;
  readonly has_secret: boolean;
  readonly owner_id: string;
  readonly owner_name: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly missed_count: number;
}

/** Whose webhooks somebody may know of: an administrator of all, everybody else of their own. */
export interface WebhookReader {
  readonly accountId: string;
  readonly isAdministrator: boolean;
}

function isKnownTo({ accountId, isAdministrator }: WebhookReader): RawBuilder<boolean> {
  return sql<boolean>`(${isAdministrator}::boolean or w.owner_id = ${accountId}::uuid)`;
}

const WEBHOOK = sql`
  select w.no, w.id, w.name, w.description, w.url, w.events, w.is_active, w.sealed_secret is not null as has_secret,
    w.owner_id, a.name as owner_name, w.created_at, w.updated_at, w.missed_count
  from webhooks w join accounts a on a.id = w.owner_id`;

/** The webhooks that somebody may know of, the newest first, before a number. */
export async function listWebhooks(
  queryable: Queryable,
  reader: WebhookReader,
  page: { readonly before: number | null; readonly limit: number },
): Promise<readonly Webhook[]> {
  const { rows } = await sql<WebhookRow>`
    ${WEBHOOK} where ${isKnownTo(reader)} and (${page.before}::bigint is null or w.no < ${page.before})
    order by w.no desc limit ${page.limit}`.execute(queryable.tables());
  return rows.map(toWebhook);
}

/** One webhook that somebody may know of, or `null`. */
export async function findWebhook(queryable: Queryable, reader: WebhookReader, id: string): Promise<Webhook | null> {
  const { rows } = await sql<WebhookRow>`
    ${WEBHOOK} where w.id = ${id}::uuid and ${isKnownTo(reader)}`.execute(queryable.tables());
  return rows[0] ? toWebhook(rows[0]) : null;
}

/** Stores a new webhook unless there are too many. @returns whether it was stored. */
export async function insertWebhook(
  tx: Transaction,
  webhook: Required<Omit<WebhookChange, 'secret'>> & {
    readonly id: string;
    readonly sealedSecret: string | null;
    readonly ownerId: string;
    readonly at: Date;
  },
): Promise<boolean> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('webhooks'))`);
  const { rows } = await sql`
    insert into webhooks (id, name, description, url, events, sealed_secret, is_active, owner_id, created_at, updated_at)
    select ${webhook.id}, ${webhook.name}, ${webhook.description}, ${webhook.url}, ${[...webhook.events]}::text[],
      ${webhook.sealedSecret}, ${webhook.isActive}::boolean, ${webhook.ownerId}::uuid, ${webhook.at}::timestamptz,
      ${webhook.at}::timestamptz
    where (select count(*) from webhooks) < ${WEBHOOK_LIMITS.inAll}
    returning no`.execute(tx.tables());
  return rows.length > 0;
}

/** Changes a webhook; what is absent stays. `sealedSecret: null` takes the secret away. */
export async function changeWebhookRow(
  tx: Transaction,
  no: number,
  change: Omit<WebhookChange, 'secret'> & { readonly sealedSecret?: string | null },
  at: Date,
): Promise<void> {
  const events = change.events === undefined ? null : [...change.events];
  await sql`
    update webhooks set
      name = coalesce(${change.name ?? null}, name),
      description = coalesce(${change.description ?? null}, description),
      url = coalesce(${change.url ?? null}, url),
      events = coalesce(${events}::text[], events),
      is_active = coalesce(${change.isActive ?? null}::boolean, is_active),
      sealed_secret = case when ${change.sealedSecret !== undefined}::boolean then ${change.sealedSecret ?? null}
        else sealed_secret end,
      -- Another receiver has asked for nothing, and who turns it on again wants it told now.
      paused_until = case when url = coalesce(${change.url ?? null}, url) and ${change.isActive !== true}::boolean
        then paused_until end,
      updated_at = ${at}
    where no = ${no}`.execute(tx.tables());
}

/** Removes a webhook with what it was told. */
export async function deleteWebhookRow(tx: Transaction, no: number): Promise<void> {
  await tx.query('delete from webhooks where no = $1', [no]);
}

/** The encrypted secret of a webhook; `null` when it has none. */
export async function sealedSecretOf(queryable: Queryable, no: number): Promise<string | null> {
  const rows = await queryable.query<{ sealed_secret: string | null }>(
    'select sealed_secret from webhooks where no = $1',
    [no],
  );
  return rows[0]?.sealed_secret ?? null;
}

/** Whether somebody holds a seat of one of these roles on any initiative. */
export async function holdsSeatOf(queryable: Queryable, accountId: string, roles: readonly string[]): Promise<boolean> {
  const rows = await queryable.query(
    'select 1 from seats where account_id = $1 and left_at is null and role = any($2) limit 1',
    [accountId, [...roles]],
  );
  return rows.length > 0;
}

function toWebhook(row: WebhookRow): Webhook {
  return {
    no: row.no,
    id: row.id,
    name: row.name,
    description: row.description,
    url: row.url,
    events: WEBHOOK_EVENTS.filter((event) => row.events.includes(event)),
    isActive: row.is_active,
    hasSecret: row.has_secret,
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    missedCount: row.missed_count,
  };
}
