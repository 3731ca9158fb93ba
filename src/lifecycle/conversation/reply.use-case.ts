import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { refuseConversation } from './conversation.errors.ts';
import { saidAbout } from './open-thread.use-case.ts';
import { recordComment, requireThread, type SpeakPorts, type Spoken } from './speak.use-case.ts';
import { maySpeakIn } from './thread.ts';
import { holdThread, type StoredThread } from './threads.store.ts';

/**
 * Replies in a thread that is open.
 * @throws Problem THREAD_UNKNOWN, SPEAKING_NEEDS_SEAT, THREAD_CLOSED, THREAD_FULL, MENTION_UNKNOWN
 */
export async function reply(
  ports: SpeakPorts,
  actor: Actor,
  initiative: StoredInitiative,
  threadId: string,
  spoken: Spoken,
): Promise<StoredThread> {
  return ports.database.transaction(async (tx) => {
    const thread = await holdThread(tx, initiative.no, threadId);
    if (!thread) throw refuseConversation('THREAD_UNKNOWN');
    const roles = await ports.rolesOf(tx, initiative.no, actor.accountId);
    if (!maySpeakIn(thread, { accountId: actor.accountId, roles })) throw refuseConversation('SPEAKING_NEEDS_SEAT');
    if (thread.closedAt !== null) throw refuseConversation('THREAD_CLOSED');
    await recordComment(ports, tx, { actor, roles }, initiative, thread, {
      ...spoken,
      commentKind: 'said',
      event: 'comment.said',
      told: saidAbout(thread.subject),
    });
    return requireThread(tx, initiative, threadId);
  });
}
