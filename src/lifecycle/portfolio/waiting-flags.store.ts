import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { WaitingFlag } from './today-facts.ts';

/** Flags that wait for an answer in a role that a person holds, the longest waiting first, at most `limit`. */
export async function waitingFlags(
  queryable: Queryable,
  accountId: string,
  limit: number,
): Promise<readonly WaitingFlag[]> {
  const { rows } = await sql<{
    thread_id: string;
    slug: string;
    name: string;
    label: string;
    by_name: string;
    opened_at: Date;
  }>`
    select t.id as thread_id, i.slug, i.name, t.label, a.name as by_name, t.opened_at
    from (
      select initiative_no, array_agg(distinct role) as roles from seats
      where account_id = ${accountId}::uuid and left_at is null group by initiative_no
    ) mine
    join threads t on t.initiative_no = mine.initiative_no and t.kind = 'flag' and t.closed_at is null
      and t.addressed_roles && mine.roles and t.opened_by <> ${accountId}::uuid
    join initiatives i on i.no = t.initiative_no
    join accounts a on a.id = t.opened_by
    order by t.opened_at, t.no
    limit ${limit}`.execute(queryable.tables());
  return rows.map((row) => ({
    threadId: row.thread_id,
    slug: row.slug,
    name: row.name,
    label: row.label,
    by: row.by_name,
    openedAt: row.opened_at.toISOString(),
  }));
}
