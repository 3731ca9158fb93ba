import { newId } from '../../platform/database/new-id.ts';
import type { Transaction } from '../../platform/database/queryable.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { refuseConversation } from './conversation.errors.ts';
import { recordComment, requireThread, type SpeakPorts, type Spoken } from './speak.use-case.ts';
import { isPageOf, type Subject } from './subject.ts';
import { FLAG_BUILDERS, type ThreadKind } from './thread.ts';
import { insertThread, type StoredThread } from './threads.store.ts';

/** What a flag says when its sender adds no words. */
const FLAG_WITHOUT_WORDS = 'That looks wrong to me.';

/** What somebody begins to talk about, or doubts. */
export interface Opening extends Omit<Spoken, 'text'> {
  readonly kind: ThreadKind;
  readonly subject: Subject;
  /** A flag may be raised without words. */
  readonly text: string | undefined;
}

/**
 * Opens a thread with its first comment. A flag is addressed to the builders and waits until it is answered.
 * @throws Problem SUBJECT_PAGE_FOREIGN, MENTION_UNKNOWN
 */
export function openThread(
  ports: SpeakPorts,
  actor: Actor,
  initiative: StoredInitiative,
  opening: Opening,
): Promise<StoredThread> {
  return ports.database.transaction((tx) => openThreadIn(tx, ports, actor, initiative, opening));
}

/**
 * The same within a transaction of somebody else, for what is doubted together with something that is written down.
 * @throws Problem SUBJECT_PAGE_FOREIGN, MENTION_UNKNOWN
 */
export async function openThreadIn(
  tx: Transaction,
  ports: SpeakPorts,
  actor: Actor,
  initiative: StoredInitiative,
  opening: Opening,
): Promise<StoredThread> {
  const { kind, subject } = opening;
  if (!isPageOf(initiative.slug, subject.path)) {
    throw refuseConversation('SUBJECT_PAGE_FOREIGN', { path: subject.path, slug: initiative.slug });
  }
  const addressed = kind === 'flag' ? FLAG_BUILDERS : [];
  const roles = await ports.rolesOf(tx, initiative.no, actor.accountId);
  const at = ports.now();
  const id = newId();
  await insertThread(tx, {
    id,
    initiativeNo: initiative.no,
    kind,
    subject,
    addressed,
    openedBy: actor.accountId,
    at,
  });
  const thread = await requireThread(tx, initiative, id);
  await recordComment(ports, tx, { actor, roles }, initiative, thread, {
    text: opening.text ?? FLAG_WITHOUT_WORDS,
    mentioned: opening.mentioned,
    commentKind: 'said',
    event: kind === 'flag' ? 'flag.raised' : 'comment.said',
    told: kind === 'flag' ? `said that ${named(subject)} looks wrong` : saidAbout(subject),
  });
  return requireThread(tx, initiative, id);
}

/** What the log says before the words of somebody who speaks about a subject; at a step just "said". */
export function saidAbout({ type, label }: Subject): string {
  return type === 'step' ? 'said' : `said about "${label}"`;
}

function named({ label, shown }: Subject): string {
  return shown === null ? `"${label}"` : `"${label}" (${shown})`;
}
