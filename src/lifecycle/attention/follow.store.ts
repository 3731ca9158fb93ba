import { type RawBuilder, sql } from 'kysely';
import { newId } from '../../platform/database/new-id.ts';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { JsonObject } from '../../platform/events/event.ts';
import type { Role } from '../people/index.ts';
import { ATTENTION_LIMITS } from './attention-limits.ts';
import type { NoticeWords } from './notice.ts';

/** A sealed event with the initiative that it is about. */
export interface SealedEvent {
  readonly position: number;
  readonly seq: number;
  readonly at: Date;
  readonly kind: string;
  readonly sentence: string;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly section: string | null;
  readonly objectType: string;
  readonly objectId: string;
  readonly detail: JsonObject;
  readonly initiativeId: string | null;
  readonly initiativeNo: number | null;
  readonly slug: string | null;
}

/** Whether there are sealed events that nobody was told of yet. */
export async function hasUntoldEvents(queryable: Queryable): Promise<boolean> {
  const rows = await queryable.query<{ has: boolean }>(
    'select exists (select from event_seals where position > (select position from attention_progress)) as has',
  );
  return rows[0]?.has === true;
}

/** How far the events were told, held for this transaction; `null` when another process is at work. */
export async function holdProgress(tx: Transaction): Promise<number | null> {
  const rows = await tx.query<{ position: number }>('select position from attention_progress for update skip locked');
  return rows[0]?.position ?? null;
}

/** Notes how far the events were told. */
export async function setProgress(tx: Transaction, position: number): Promise<void> {
  await tx.query('update attention_progress set position = $1', [position]);
}

/** The next sealed events in the order of their seals. */
export async function nextEvents(tx: Transaction, position: number): Promise<readonly SealedEvent[]> {
  const { rows } = await sql<{
    position: number;
    seq: number;
    at: Date;
    kind: string;
    sentence: string;
    actor_id: string | null;
    actor_name: string;
    section: string | null;
    object_type: string;
    object_id: string;
    detail: JsonObject;
    initiative_id: string | null;
    initiative_no: number | null;
    slug: string | null;
  }>`
    select s.position, e.seq, e.at, e.kind, e.sentence, e.actor_id, e.actor_name, e.section, e.object_type, e.object_id,
      e.detail, i.id as initiative_id, i.no as initiative_no, i.slug
    from event_seals s join events e on e.seq = s.seq left join initiatives i on i.id = e.subject_id
    where s.position > ${position} order by s.position limit ${ATTENTION_LIMITS.eventsPerStep}`.execute(tx.tables());
  return rows.map((row) => ({
    position: row.position,
    seq: row.seq,
    at: row.at,
    kind: row.kind,
    sentence: row.sentence,
    actorId: row.actor_id,
    actorName: row.actor_name,
    section: row.section,
    objectType: row.object_type,
    objectId: row.object_id,
    detail: row.detail,
    initiativeId: row.initiative_id,
    initiativeNo: row.initiative_no,
    slug: row.slug,
  }));
}

/** Those of some accounts that can be told about an initiative: they may see it, and sign in. */
export async function tellable(
  tx: Transaction,
  isReaderOf: RawBuilder<boolean>,
  initiativeNo: number | null,
  accountIds: readonly string[],
): Promise<readonly string[]> {
  if (accountIds.length === 0) return [];
  const known = accountIds.filter((id) => /^[0-9a-f-]{36}$/i.test(id));
  const { rows } = await sql<{ id: string }>`
    select a.id from accounts a
    where a.id = any(${known}::uuid[]) and a.disabled_at is null
      and (${initiativeNo}::bigint is null or exists (
        select from initiatives i where i.no = ${initiativeNo}::bigint and ${isReaderOf}))
    limit ${ATTENTION_LIMITS.addressees}`.execute(tx.tables());
  return rows.map(({ id }) => id);
}

/** Everybody who holds a seat of an initiative, in some roles or in any. */
export async function seated(
  tx: Transaction,
  initiativeNo: number,
  roles: readonly Role[] | 'any',
): Promise<readonly string[]> {
  const { rows } = await sql<{ account_id: string }>`
    select distinct account_id from seats
    where initiative_no = ${initiativeNo} and left_at is null
      and (${roles === 'any'} or role = any(${roles === 'any' ? [] : [...roles]}::text[]))`.execute(tx.tables());
  return rows.map(({ account_id }) => account_id);
}

/** Tells one person of one event, once; returns the number of the notice, or `null` when they were told already. */
export async function insertNotice(
  tx: Transaction,
  notice: NoticeWords & { readonly accountId: string; readonly event: SealedEvent; readonly matter: string },
): Promise<number | null> {
  const { event } = notice;
  const { rows } = await sql<{ no: number }>`
    insert into notifications (id, account_id, event_seq, kind, initiative_no, matter, sentence, verb, minutes, path,
      is_ask, at)
    values (${newId()}, ${notice.accountId}, ${event.seq}, ${event.kind}, ${event.initiativeNo}, ${notice.matter},
      ${notice.sentence}, ${notice.verb}, ${notice.minutes}, ${notice.path}, ${notice.isAsk}, ${event.at})
    on conflict (event_seq, account_id) do nothing
    returning no`.execute(tx.tables());
  return rows[0]?.no ?? null;
}

/** Marks what waits about a matter as done, for one person or for everybody; returns whose lists changed. */
export async function settleMatter(
  tx: Transaction,
  matter: string,
  accountId: string | null,
  at: Date,
): Promise<readonly string[]> {
  const { rows } = await sql<{ account_id: string }>`
    update notifications set done_at = ${at}, read_at = coalesce(read_at, ${at})
    where matter = ${matter} and is_ask and done_at is null
      and (${accountId}::uuid is null or account_id = ${accountId}::uuid)
    returning account_id`.execute(tx.tables());
  return rows.map(({ account_id }) => account_id);
}

/** Takes the words of a removed comment out of the notices that quote it; returns whose lists changed. */
export async function withdrawWords(tx: Transaction, commentId: string, sentence: string): Promise<readonly string[]> {
  const { rows } = await sql<{ account_id: string }>`
    update notifications set sentence = ${sentence}
    where event_seq in (
      select e.seq from events e join events r on r.subject_id = e.subject_id and r.kind = 'comment.removed'
      where r.object_id = ${commentId} and e.object_id = ${commentId} and e.object_type = 'comment'
        and e.kind <> 'comment.removed')
    returning account_id`.execute(tx.tables());
  return rows.map(({ account_id }) => account_id);
}
