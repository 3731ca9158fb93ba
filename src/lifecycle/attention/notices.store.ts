import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import { ATTENTION_LIMITS } from './attention-limits.ts';
import type { NoticeLine } from './notice.ts';

/** Whose notices are read, and what they may still see of them. */
export interface Reader {
  readonly accountId: string;
  /** The rule `initiative.see` in SQL for this reader and initiative `i`. */
  readonly isVisible: RawBuilder<boolean>;
}

/** A page of notices: those about one matter are one line, the line with the newest first. */
export async function listNotices(
  queryable: Queryable,
  reader: Reader,
  page: { readonly before: number | null; readonly limit: number; readonly only: 'all' | 'waiting' },
): Promise<readonly (NoticeLine & { readonly no: number })[]> {
  const { rows } = await sql<LineRow>`
    with mine as (
      select n.*, i.slug, i.name from notifications n left join initiatives i on i.no = n.initiative_no
      where n.account_id = ${reader.accountId} and (n.initiative_no is null or ${reader.isVisible})
        and (${page.only} = 'all' or (n.is_ask and n.done_at is null))
      order by n.no desc limit ${ATTENTION_LIMITS.listedNotices}
    ),
    lines as (
      select matter, max(no) as no, count(*)::int as count, count(*) filter (where read_at is null)::int as unread
      from mine group by matter
    )
    select l.no, l.count, l.unread, m.id, m.kind, m.sentence, m.verb, m.minutes, m.path, m.is_ask, m.at, m.done_at, m.slug,
      m.name
    from lines l join mine m on m.no = l.no
    where (${page.before}::bigint is null or l.no < ${page.before}::bigint)
    order by l.no desc limit ${page.limit}`.execute(queryable.tables());
  return rows.map(toLine);
}

/** How many lines are new, and how many things wait. */
export async function countNotices(
  queryable: Queryable,
  reader: Reader,
): Promise<{ readonly unread: number; readonly waiting: number }> {
  const { rows } = await sql<{ unread: number; waiting: number }>`
    select count(distinct n.matter)::int as unread,
      count(distinct n.matter) filter (where n.is_ask and n.done_at is null)::int as waiting
    from notifications n left join initiatives i on i.no = n.initiative_no
    where n.account_id = ${reader.accountId} and n.read_at is null
      and (n.initiative_no is null or ${reader.isVisible})`.execute(queryable.tables());
  return rows[0] ?? { unread: 0, waiting: 0 };
}

/** One notice of a reader. */
export async function findNotice(
  queryable: Queryable,
  reader: Reader,
  noticeId: string,
): Promise<(NoticeLine & { readonly no: number; readonly matter: string }) | null> {
  const { rows } = await sql<LineRow & { matter: string }>`
    select n.no, 1 as count, case when n.read_at is null then 1 else 0 end as unread, n.id, n.kind, n.matter, n.sentence,
      n.verb, n.minutes, n.path, n.is_ask, n.at, n.done_at, i.slug, i.name
    from notifications n left join initiatives i on i.no = n.initiative_no
    where n.id = ${noticeId}::uuid and n.account_id = ${reader.accountId}
      and (n.initiative_no is null or ${reader.isVisible})`.execute(queryable.tables());
  const [row] = rows;
  return row ? { ...toLine(row), matter: row.matter } : null;
}

/** Marks a line as read, or as done: the notice and all earlier ones about the same matter. */
export async function markNotices(
  queryable: Queryable,
  accountId: string,
  notice: { readonly no: number; readonly matter: string },
  as: 'read' | 'done',
  at: Date,
): Promise<void> {
  await sql`
    update notifications set read_at = coalesce(read_at, ${at}),
      done_at = case when ${as} = 'done' then coalesce(done_at, ${at}) else done_at end
    where account_id = ${accountId} and matter = ${notice.matter} and no <= ${notice.no}`.execute(queryable.tables());
}

/** Marks everything up to now as read. */
export async function markAllRead(queryable: Queryable, accountId: string, at: Date): Promise<void> {
  await sql`update notifications set read_at = ${at} where account_id = ${accountId} and read_at is null`.execute(
    queryable.tables(),
  );
}

interface LineRow {
  readonly no: number;
  readonly count: number;
  readonly unread: number;
  readonly id: string;
  readonly kind: string;
  readonly sentence: string;
  readonly verb: string;
  readonly minutes: number;
  readonly path: string;
  readonly is_ask: boolean;
  readonly at: Date;
  readonly done_at: Date | null;
  readonly slug: string | null;
  readonly name: string | null;
}

function toLine(row: LineRow): NoticeLine & { readonly no: number } {
  return {
    no: row.no,
    id: row.id,
    kind: row.kind,
    sentence: row.sentence,
    verb: row.verb,
    minutes: row.minutes,
    path: row.path,
    isAsk: row.is_ask,
    at: row.at.toISOString(),
    count: row.count,
    unread: row.unread,
    isDone: row.done_at !== null,
    initiative: row.slug === null || row.name === null ? null : { slug: row.slug, name: row.name },
  };
}
