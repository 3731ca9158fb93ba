import type { Transaction } from '../../platform/database/queryable.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { type Role, rolesInWords } from '../people/index.ts';
import { refuseConversation } from './conversation.errors.ts';
import { recordComment, requireThread, type SpeakPorts, type Spoken } from './speak.use-case.ts';
import { mayClose, maySpeakIn } from './thread.ts';
import { holdThread, type StoredThread, setClosed } from './threads.store.ts';

/**
 * Closes a thread with an answer; nothing else closes one.
 * @throws Problem THREAD_UNKNOWN, THREAD_CLOSED, ANSWER_NOT_YOURS, THREAD_FULL, MENTION_UNKNOWN
 */
export async function answerThread(
  ports: SpeakPorts,
  actor: Actor,
  initiative: StoredInitiative,
  threadId: string,
  answer: Spoken,
): Promise<StoredThread> {
  const seated = await ports.namesByRole(initiative);
  return changeState(ports, actor, initiative, threadId, async (tx, thread, roles) => {
    if (thread.closedAt !== null) throw refuseConversation('THREAD_CLOSED');
    const isAddresseeSeated = thread.addressed.some((role) => seated[role] !== undefined);
    if (!mayClose(thread, { accountId: actor.accountId, roles, isAddresseeSeated })) {
      const addressed = thread.addressed.length > 0 ? rolesInWords(thread.addressed) : 'people at the table';
      throw refuseConversation('ANSWER_NOT_YOURS', { roles: addressed });
    }
    const isTakenBack = thread.kind === 'flag' && thread.openedBy === actor.accountId;
    await recordComment(ports, tx, { actor, roles }, initiative, thread, {
      ...answer,
      commentKind: 'answer',
      event: thread.kind === 'flag' ? 'flag.answered' : 'thread.answered',
      told: isTakenBack ? `took back the flag on "${thread.subject.label}"` : `answered on "${thread.subject.label}"`,
    });
    await setClosed(tx, thread.no, ports.now());
  });
}

/**
 * Opens a closed thread again, with a reason.
 * @throws Problem THREAD_UNKNOWN, THREAD_OPEN, SPEAKING_NEEDS_SEAT, THREAD_FULL, MENTION_UNKNOWN
 */
export async function reopenThread(
  ports: SpeakPorts,
  actor: Actor,
  initiative: StoredInitiative,
  threadId: string,
  reason: Spoken,
): Promise<StoredThread> {
  return changeState(ports, actor, initiative, threadId, async (tx, thread, roles) => {
    if (thread.closedAt === null) throw refuseConversation('THREAD_OPEN');
    if (!maySpeakIn(thread, { accountId: actor.accountId, roles })) throw refuseConversation('SPEAKING_NEEDS_SEAT');
    await recordComment(ports, tx, { actor, roles }, initiative, thread, {
      ...reason,
      commentKind: 'reopened',
      event: thread.kind === 'flag' ? 'flag.reopened' : 'thread.reopened',
      told: `opened the conversation about "${thread.subject.label}" again`,
    });
    await setClosed(tx, thread.no, null);
  });
}

async function changeState(
  ports: SpeakPorts,
  actor: Actor,
  initiative: StoredInitiative,
  threadId: string,
  change: (tx: Transaction, thread: StoredThread, roles: readonly Role[]) => Promise<void>,
): Promise<StoredThread> {
  return ports.database.transaction(async (tx) => {
    const thread = await holdThread(tx, initiative.no, threadId);
    if (!thread) throw refuseConversation('THREAD_UNKNOWN');
    await change(tx, thread, await ports.rolesOf(tx, initiative.no, actor.accountId));
    return requireThread(tx, initiative, threadId);
  });
}
