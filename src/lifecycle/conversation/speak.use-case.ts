import { newId } from '../../platform/database/new-id.ts';
import type { Database, Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { JsonObject } from '../../platform/events/event.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Role } from '../people/index.ts';
import { insertComment } from './comments.store.ts';
import { refuseConversation } from './conversation.errors.ts';
import { CONVERSATION_LIMITS } from './conversation-limits.ts';
import { type IsReader, readersAmong } from './mentionable.store.ts';
import { mentionsIn } from './spoken-text.ts';
import type { CommentKind, Mention, Thread } from './thread.ts';
import { findThread, type StoredThread } from './threads.store.ts';

/** What speaking needs. */
export interface SpeakPorts {
  readonly database: Database;
  readonly now: () => Date;
  readonly isReader: IsReader;
  readonly rolesOf: (queryable: Queryable, initiativeNo: number, accountId: string) => Promise<readonly Role[]>;
  /** Names of the people on the seats of an initiative, by role. */
  readonly namesByRole: (initiative: StoredInitiative) => Promise<Readonly<Partial<Record<Role, string>>>>;
}

/** What somebody says. */
export interface Spoken {
  readonly text: string;
  /** Accounts whose names stand in the text behind an `@`. */
  readonly mentioned: readonly string[];
}

/** One comment about to be written, and how the log tells it. */
export interface Utterance extends Spoken {
  readonly commentKind: CommentKind;
  /** Kind of the event. */
  readonly event: string;
  /** What the log says before the words themselves: `said about "Money after costs"`. */
  readonly told: string;
}

/**
 * Writes a comment into a thread together with its event, in one transaction. The event belongs to the subject's step, so
 * that whoever holds a seat there counts as heard.
 * @throws Problem MENTION_UNKNOWN, THREAD_FULL
 */
export async function recordComment(
  ports: SpeakPorts,
  tx: Transaction,
  speaker: { readonly actor: Actor; readonly roles: readonly Role[] },
  initiative: StoredInitiative,
  thread: StoredThread,
  utterance: Utterance,
): Promise<void> {
  if (thread.commentCount >= CONVERSATION_LIMITS.commentsOfThread) {
    throw refuseConversation('THREAD_FULL', { limit: CONVERSATION_LIMITS.commentsOfThread });
  }
  const { actor, roles } = speaker;
  const mentions = await checkMentions(ports, tx, initiative, utterance);
  const at = ports.now();
  const id = newId();
  await insertComment(tx, thread.no, {
    id,
    kind: utterance.commentKind,
    authorId: actor.accountId,
    roles,
    text: utterance.text,
    mentions,
    at,
  });
  await appendEvent(
    tx,
    {
      kind: utterance.event,
      sentence: `${utterance.told}: "${utterance.text}"`,
      actorId: actor.accountId,
      actorName: actor.name,
      ...(roles.length > 0 ? { actingAs: roles.join(',') } : {}),
      subjectId: initiative.id,
      ...(thread.subject.step === null ? {} : { section: thread.subject.step }),
      objectType: 'comment',
      objectId: id,
      detail: detailOf(initiative, thread, mentions),
    },
    at,
  );
}

/** What the notices about a thread need to know. */
export function detailOf(initiative: StoredInitiative, thread: Thread, mentions: readonly Mention[]): JsonObject {
  return {
    threadId: thread.id,
    threadKind: thread.kind,
    slug: initiative.slug,
    label: thread.subject.label,
    openedBy: thread.openedBy,
    addressed: [...thread.addressed],
    participants: [...new Set(thread.comments.map(({ authorId }) => authorId))].slice(-CONVERSATION_LIMITS.mentions),
    mentions: mentions.map(({ accountId, name }) => ({ accountId, name })),
  };
}

/**
 * The people whom a text mentions, with their names of now.
 * @throws Problem MENTION_UNKNOWN when one of them may not see the initiative or is not named in the text.
 */
export async function checkMentions(
  ports: SpeakPorts,
  tx: Transaction,
  initiative: StoredInitiative,
  { text, mentioned }: Spoken,
): Promise<readonly Mention[]> {
  const readers = await readersAmong(tx, ports.isReader, initiative.no, mentioned);
  const mentions = mentionsIn(text, readers);
  if (mentions.length < new Set(mentioned).size) throw refuseConversation('MENTION_UNKNOWN');
  return mentions;
}

/** A thread that must be there. @throws Problem THREAD_UNKNOWN */
export async function requireThread(
  queryable: Queryable,
  initiative: StoredInitiative,
  threadId: string,
): Promise<StoredThread> {
  const thread = await findThread(queryable, initiative.no, threadId);
  if (!thread) throw refuseConversation('THREAD_UNKNOWN');
  return thread;
}
