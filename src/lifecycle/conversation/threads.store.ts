import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { ROLES, type Role } from '../people/index.ts';
import { CONVERSATION_LIMITS } from './conversation-limits.ts';
import type { Subject } from './subject.ts';
import type { Comment, CommentKind, Decision, Mention, Thread, ThreadKind } from './thread.ts';

/** A thread with the number under which its comments name it. */
export interface StoredThread extends Thread {
  readonly no: number;
}

/** Which threads of an initiative a list shows. */
export interface ThreadQuery {
  readonly initiativeNo: number;
  /** Only threads about this subject; a part is only looked at together with type and id. */
  readonly subject: Pick<Subject, 'type' | 'id' | 'part'> | null;
  readonly kind: ThreadKind | null;
  readonly state: 'open' | 'closed' | null;
  /** Number of the last thread of the page before. */
  readonly before: number | null;
  readonly limit: number;
}

/** Stores a new thread without comments and returns its number. */
export async function insertThread(
  tx: Transaction,
  thread: {
    readonly id: string;
    readonly initiativeNo: number;
    readonly kind: ThreadKind;
    readonly subject: Subject;
    readonly addressed: readonly Role[];
    readonly openedBy: string;
    readonly at: Date;
  },
): Promise<number> {
  const { subject } = thread;
  const { rows } = await sql<{ no: number }>`
    insert into threads (id, initiative_no, kind, subject_type, subject_id, subject_part, label, shown, step, path,
      addressed_roles, opened_by, opened_at)
    values (${thread.id}, ${thread.initiativeNo}, ${thread.kind}, ${subject.type}, ${subject.id}, ${subject.part},
      ${subject.label}, ${subject.shown}, ${subject.step}, ${subject.path}, ${[...thread.addressed]}::text[],
      ${thread.openedBy}, ${thread.at})
    returning no`.execute(tx.tables());
  const [row] = rows;
  if (!row) throw new Error('A new thread got no number.');
  return row.no;
}

/** Marks a thread as closed or as open again. */
export async function setClosed(tx: Transaction, threadNo: number, closedAt: Date | null): Promise<void> {
  await sql`update threads set closed_at = ${closedAt} where no = ${threadNo}`.execute(tx.tables());
}

/** One page of threads with the newest comments of each, newest thread first. */
export async function listThreads(queryable: Queryable, query: ThreadQuery): Promise<readonly StoredThread[]> {
  const { subject } = query;
  return readThreads(
    queryable,
    sql`t.initiative_no = ${query.initiativeNo}
      and (${subject?.type ?? null}::text is null
        or (t.subject_type, t.subject_id, t.subject_part) = (${subject?.type ?? ''}, ${subject?.id ?? ''}, ${subject?.part ?? ''}))
      and (${query.kind}::text is null or t.kind = ${query.kind}::text)
      and (${query.state}::text is null or (t.closed_at is null) = (${query.state}::text = 'open'))
      and (${query.before}::bigint is null or t.no < ${query.before}::bigint)`,
    query.limit,
    CONVERSATION_LIMITS.listedComments,
  );
}

/** A thread of an initiative with all of its comments. */
export async function findThread(
  queryable: Queryable,
  initiativeNo: number,
  threadId: string,
): Promise<StoredThread | undefined> {
  const [thread] = await readThreads(
    queryable,
    sql`t.initiative_no = ${initiativeNo} and t.id = ${threadId}::uuid`,
    1,
    CONVERSATION_LIMITS.commentsOfThread,
  );
  return thread;
}

/** The same, and lets one transaction at a time change the thread. */
export async function holdThread(
  tx: Transaction,
  initiativeNo: number,
  threadId: string,
): Promise<StoredThread | undefined> {
  await sql`select from threads where initiative_no = ${initiativeNo} and id = ${threadId}::uuid for update`.execute(
    tx.tables(),
  );
  return findThread(tx, initiativeNo, threadId);
}

/** How much is said about each subject of an initiative, and how many flags wait there. */
export async function countThreads(
  queryable: Queryable,
  initiativeNo: number,
): Promise<
  readonly {
    readonly type: string;
    readonly id: string;
    readonly part: string;
    readonly comments: number;
    readonly openFlags: number;
  }[]
> {
  const { rows } = await sql<{ type: string; id: string; part: string; comments: number; openFlags: number }>`
    select subject_type as type, subject_id as id, subject_part as part, sum(comment_count)::int as comments,
      count(*) filter (where kind = 'flag' and closed_at is null)::int as "openFlags"
    from threads where initiative_no = ${initiativeNo}
    group by 1, 2, 3 order by max(no) desc limit ${CONVERSATION_LIMITS.countedSubjects}`.execute(queryable.tables());
  return rows;
}

/** Records a decision of a thread. */
export async function insertDecision(
  tx: Transaction,
  threadNo: number,
  decision: Omit<Decision, 'recordedBy' | 'recordedAt'> & { readonly recordedBy: string; readonly at: Date },
): Promise<void> {
  await sql`
    insert into decisions (id, thread_no, what, why, who, recorded_by, recorded_at)
    values (${decision.id}, ${threadNo}, ${decision.what}, ${decision.why}, ${decision.who}, ${decision.recordedBy},
      ${decision.at})`.execute(tx.tables());
}

interface ThreadRow {
  readonly no: number;
  readonly id: string;
  readonly kind: ThreadKind;
  readonly subject_type: string;
  readonly subject_id: string;
  readonly subject_part: string;
  readonly label: string;
  readonly shown: string | null;
  readonly step: string | null;
  readonly path: string;
  readonly addressed_roles: readonly string[];
  readonly opened_by: string;
  readonly opened_at: Date;
  readonly closed_at: Date | null;
  readonly comment_count: number;
}

interface CommentRow {
  readonly thread_no: number;
  readonly id: string;
  readonly kind: CommentKind;
  readonly author_id: string;
  readonly author_name: string;
  readonly roles: readonly string[];
  readonly text: string;
  readonly mentions: readonly Mention[];
  readonly said_at: Date;
  readonly edited_at: Date | null;
  readonly removed_at: Date | null;
}

async function readThreads(
  queryable: Queryable,
  condition: ReturnType<typeof sql>,
  limit: number,
  commentsEach: number,
): Promise<readonly StoredThread[]> {
  const { rows } = await sql<ThreadRow>`
    select t.no, t.id, t.kind, t.subject_type, t.subject_id, t.subject_part, t.label, t.shown, t.step, t.path,
      t.addressed_roles, t.opened_by, t.opened_at, t.closed_at, t.comment_count
    from threads t where ${condition} order by t.no desc limit ${limit}`.execute(queryable.tables());
  const nos = rows.map(({ no }) => no);
  if (nos.length === 0) return [];
  const comments = await commentsOf(queryable, nos, commentsEach);
  const decisions = await decisionsOf(queryable, nos);
  return rows.map((row) => ({
    no: row.no,
    id: row.id,
    kind: row.kind,
    subject: {
      type: row.subject_type,
      id: row.subject_id,
      part: row.subject_part,
      label: row.label,
      shown: row.shown,
      step: row.step,
      path: row.path,
    },
    openedBy: row.opened_by,
    openedAt: row.opened_at.toISOString(),
    addressed: rolesFrom(row.addressed_roles),
    closedAt: row.closed_at?.toISOString() ?? null,
    commentCount: row.comment_count,
    comments: comments.get(row.no) ?? [],
    decisions: decisions.get(row.no) ?? [],
  }));
}

/** The newest comments of each thread, oldest first. */
async function commentsOf(
  queryable: Queryable,
  threadNos: readonly number[],
  each: number,
): Promise<ReadonlyMap<number, readonly Comment[]>> {
  const { rows } = await sql<CommentRow>`
    select c.thread_no, c.id, c.kind, c.author_id, a.name as author_name, c.roles,
      case when c.removed_at is null then c.text else '' end as text,
      case when c.removed_at is null then c.mentions else '[]' end as mentions, c.said_at, c.edited_at, c.removed_at
    from unnest(${[...threadNos]}::bigint[]) t (no)
    cross join lateral (select * from comments said where said.thread_no = t.no order by said.no desc limit ${each}) c
    join accounts a on a.id = c.author_id
    order by c.no`.execute(queryable.tables());
  return byThread(rows, toComment);
}

async function decisionsOf(
  queryable: Queryable,
  threadNos: readonly number[],
): Promise<ReadonlyMap<number, readonly Decision[]>> {
  const { rows } = await sql<{
    thread_no: number;
    id: string;
    what: string;
    why: string;
    who: string;
    recorded_by: string;
    recorded_at: Date;
  }>`
    select d.thread_no, d.id, d.what, d.why, d.who, a.name as recorded_by, d.recorded_at
    from decisions d join accounts a on a.id = d.recorded_by
    where d.thread_no = any(${[...threadNos]}::bigint[]) order by d.no`.execute(queryable.tables());
  return byThread(rows, ({ id, what, why, who, recorded_by, recorded_at }) => ({
    id,
    what,
    why,
    who,
    recordedBy: recorded_by,
    recordedAt: recorded_at.toISOString(),
  }));
}

function byThread<Row extends { readonly thread_no: number }, Item>(
  rows: readonly Row[],
  toItem: (row: Row) => Item,
): ReadonlyMap<number, readonly Item[]> {
  const items = new Map<number, Item[]>();
  for (const row of rows) {
    const known = items.get(row.thread_no);
    if (known) known.push(toItem(row));
    else items.set(row.thread_no, [toItem(row)]);
  }
  return items;
}

function toComment(row: CommentRow): Comment {
  return {
    id: row.id,
    kind: row.kind,
    authorId: row.author_id,
    authorName: row.author_name,
    roles: rolesFrom(row.roles),
    text: row.text,
    mentions: row.mentions,
    saidAt: row.said_at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    removedAt: row.removed_at?.toISOString() ?? null,
  };
}

function rolesFrom(words: readonly string[]): readonly Role[] {
  return words.flatMap((word) => ROLES.filter((role) => role === word));
}
