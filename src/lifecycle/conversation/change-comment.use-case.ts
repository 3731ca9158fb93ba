import type { Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { type FoundComment, holdComment, removeText, replaceText } from './comments.store.ts';
import { refuseConversation } from './conversation.errors.ts';
import { checkMentions, detailOf, requireThread, type SpeakPorts, type Spoken } from './speak.use-case.ts';
import type { Comment } from './thread.ts';

/**
 * Changes the words of an own comment; the former ones stay readable. Saying the same again changes nothing.
 * @throws Problem COMMENT_UNKNOWN, COMMENT_NOT_YOURS, MENTION_UNKNOWN
 */
export async function editComment(
  ports: SpeakPorts,
  actor: Actor,
  initiative: StoredInitiative,
  commentId: string,
  spoken: Spoken,
): Promise<Comment> {
  return ports.database.transaction(async (tx) => {
    const found = await holdOwn(tx, actor, initiative, commentId);
    if (found.text !== spoken.text) {
      const mentions = await checkMentions(ports, tx, initiative, spoken);
      const at = ports.now();
      await replaceText(tx, found, spoken.text, mentions, at);
      const before = await requireThread(tx, initiative, found.threadId);
      await appendEvent(
        tx,
        {
          ...eventOf(actor, initiative, commentId),
          kind: 'comment.edited',
          sentence: `changed the words of a comment on "${before.subject.label}"`,
          detail: detailOf(initiative, before, mentions),
        },
        at,
      );
    }
    const thread = await requireThread(tx, initiative, found.threadId);
    const comment = thread.comments.find(({ id }) => id === commentId);
    if (!comment) throw refuseConversation('COMMENT_UNKNOWN');
    return comment;
  });
}

/**
 * Removes an own comment from every page. That something was said there stays, because it made its author heard.
 * @throws Problem COMMENT_UNKNOWN, COMMENT_NOT_YOURS
 */
export async function removeComment(
  ports: SpeakPorts,
  actor: Actor,
  initiative: StoredInitiative,
  commentId: string,
): Promise<void> {
  await ports.database.transaction(async (tx) => {
    const found = await holdOwn(tx, actor, initiative, commentId);
    const thread = await requireThread(tx, initiative, found.threadId);
    const at = ports.now();
    await removeText(tx, found, at);
    await appendEvent(
      tx,
      {
        ...eventOf(actor, initiative, commentId),
        kind: 'comment.removed',
        sentence: `removed a comment of their own on "${thread.subject.label}"`,
        detail: { threadId: found.threadId },
      },
      at,
    );
  });
}

/** Neither event names a step: changing or removing words makes nobody heard. */
function eventOf(actor: Actor, initiative: StoredInitiative, commentId: string) {
  return {
    actorId: actor.accountId,
    actorName: actor.name,
    subjectId: initiative.id,
    objectType: 'comment',
    objectId: commentId,
  };
}

async function holdOwn(
  tx: Transaction,
  actor: Actor,
  initiative: StoredInitiative,
  commentId: string,
): Promise<FoundComment> {
  const found = await holdComment(tx, initiative.no, commentId);
  if (!found) throw refuseConversation('COMMENT_UNKNOWN');
  if (found.authorId !== actor.accountId) throw refuseConversation('COMMENT_NOT_YOURS');
  return found;
}
