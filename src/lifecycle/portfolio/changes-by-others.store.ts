import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { Step } from '../line-order.ts';
import { partOf } from './portfolio.store.ts';
import { PORTFOLIO_LIMITS } from './portfolio-limits.ts';
import type { ToldEvents } from './told-together.ts';

/** What somebody else did on an initiative: one event, or all that are alike of one day, told by the newest of them. */
export interface LineChange extends ToldEvents {
  readonly seq: number;
  readonly at: Date;
  readonly actorName: string;
  readonly kind: string;
  /** The step where it happened, its part of the line and its name; `null` for what belongs to no step. */
  readonly step: string | null;
  readonly part: Step | null;
  readonly stepName: string | null;
  readonly initiativeId: string;
}

interface ChangeRow {
  readonly seq: number;
  readonly at: Date;
  readonly actor_name: string;
  readonly kind: string;
  readonly sentence: string;
  readonly step: string | null;
  readonly part: string | null;
  readonly step_name: string | null;
  readonly subject_id: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly is_repetition: boolean;
}

/*
 * What makes events `e` alike, in the very words of the index `events_as_told`: the day, the person, what they did and the
 * step. Events of nobody, which the system recorded, share a person that no account is.
 */
const DAY = sql<string>`((e.at at time zone 'UTC')::date)`;
const WHO = sql<string>`(coalesce(e.actor_id, '00000000-0000-0000-0000-000000000000'::uuid))`;
const WHAT = sql<string>`(told_as(e.kind, e.seq))`;
const PLACE = sql<string>`(coalesce(e.section, ''))`;
const ALIKE: RawBuilder<unknown> = sql`e.seq, e.actor_id, ${DAY} as day, ${WHO} as who, ${WHAT} as what, ${PLACE} as place`;
const NEWEST_FIRST: RawBuilder<unknown> = sql`${DAY} desc, ${WHO} desc, ${WHAT} desc, ${PLACE} desc, e.seq desc`;

/**
 * What others did on these initiatives, newest first, at most `limit` entries. However many events there are, each entry is
 * found by one look into the index, which lands on its newest event and jumps over all that are alike; only the entries
 * that are told are counted, each up to a limit.
 */
export async function changesByOthers(
  queryable: Queryable,
  initiativeIds: readonly string[],
  accountId: string,
  limit: number,
): Promise<readonly LineChange[]> {
  const { rows } = await sql<ChangeRow>`
    with newest as (
      select i.id as subject_id, entry.*
      from unnest(${[...initiativeIds]}::uuid[]) i (id)
      cross join lateral (${entriesOf(accountId, limit)}) entry
      order by entry.seq desc limit ${limit}
    )
    select e.seq, e.at, e.actor_name, e.kind, line.step, line.part, line.name as step_name, e.subject_id,
      -- What its author removed is told by no page any more.
      case when e.object_type = 'comment' and e.kind <> 'comment.removed' and exists (
          select from events r where r.kind = 'comment.removed' and r.object_id = e.object_id)
        then 'said something, and removed it later' else e.sentence end as sentence,
      alike.counts, alike.is_repetition
    from newest n
    join events e on e.seq = n.seq
    cross join lateral (${COUNTS}) alike
    join initiatives own on own.id = e.subject_id
    left join playbook_steps line on line.playbook = own.playbook and line.step = e.section
    order by e.seq desc`.execute(queryable.tables());
  return rows.map((row) => ({
    seq: row.seq,
    at: row.at,
    actorName: row.actor_name,
    kind: row.kind,
    sentence: row.sentence,
    counts: row.counts,
    isRepetition: row.is_repetition,
    step: row.step,
    part: partOf(row.part),
    stepName: row.step_name,
    initiativeId: row.subject_id,
  }));
}

/** The newest entries of initiative `i` by others, from the newest day on until `limit` are found and their day is done. */
function entriesOf(accountId: string, limit: number): RawBuilder<unknown> {
  const isByOther = sql<boolean>`actor_id is distinct from ${accountId}::uuid`;
  return sql`
    with recursive walk as (
      (select 1 as looks, (e.${isByOther})::int as found, ${ALIKE}
        from events e where e.subject_id = i.id order by ${NEWEST_FIRST} limit 1)
      union all
      select w.looks + 1, w.found + (next.${isByOther})::int, next.*
      from walk w
      cross join lateral (
        select ${ALIKE} from events e
        where e.subject_id = i.id and (${DAY}, ${WHO}, ${WHAT}, ${PLACE}) < (w.day, w.who, w.what, w.place)
        order by ${NEWEST_FIRST} limit 1
      ) next
      where w.looks < ${PORTFOLIO_LIMITS.entriesOfLine} and (w.found < ${limit} or next.day = w.day)
    )
    select w.seq, w.day, w.who, w.what, w.place from walk w where w.${isByOther}`;
}

/** How many events of each kind are told by entry `n`, up to a limit, and whether all of them say the same. */
const COUNTS: RawBuilder<unknown> = sql`
  select jsonb_object_agg(of_kind.kind, of_kind.count) as counts, min(of_kind.first) = max(of_kind.last) as is_repetition
  from (
    select told.kind, count(*)::int as count, min(told.sentence collate "C") as first, max(told.sentence collate "C") as last
    from (
      select e.kind, e.sentence from events e
      where e.subject_id = n.subject_id and ${DAY} = n.day and ${WHO} = n.who and ${WHAT} = n.what and ${PLACE} = n.place
      order by e.seq desc limit ${PORTFOLIO_LIMITS.eventsOfEntry}
    ) told group by told.kind
  ) of_kind`;
