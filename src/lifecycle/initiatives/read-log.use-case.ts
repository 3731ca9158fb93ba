import type { Database } from '../../platform/database/database.ts';
import type { RecordedEvent } from '../../platform/events/event.ts';
import { readEvents } from '../../platform/events/events.store.ts';
import type { StoredInitiative } from './initiative.ts';
import { removedAmong } from './initiatives.store.ts';

/**
 * Events of an initiative before a sequence number, newest first. Words that their author removed since are not told any
 * more: the event stays in the sealed history, and the log says only that something was said.
 */
export async function readLog(
  database: Database,
  initiative: StoredInitiative,
  before: number | undefined,
  limit: number,
): Promise<readonly RecordedEvent[]> {
  const events = await readEvents(database, {
    subjectId: initiative.id,
    limit,
    ...(before === undefined ? {} : { before }),
  });
  const removed = await removedAmong(
    database,
    events.flatMap(({ objectType, objectId }) => (objectType === 'comment' ? [objectId] : [])),
  );
  return events.map((event) =>
    removed.has(event.objectId) && event.kind !== 'comment.removed'
      ? { ...event, sentence: 'said something, and removed it later', reason: null }
      : event,
  );
}
