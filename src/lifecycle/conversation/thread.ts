import type { Role } from '../people/index.ts';
import type { Subject } from './subject.ts';

/** A thread is a talk, or a flag: somebody says that something looks wrong, and the builders owe an answer. */
export const THREAD_KINDS = ['talk', 'flag'] as const;

/** Whether something is talked about or doubted. */
export type ThreadKind = (typeof THREAD_KINDS)[number];

/** What a comment is: something said, the answer that closes a thread, or the reason why it is open again. */
export const COMMENT_KINDS = ['said', 'answer', 'reopened'] as const;

/** What a comment is in its thread. */
export type CommentKind = (typeof COMMENT_KINDS)[number];

/** The roles that built what a flag doubts, and therefore owe its answer. */
export const FLAG_BUILDERS: readonly Role[] = ['data-scientist', 'data-engineer'];

/** Somebody named in a comment. */
export interface Mention {
  readonly accountId: string;
  /** The name as it was written, without the `@`. */
  readonly name: string;
}

/** One thing said. Moments are ISO 8601. */
export interface Comment {
  readonly id: string;
  readonly kind: CommentKind;
  readonly authorId: string;
  readonly authorName: string;
  /** The roles in which the author spoke. */
  readonly roles: readonly Role[];
  /** Plain text; empty when the author removed it. */
  readonly text: string;
  readonly mentions: readonly Mention[];
  readonly saidAt: string;
  readonly editedAt: string | null;
  readonly removedAt: string | null;
}

/** A decision that was recorded from a thread. */
export interface Decision {
  readonly id: string;
  readonly what: string;
  readonly why: string;
  /** Who decided, in the words of whoever recorded it. */
  readonly who: string;
  readonly recordedBy: string;
  readonly recordedAt: string;
}

/** What is said about one subject under one opening comment. */
export interface Thread {
  readonly id: string;
  readonly kind: ThreadKind;
  readonly subject: Subject;
  readonly openedBy: string;
  readonly openedAt: string;
  /** The roles that owe an answer; empty for a talk. */
  readonly addressed: readonly Role[];
  readonly closedAt: string | null;
  /** All comments, also those that a list leaves out. */
  readonly commentCount: number;
  readonly comments: readonly Comment[];
  readonly decisions: readonly Decision[];
}

/** Where somebody stands who wants to close a thread. */
export interface Closer {
  readonly accountId: string;
  readonly roles: readonly Role[];
  /** Whether anybody holds one of the roles that the thread is addressed to. */
  readonly isAddresseeSeated: boolean;
}

/**
 * Whether somebody may close a thread with an answer. A flag is answered by the builders, or taken back by whoever raised
 * it; while no builder has a seat, by anybody at the table, so that no flag waits for an empty chair. A talk is closed by
 * anybody at the table.
 */
export function mayClose(thread: Pick<Thread, 'kind' | 'openedBy' | 'addressed'>, closer: Closer): boolean {
  if (thread.openedBy === closer.accountId) return true;
  if (closer.roles.length === 0) return false;
  if (thread.kind === 'talk' || !closer.isAddresseeSeated) return true;
  return closer.roles.some((role) => thread.addressed.includes(role));
}

/** Whether somebody may speak in a thread: whoever has a seat at the table, and whoever opened it. */
export function maySpeakIn(
  thread: Pick<Thread, 'openedBy'>,
  speaker: { readonly accountId: string; readonly roles: readonly Role[] },
): boolean {
  return speaker.roles.length > 0 || thread.openedBy === speaker.accountId;
}
