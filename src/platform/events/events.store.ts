import type { Selectable } from 'kysely';
import { newId } from '../database/new-id.ts';
import type { Queryable, Transaction } from '../database/queryable.ts';
import type { NewEvent, RecordedEvent } from './event.ts';
import type { EventTables } from './events.tables.ts';

/**
 * Records what happened, in the transaction of the change itself: either both are stored or neither is.
 * @returns the event's sequence number.
 */
export async function appendEvent(tx: Transaction, event: NewEvent, at: Date): Promise<number> {
  const db = tx.tables<EventTables>();
  const { seq } = await db
    .insertInto('events')
    .values({
      id: newId(),
      at,
      kind: event.kind,
      sentence: event.sentence,
      actor_id: event.actorId,
      actor_name: event.actorName,
      acting_as: event.actingAs ?? null,
      subject_id: event.subjectId ?? null,
      section: event.section ?? null,
      object_type: event.objectType,
      object_id: event.objectId,
      reason: event.reason ?? null,
      detail: JSON.stringify(event.detail ?? {}),
    })
    .returning('seq')
    .executeTakeFirstOrThrow();
  await db.insertInto('events_unsealed').values({ seq }).execute();
  return seq;
}

/** One page of the log of a subject, newest first, before a sequence number; of one part, person or some kinds only. */
export async function readEvents(
  queryable: Queryable,
  query: {
    readonly subjectId: string;
    readonly before?: number;
    readonly limit: number;
    readonly section?: string;
    readonly actorId?: string;
    readonly kinds?: readonly string[];
  },
): Promise<readonly RecordedEvent[]> {
  let select = queryable
    .tables<EventTables>()
    .selectFrom('events')
    .selectAll()
    .where('subject_id', '=', query.subjectId)
    .orderBy('seq', 'desc')
    .limit(query.limit);
  if (query.before !== undefined) select = select.where('seq', '<', query.before);
  if (query.section !== undefined) select = select.where('section', '=', query.section);
  if (query.actorId !== undefined) select = select.where('actor_id', '=', query.actorId);
  if (query.kinds !== undefined) select = select.where('kind', 'in', query.kinds);
  return (await select.execute()).map(toEvent);
}

/** An event from its row. */
export function toEvent(row: Selectable<EventTables['events']>): RecordedEvent {
  return {
    seq: row.seq,
    id: row.id,
    at: row.at,
    kind: row.kind,
    sentence: row.sentence,
    actorId: row.actor_id,
    actorName: row.actor_name,
    actingAs: row.acting_as,
    subjectId: row.subject_id,
    section: row.section,
    objectType: row.object_type,
    objectId: row.object_id,
    reason: row.reason,
    detail: row.detail,
  };
}
