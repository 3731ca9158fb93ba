import { sql } from 'kysely';
import { newId } from '../../platform/database/new-id.ts';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { ROLES, type Role } from './roles.ts';
import type { Sitter } from './seats.ts';

interface PeopleTables {
  seats: {
    id: string;
    initiative_no: number;
    step: string;
    role: string;
    account_id: string;
    seated_at: Date;
    seated_by: string;
    left_at: Date | null;
  };
}

/** A seat that a person holds. */
export interface HeldSeat {
  readonly seatId: string;
  readonly step: string;
  readonly role: Role;
  readonly accountId: string;
}

/** Everybody who holds a seat on an initiative, with their last contribution at that step in the present iteration. */
export async function sittersOf(
  queryable: Queryable,
  initiative: { readonly no: number; readonly id: string },
): Promise<readonly (Sitter & { readonly role: Role; readonly step: string })[]> {
  const rows = await sql<{
    id: string;
    step: string;
    role: string;
    account_id: string;
    name: string;
    seated_at: Date;
    last_at: Date | null;
  }>`
    select s.id, s.step, s.role, s.account_id, a.name, s.seated_at,
      (select max(e.at) from events e
        where e.subject_id = ${initiative.id} and e.section = s.step and e.actor_id = s.account_id
          and e.at >= i.iteration_began_at and e.kind not in ('seat.taken', 'seat.left')) as last_at
    from seats s
    join accounts a on a.id = s.account_id
    join initiatives i on i.no = s.initiative_no
    where s.initiative_no = ${initiative.no} and s.left_at is null
    order by s.seated_at, s.id`.execute(queryable.tables());
  return rows.rows.flatMap((row) => {
    const place = placeOf(row);
    if (!place) return [];
    return [
      {
        ...place,
        seatId: row.id,
        accountId: row.account_id,
        name: row.name,
        seatedAt: row.seated_at.toISOString(),
        lastContributionAt: row.last_at?.toISOString() ?? null,
      },
    ];
  });
}

/** The roles that a person holds on an initiative, at any step. */
export async function rolesOf(queryable: Queryable, initiativeNo: number, accountId: string): Promise<readonly Role[]> {
  const rows = await queryable
    .tables<PeopleTables>()
    .selectFrom('seats')
    .select('role')
    .distinct()
    .where('initiative_no', '=', initiativeNo)
    .where('account_id', '=', accountId)
    .where('left_at', 'is', null)
    .execute();
  return rows.flatMap(({ role }) => ROLES.filter((known) => known === role));
}

/** Seats a person at steps where they do not sit yet in this role; returns the new seats. */
export async function takeSeats(
  tx: Transaction,
  seat: {
    readonly initiativeNo: number;
    readonly accountId: string;
    readonly role: Role;
    readonly steps: readonly string[];
    readonly seatedBy: string;
    readonly at: Date;
  },
): Promise<readonly HeldSeat[]> {
  const rows = await tx
    .tables<PeopleTables>()
    .insertInto('seats')
    .values(
      seat.steps.map((step) => ({
        id: newId(),
        initiative_no: seat.initiativeNo,
        step,
        role: seat.role,
        account_id: seat.accountId,
        seated_at: seat.at,
        seated_by: seat.seatedBy,
        left_at: null,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning(['id', 'step'])
    .execute();
  return rows.flatMap((row) => {
    const place = placeOf({ ...row, role: seat.role });
    return place ? [{ ...place, seatId: row.id, accountId: seat.accountId }] : [];
  });
}

/** Empties a seat of an initiative; `null` when nobody held it. */
export async function leaveSeat(
  tx: Transaction,
  initiativeNo: number,
  seatId: string,
  at: Date,
): Promise<HeldSeat | null> {
  const row = await tx
    .tables<PeopleTables>()
    .updateTable('seats')
    .set({ left_at: at })
    .where('id', '=', seatId)
    .where('initiative_no', '=', initiativeNo)
    .where('left_at', 'is', null)
    .returning(['id', 'step', 'role', 'account_id'])
    .executeTakeFirst();
  const place = row && placeOf(row);
  return row && place ? { ...place, seatId: row.id, accountId: row.account_id } : null;
}

function placeOf(row: {
  readonly step: string;
  readonly role: string;
}): { readonly step: string; readonly role: Role } | undefined {
  const role = ROLES.find((name) => name === row.role);
  return role ? { step: row.step, role } : undefined;
}

/** The numbers of the initiatives that somebody may see: the rule `initiative.see`, in the language of the database. */
export async function visibleInitiatives(
  queryable: Queryable,
  viewer: { readonly accountId: string; readonly isAuditor: boolean },
): Promise<readonly number[]> {
  const rows = await queryable.query<{ no: number }>(
    `select i.no from initiatives i
     where i.visibility = 'open' or $2::boolean
       or exists (select from seats s where s.initiative_no = i.no and s.account_id = $1::uuid and s.left_at is null)`,
    [viewer.accountId, viewer.isAuditor],
  );
  return rows.map(({ no }) => no);
}
