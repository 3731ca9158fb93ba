import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { StandingAsk } from './today-facts.ts';

/** Kinds of notices whose matter Today knows from the tables themselves. */
const KNOWN_OTHERWISE = [
  'ticket.opened',
  'framing.proposed',
  'step.closed',
  'step.reopened',
  'flag.raised',
  'flag.reopened',
  'alias.proposed',
] as const;

/** What notices ask of a person beside what Today knows itself (mentions, findings, workshops), one for each matter. */
export async function standingAsks(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  accountId: string,
  limit: number,
): Promise<readonly StandingAsk[]> {
  const { rows } = await sql<{
    slug: string;
    name: string;
    sentence: string;
    verb: string;
    minutes: number;
    path: string;
    at: Date;
  }>`
    select * from (
      select distinct on (n.matter) i.slug, i.name, n.sentence, n.verb, n.minutes, n.path, n.at, n.no
      from notifications n join initiatives i on i.no = n.initiative_no
      where n.account_id = ${accountId} and n.is_ask and n.done_at is null
        and n.kind <> all(${[...KNOWN_OTHERWISE]}::text[]) and ${isVisible}
      order by n.matter, n.no desc
    ) asks
    order by no limit ${limit}`.execute(queryable.tables());
  return rows.map(({ at, slug, name, sentence, verb, minutes, path }) => ({
    slug,
    name,
    sentence,
    verb,
    minutes,
    path,
    since: at.toISOString(),
  }));
}
