import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { Step } from '../line-order.ts';
import { ROLES, type Role } from '../people/index.ts';
import type { Reader } from './line-fragments.store.ts';
import { partOf } from './portfolio.store.ts';
import { roleOf } from './role-of.ts';

/** An initiative as it is named in a table over all of them. */
export interface NamedLine {
  readonly slug: string;
  readonly name: string;
}

/** One cell of roles x steps: how the needed seats of a role stand where a step is under way. */
export interface SeatCell {
  readonly role: Role;
  readonly step: Step;
  /** Initiatives at this step that need the role. */
  readonly needed: number;
  readonly empty: number;
  /** Seats that are taken and not heard in this iteration. */
  readonly unheard: number;
  /** Seats whose people have all said nothing for long. */
  readonly silent: number;
  /** Some of the initiatives without anybody, those that have waited longest first. */
  readonly emptyAt: readonly NamedLine[];
}

/** A person whom initiatives wait for. */
export interface AwaitedPerson {
  readonly accountId: string;
  readonly name: string;
  /** Seats at steps under way that wait for their first word. */
  readonly seats: number;
  readonly initiatives: number;
  readonly oldestSince: Date;
  /** The initiative that has waited longest. */
  readonly oldest: NamedLine & { readonly step: Step; readonly role: Role };
}

/** A step under way that waits for somebody. */
export interface AwaitedSeat extends NamedLine {
  readonly no: number;
  /** The part of the line, and the playbook's step of it. */
  readonly step: Step;
  readonly stepId: string;
  readonly role: Role;
  readonly accountId: string;
  readonly person: string;
  readonly since: Date;
}

/** How the seats of all steps under way stand. */
export interface SeatOverview {
  readonly cells: readonly SeatCell[];
  readonly awaitedPeople: readonly AwaitedPerson[];
  readonly awaitedSeats: readonly AwaitedSeat[];
  readonly silentAfterDays: number;
}

interface OverviewRow {
  readonly cells:
    | readonly (Omit<SeatCell, 'role' | 'step'> & { readonly role: string; readonly step: string })[]
    | null;
  readonly people:
    | readonly (Omit<AwaitedPerson, 'oldest' | 'oldestSince'> & {
        readonly oldestSince: string;
        readonly oldest: NamedLine & { readonly step: string; readonly role: string };
      })[]
    | null;
  readonly waits:
    | readonly (Omit<AwaitedSeat, 'step' | 'role' | 'since'> & {
        readonly step: string;
        readonly role: string;
        readonly since: string;
      })[]
    | null;
  readonly silent_after_days: number;
}

/** Initiatives that one cell names. */
const NAMED_IN_CELL = 3;

/** The seats that are settled, each named as the initiative `i` that it stands for, so that the rule of readers can be asked of it. */
const seats = sql`(select s.*, s.initiative_no as no from seats_under_way s)`;

/** Whether seat \`i\` is taken and nobody on its chair was heard in this iteration. */
const isWaiting = sql<boolean>`account_id is not null and not is_chair_heard`;

/** Reads how every needed seat of every step under way stands, from the summary that is settled before. */
export async function readSeatOverview(
  queryable: Queryable,
  query: { readonly reader: Reader; readonly now: Date; readonly limit: number },
): Promise<SeatOverview> {
  const { reader, now, limit } = query;
  const { rows } = await sql<OverviewRow>`
    with settings as (
      select silent_after_days, ${now}::timestamptz - make_interval(days => silent_after_days) as silent_before
      from people_settings
    ),
    counted as (
      select role, part, count(*)::int as needed, count(*) filter (where account_id is null)::int as empty,
        count(*) filter (where account_id is not null and not is_chair_heard)::int as unheard,
        count(*) filter (where account_id is not null and chair_quiet_since < (select silent_before from settings))::int
          as silent
      from ${seats} i where is_first_of_chair and ${reader.isVisible} group by role, part
    ),
    emptied as (
      select role, part, array_agg(initiative_no order by place) as empty_at
      from (
        select role, part, initiative_no, row_number() over (partition by role, part order by since, initiative_no) as place
        from ${seats} i where is_first_of_chair and account_id is null and ${reader.isVisible}
      ) chairs
      where place <= ${NAMED_IN_CELL} group by role, part
    ),
    cells as (select * from counted left join emptied using (role, part)),
    people as materialized (
      select account_id, count(*)::int as seats, min(waits_since) as oldest_since
      from ${seats} i where ${isWaiting} and ${reader.isVisible}
      group by account_id order by count(*) desc, min(waits_since), account_id limit ${limit}
    ),
    -- Of few people, so that their seats are looked up again.
    theirs as materialized (
      select account_id, initiative_no, part, role, waits_since from ${seats} i
      where ${isWaiting} and account_id = any(array(select account_id from people)) and ${reader.isVisible}
    ),
    tables as (
      select account_id, count(distinct initiative_no)::int as initiatives from theirs group by account_id
    ),
    oldest as (
      select distinct on (account_id) account_id, initiative_no, part, role
      from theirs order by account_id, waits_since, initiative_no
    ),
    waits as (
      select initiative_no, step, part, role, account_id, waits_since from ${seats} i
      where ${isWaiting} and ${reader.isVisible} order by waits_since, initiative_no, role limit ${limit}
    )
    select
      (select json_agg(json_build_object(
          'role', c.role, 'step', c.part, 'needed', c.needed, 'empty', c.empty, 'unheard', c.unheard, 'silent', c.silent,
          'emptyAt', coalesce((
            select json_agg(json_build_object('slug', i.slug, 'name', i.name) order by at.place)
            from unnest(c.empty_at) with ordinality at (no, place) join initiatives i on i.no = at.no), '[]')))
        from cells c) as cells,
      (select json_agg(json_build_object(
          'accountId', p.account_id, 'name', a.name, 'seats', p.seats, 'initiatives', t.initiatives,
          'oldestSince', p.oldest_since,
          'oldest', json_build_object('slug', i.slug, 'name', i.name, 'step', o.part, 'role', o.role))
          order by p.seats desc, p.oldest_since, p.account_id)
        from people p
        join oldest o on o.account_id = p.account_id
        join tables t on t.account_id = p.account_id
        join accounts a on a.id = p.account_id
        join initiatives i on i.no = o.initiative_no) as people,
      (select json_agg(json_build_object(
          'no', w.initiative_no, 'slug', i.slug, 'name', i.name, 'step', w.part, 'stepId', w.step, 'role', w.role,
          'accountId', w.account_id, 'person', a.name, 'since', w.waits_since)
          order by w.waits_since, w.initiative_no, w.role)
        from waits w join initiatives i on i.no = w.initiative_no join accounts a on a.id = w.account_id) as waits,
      (select silent_after_days from settings) as silent_after_days`.execute(queryable.tables());
  const [row] = rows;
  if (!row) throw new Error('The overview of seats has one row.');
  return toOverview(row);
}

/** Somebody who has been heard at a step and so waits for the others. */
export async function waitersAt(
  queryable: Queryable,
  waits: readonly Pick<AwaitedSeat, 'no' | 'stepId'>[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ no: number; step: string; names: readonly string[] }>`
    select s.initiative_no as no, s.step, array_agg(distinct a.name order by a.name) as names
    from (select distinct * from unnest(${waits.map(({ no }) => no)}::bigint[], ${waits.map(({ stepId }) => stepId)}::text[])
      place (no, step)) place
    join initiatives i on i.no = place.no
    join seats s on s.initiative_no = place.no and s.step = place.step and s.left_at is null
      and s.last_contribution_at >= i.iteration_began_at
    join accounts a on a.id = s.account_id
    group by s.initiative_no, s.step`.execute(queryable.tables());
  return new Map(rows.map(({ no, step, names }) => [`${no} ${step}`, names]));
}

/** A person with seats who has never said a word at any of them. */
export interface UnheardPerson {
  readonly accountId: string;
  readonly name: string;
  readonly initiatives: number;
  readonly since: Date;
  /** The initiative where they sat down first. */
  readonly first: NamedLine;
}

/**
 * The people who have held seats for longer than people may be silent and have never contributed anything, those who sat
 * down first come first.
 */
export async function neverHeard(
  queryable: Queryable,
  query: { readonly reader: Reader; readonly now: Date; readonly limit: number },
): Promise<readonly UnheardPerson[]> {
  const { rows } = await sql<{
    account_id: string;
    name: string;
    initiatives: number;
    since: Date;
    slug: string;
    line_name: string;
  }>`
    -- Most people have said something somewhere, which an index of its own knows, so that the first seat is looked for of few.
    with quiet as materialized (
      select a.id, a.name, first.no, first.since
      from accounts a
      cross join lateral (
        select i.no, s.seated_at as since from seats s join initiatives i on i.no = s.initiative_no
        where s.account_id = a.id and s.left_at is null and ${query.reader.isVisible}
        order by s.seated_at, s.id limit 1
      ) first
      where a.disabled_at is null and not exists (
          select from seats h where h.account_id = a.id and h.left_at is null and h.last_contribution_at is not null)
        and first.since < ${query.now}::timestamptz
          - (select make_interval(days => silent_after_days) from people_settings)
      order by first.since, a.id limit ${query.limit}
    )
    select q.id as account_id, q.name, q.since, line.slug, line.name as line_name,
      (select count(distinct s.initiative_no)::int from seats s join initiatives i on i.no = s.initiative_no
        where s.account_id = q.id and s.left_at is null and ${query.reader.isVisible}) as initiatives
    from quiet q join initiatives line on line.no = q.no
    order by q.since, q.id`.execute(queryable.tables());
  return rows.map((row) => ({
    accountId: row.account_id,
    name: row.name,
    initiatives: row.initiatives,
    since: row.since,
    first: { slug: row.slug, name: row.line_name },
  }));
}

function toOverview(row: OverviewRow): SeatOverview {
  return {
    cells: (row.cells ?? []).flatMap((cell) => {
      const place = placeOf(cell);
      return place ? [{ ...cell, ...place }] : [];
    }),
    awaitedPeople: (row.people ?? []).flatMap((person) => {
      const place = placeOf(person.oldest);
      if (!place) return [];
      return [{ ...person, oldestSince: new Date(person.oldestSince), oldest: { ...person.oldest, ...place } }];
    }),
    awaitedSeats: (row.waits ?? []).flatMap((wait) => {
      const place = placeOf(wait);
      return place ? [{ ...wait, ...place, since: new Date(wait.since) }] : [];
    }),
    silentAfterDays: row.silent_after_days,
  };
}

function placeOf(words: {
  readonly step: string;
  readonly role: string;
}): { readonly step: Step; readonly role: Role } | null {
  const step = partOf(words.step);
  const role = roleOf(words.role);
  return step && role ? { step, role } : null;
}

/** The roles that some gate wants to hear, over the playbooks that an initiative is on. */
export async function rolesEverNeeded(queryable: Queryable): Promise<readonly Role[]> {
  const { rows } = await sql<{ role: string }>`
    select distinct role
    from playbook_versions v
    cross join lateral json_array_elements(v.content -> 'steps') plan
    cross join lateral json_each(plan.value -> 'gate') tier
    cross join lateral json_array_elements_text(tier.value -> 'heard') role
    where exists (select from initiatives i where i.playbook = v.id)`.execute(queryable.tables());
  return ROLES.filter((role) => rows.some((row) => row.role === role));
}
