import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { StandingAsk } from './today-facts.ts';

/**
 * Open findings that wait for a person and that they gave to themselves, the oldest first. Nobody is notified of what they
 * did themselves, so that no notice asks for these; one that a notice asks for is left to it.
 */
export async function ownFindings(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  accountId: string,
  limit: number,
): Promise<readonly StandingAsk[]> {
  const { rows } = await sql<{
    id: string;
    number: number;
    title: string;
    slug: string;
    name: string;
    raised_at: Date;
  }>`
    select f.id, f.number, f.title, f.raised_at, i.slug, i.name
    from findings f join initiatives i on i.no = f.initiative_no
    where f.owner_id = ${accountId}::uuid and f.closed_at is null and f.state = 'open' and ${isVisible}
      and ${accountId}::uuid = (
        select e.account_id from finding_entries e
        where e.finding_id = f.id and e.act in ('raised', 'changed', 'sent-back') order by e.no desc limit 1)
      and not exists (
        select from notifications n where n.account_id = ${accountId}::uuid and n.is_ask and n.done_at is null
          and n.matter = 'finding ' || f.id)
    order by f.raised_at, f.number
    limit ${limit}`.execute(queryable.tables());
  return rows.map(({ id, number, title, slug, name, raised_at }) => ({
    slug,
    name,
    sentence: `You have finding ${number} to answer: "${title}"`,
    verb: 'Answer the finding',
    minutes: 5,
    path: `/i/${slug}/learn#finding-${id}`,
    since: raised_at.toISOString(),
  }));
}
