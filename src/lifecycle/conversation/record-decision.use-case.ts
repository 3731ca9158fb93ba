import { newId } from '../../platform/database/new-id.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { refuseConversation } from './conversation.errors.ts';
import { detailOf, requireThread, type SpeakPorts } from './speak.use-case.ts';
import { holdThread, insertDecision, type StoredThread } from './threads.store.ts';

/**
 * Records what was decided in a thread: who, what and why. It stands in the log as a decision and is never changed.
 * @throws Problem THREAD_UNKNOWN
 */
export async function recordDecision(
  ports: SpeakPorts,
  actor: Actor,
  initiative: StoredInitiative,
  threadId: string,
  decision: { readonly what: string; readonly why: string; readonly who: string },
): Promise<StoredThread> {
  return ports.database.transaction(async (tx) => {
    const thread = await holdThread(tx, initiative.no, threadId);
    if (!thread) throw refuseConversation('THREAD_UNKNOWN');
    const roles = await ports.rolesOf(tx, initiative.no, actor.accountId);
    const at = ports.now();
    const id = newId();
    await insertDecision(tx, thread.no, { ...decision, id, recordedBy: actor.accountId, at });
    await appendEvent(
      tx,
      {
        kind: 'decision.recorded',
        sentence: `recorded a decision of ${decision.who}: "${decision.what}"`,
        actorId: actor.accountId,
        actorName: actor.name,
        ...(roles.length > 0 ? { actingAs: roles.join(',') } : {}),
        subjectId: initiative.id,
        ...(thread.subject.step === null ? {} : { section: thread.subject.step }),
        objectType: 'decision',
        objectId: id,
        reason: decision.why,
        detail: { ...detailOf(initiative, thread, []), what: decision.what, who: decision.who },
      },
      at,
    );
    return requireThread(tx, initiative, threadId);
  });
}
