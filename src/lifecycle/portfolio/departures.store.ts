import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { Role } from '../people/index.ts';
import type { Reader } from './line-fragments.store.ts';
import { roleOf } from './role-of.ts';

/** A place in the list of departures, newest first. */
export interface DeparturePlace {
  /** In ms since 1970. */
  readonly at: number;
  readonly no: number;
  readonly accountId: string;
}

/** A table that lost somebody when their account was disabled. */
export interface Departure {
  readonly place: DeparturePlace;
  readonly slug: string;
  readonly name: string;
  readonly accountId: string;
  readonly person: string;
  readonly at: Date;
  /** By the names of the playbook's steps. */
  readonly seats: readonly { readonly step: string; readonly role: Role; readonly now: readonly string[] }[];
}

/** The tables that lost somebody with their account, among those that the reader may see, newest first. */
export async function listDepartures(
  queryable: Queryable,
  reader: Reader,
  page: { readonly after: DeparturePlace | null; readonly limit: number },
): Promise<readonly Departure[]> {
  const after = page.after === null ? null : new Date(page.after.at);
  const { rows } = await sql<{
    no: number;
    slug: string;
    name: string;
    account_id: string;
    person: string;
    left_at: Date;
    seats: readonly { readonly step: string; readonly role: string; readonly now: readonly string[] }[];
  }>`
    with gone as (
      select s.initiative_no as no, s.account_id, s.left_at, array_agg(s.step) as steps, array_agg(s.role) as roles
      from seats s join initiatives i on i.no = s.initiative_no
      where s.left_with_account and ${reader.isVisible}
        and (${after}::timestamptz is null or (s.left_at, s.initiative_no, s.account_id)
          < (${after}::timestamptz, ${page.after?.no ?? null}::bigint, ${page.after?.accountId ?? null}::uuid))
      group by s.initiative_no, s.account_id, s.left_at
      order by s.left_at desc, s.initiative_no desc, s.account_id desc
      limit ${page.limit}
    )
    select g.no, i.slug, i.name, g.account_id, a.name as person, g.left_at,
      (select json_agg(json_build_object('step', coalesce(p.name, seat.step), 'role', seat.role, 'now', (
          select coalesce(json_agg(n.name order by s.seated_at), '[]') from seats s join accounts n on n.id = s.account_id
          where s.initiative_no = g.no and s.step = seat.step and s.role = seat.role and s.left_at is null))
          order by p.place, seat.role)
        from unnest(g.steps, g.roles) seat (step, role)
        left join playbook_steps p on p.playbook = i.playbook and p.step = seat.step) as seats
    from gone g join initiatives i on i.no = g.no join accounts a on a.id = g.account_id
    order by g.left_at desc, g.no desc, g.account_id desc`.execute(queryable.tables());
  return rows.map((row) => ({
    place: { at: row.left_at.getTime(), no: row.no, accountId: row.account_id },
    slug: row.slug,
    name: row.name,
    accountId: row.account_id,
    person: row.person,
    at: row.left_at,
    seats: row.seats.flatMap(({ step, role: roleWord, now }) => {
      const role = roleOf(roleWord);
      return role ? [{ step, role, now }] : [];
    }),
  }));
}
