import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import { roleOf } from './role-of.ts';
import type { AwaitedAnswer } from './today-facts.ts';

/** Return tickets that wait for an answer in a role that a person holds, the longest waiting first, at most `limit`. */
export async function awaitedAnswers(
  queryable: Queryable,
  accountId: string,
  limit: number,
): Promise<readonly AwaitedAnswer[]> {
  const { rows } = await sql<{
    id: string;
    slug: string;
    name: string;
    iteration: number;
    role: string;
    headline: string;
    ask: string;
    opened_at: Date;
    answer_by: string | null;
  }>`
    select t.id, i.slug, i.name, t.iteration, r.role, t.headline, t.ask, t.opened_at, t.answer_by
    from (select distinct initiative_no, role from seats where account_id = ${accountId}::uuid and left_at is null) mine
    join return_tickets t on t.initiative_no = mine.initiative_no and t.closed_at is null
    join return_ticket_roles r on r.ticket_id = t.id and r.role = mine.role and r.answered_at is null
    join initiatives i on i.no = t.initiative_no
    order by t.opened_at, t.id, r.place
    limit ${limit}`.execute(queryable.tables());
  return rows.flatMap((row) => {
    const role = roleOf(row.role);
    if (!role) return [];
    const { id: ticketId, slug, name, iteration, headline, ask, opened_at, answer_by: answerBy } = row;
    return [{ ticketId, slug, name, iteration, role, headline, ask, openedAt: opened_at.toISOString(), answerBy }];
  });
}
