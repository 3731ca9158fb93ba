import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { Role, Sitter } from '../people/index.ts';
import { roleOf } from './role-of.ts';

/** Somebody at a step, in one of their roles there. */
export type SitterInRole = Sitter & { readonly role: Role };

/** Everybody who sits at the given step of each initiative, with their last contribution there in this iteration. */
export async function sittersAt(
  queryable: Queryable,
  places: readonly { readonly no: number; readonly step: string }[],
): Promise<ReadonlyMap<number, readonly SitterInRole[]>> {
  const { rows } = await sql<{
    no: number;
    id: string;
    role: string;
    account_id: string;
    name: string;
    seated_at: Date;
    last_at: Date | null;
  }>`
    select i.no, s.id, s.role, s.account_id, a.name, s.seated_at,
      case when s.last_contribution_at >= i.iteration_began_at then s.last_contribution_at end as last_at
    from unnest(${places.map(({ no }) => no)}::bigint[], ${places.map(({ step }) => step)}::text[]) place (no, step)
    join initiatives i on i.no = place.no
    join seats s on s.initiative_no = i.no and s.step = place.step and s.left_at is null
    join accounts a on a.id = s.account_id
    order by i.no, s.seated_at, s.id`.execute(queryable.tables());
  const sitters = new Map<number, SitterInRole[]>();
  for (const row of rows) {
    const role = roleOf(row.role);
    if (!role) continue;
    const sitter = {
      role,
      seatId: row.id,
      accountId: row.account_id,
      name: row.name,
      seatedAt: row.seated_at.toISOString(),
      lastContributionAt: row.last_at?.toISOString() ?? null,
    };
    const known = sitters.get(row.no);
    if (known) known.push(sitter);
    else sitters.set(row.no, [sitter]);
  }
  return sitters;
}
