import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { Role } from '../people/index.ts';
import { CONVERSATION_LIMITS } from './conversation-limits.ts';
import type { CommentKind, Mention } from './thread.ts';

/** Adds a comment at the end of a thread. */
export async function insertComment(
  tx: Transaction,
  threadNo: number,
  comment: {
    readonly id: string;
    readonly kind: CommentKind;
    readonly authorId: string;
    readonly roles: readonly Role[];
    readonly text: string;
    readonly mentions: readonly Mention[];
    readonly at: Date;
  },
): Promise<void> {
  await sql`
    insert into comments (id, thread_no, kind, author_id, roles, text, mentions, said_at)
    values (${comment.id}, ${threadNo}, ${comment.kind}, ${comment.authorId}, ${[...comment.roles]}::text[],
      ${comment.text}, ${JSON.stringify(comment.mentions)}::jsonb, ${comment.at})`.execute(tx.tables());
  await sql`update threads set comment_count = comment_count + 1 where no = ${threadNo}`.execute(tx.tables());
}

/** A comment that can still be changed, with the thread it stands in. */
export interface FoundComment {
  readonly no: number;
  readonly threadId: string;
  readonly authorId: string;
  readonly text: string;
}

/** A comment of an initiative that was not removed, held so that one transaction at a time changes it. */
export async function holdComment(
  tx: Transaction,
  initiativeNo: number,
  commentId: string,
): Promise<FoundComment | undefined> {
  const { rows } = await sql<{ no: number; thread_id: string; author_id: string; text: string }>`
    select c.no, t.id as thread_id, c.author_id, c.text
    from comments c join threads t on t.no = c.thread_no
    where c.id = ${commentId}::uuid and t.initiative_no = ${initiativeNo} and c.removed_at is null
    for update of c`.execute(tx.tables());
  const [row] = rows;
  return row && { no: row.no, threadId: row.thread_id, authorId: row.author_id, text: row.text };
}

/** Replaces the words of a comment and keeps the former ones. */
export async function replaceText(
  tx: Transaction,
  comment: FoundComment,
  text: string,
  mentions: readonly Mention[],
  at: Date,
): Promise<void> {
  await sql`
    insert into comment_versions (comment_no, version, text, replaced_at)
    select ${comment.no}, coalesce(max(version), 0) + 1, ${comment.text}, ${at}
    from comment_versions where comment_no = ${comment.no}`.execute(tx.tables());
  await sql`
    update comments set text = ${text}, mentions = ${JSON.stringify(mentions)}::jsonb, edited_at = ${at}
    where no = ${comment.no}`.execute(tx.tables());
}

/** Removes a comment from every page; its row stays, so that the replies keep their place. */
export async function removeText(tx: Transaction, comment: FoundComment, at: Date): Promise<void> {
  await sql`update comments set removed_at = ${at} where no = ${comment.no}`.execute(tx.tables());
}

/** The former words of a comment that was not removed, newest first; `null` when there is no such comment. */
export async function versionsOf(
  queryable: Queryable,
  initiativeNo: number,
  commentId: string,
): Promise<readonly { readonly text: string; readonly replacedAt: string }[] | null> {
  const { rows } = await sql<{ text: string | null; replaced_at: Date | null }>`
    select v.text, v.replaced_at
    from comments c
    join threads t on t.no = c.thread_no and t.initiative_no = ${initiativeNo}
    left join comment_versions v on v.comment_no = c.no
    where c.id = ${commentId}::uuid and c.removed_at is null
    order by v.version desc
    limit ${CONVERSATION_LIMITS.listedVersions}`.execute(queryable.tables());
  if (rows.length === 0) return null;
  return rows.flatMap(({ text, replaced_at }) =>
    text === null || replaced_at === null ? [] : [{ text, replacedAt: replaced_at.toISOString() }],
  );
}
