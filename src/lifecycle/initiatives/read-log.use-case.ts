import type { Database } from '../../platform/database/database.ts';
import type { RecordedEvent } from '../../platform/events/event.ts';
import { readEvents } from '../../platform/events/events.store.ts';
import type { StoredInitiative } from './initiative.ts';
import { removedAmong } from './initiatives.store.ts';
import { DECISION_KINDS } from './told-log.ts';

/** Which part of a log is read. */
export interface LogQuery {
  readonly before: number | undefined;
  readonly limit: number;
  readonly step: string | undefined;
  readonly actorId: string | undefined;
  readonly isDecisionsOnly: boolean;
}

/**
 * Events of an initiative before a sequence number, newest first. Words that their author removed since are not told any
 * more: the event stays in the sealed history, and the log says only that something was said.
 */
export async function readLog(
  database: Database,
  initiative: StoredInitiative,
  query: LogQuery,
): Promise<readonly RecordedEvent[]> {
  const events = await readEvents(database, {
    subjectId: initiative.id,
    limit: query.limit,
    ...(query.before === undefined ? {} : { before: query.before }),
    ...(query.step === undefined ? {} : { section: query.step }),
    ...(query.actorId === undefined ? {} : { actorId: query.actorId }),
    ...(query.isDecisionsOnly ? { kinds: DECISION_KINDS } : {}),
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
