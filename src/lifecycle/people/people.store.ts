import { type Generated, sql } from 'kysely';
import { newId } from '../../platform/database/new-id.ts';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { DEFAULT_SILENT_AFTER_DAYS, type StepAsItStood } from './presence.ts';
import { isVisible } from './readers.store.ts';
import { ROLES, type Role } from './roles.ts';
import type { Sitter } from './seats.ts';
import type { Viewer } from './viewer.ts';

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
    last_contribution_at: Date | null;
    left_with_account: Generated<boolean>;
  };
  people_settings: { silent_after_days: number; changed_at: Date | null; changed_by: string | null };
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
      case when s.last_contribution_at >= i.iteration_began_at then s.last_contribution_at end as last_at
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
  // Asked with nearly every request, and so prepared.
  const rows = await queryable.query<{ role: string }>(
    'select distinct role from seats where initiative_no = $1 and account_id = $2 and left_at is null',
    [initiativeNo, accountId],
  );
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
  // A word that is said while somebody is being seated must not get lost between the two; see the migration.
  await sql`select hold_contributions(${seat.initiativeNo}, ${seat.accountId}, false)`.execute(tx.tables());
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
        last_contribution_at: sql<Date | null>`(
          select max(e.at) from events e join initiatives i on i.id = e.subject_id
          where i.no = ${seat.initiativeNo} and e.section = ${step} and e.actor_id = ${seat.accountId}::uuid
            and is_contribution(e.kind))`,
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

/** Whether seat `s` of initiative `i` has to be taken before a step can close: it is needed, and its step is still open. */
const isAwaited = sql<boolean>`(
  not exists (select from closed_steps c where c.initiative_no = i.no and c.iteration = i.iteration and c.step = s.step)
  and exists (
    select from playbook_versions v cross join lateral json_array_elements(v.content -> 'steps') plan
    where v.id = i.playbook and plan.value ->> 'step' = s.step and plan.value -> 'seats' ->> s.role <> 'told'))`;

/** The seats that a person held on one initiative and lost with their account. */
export interface LostSeats {
  readonly initiativeId: string;
  readonly slug: string;
  readonly seats: readonly LostSeat[];
}

/** A seat that a person lost with their account. */
interface LostSeat {
  readonly step: string;
  readonly stepName: string;
  readonly role: Role;
  /** Whether nobody else sits there in the same role. */
  readonly isEmpty: boolean;
  /** Whether somebody has to take it before a step can close. */
  readonly isAwaited: boolean;
}

/** Empties every seat of a person whose account is being disabled; returns them by initiative. */
export async function loseSeats(tx: Transaction, accountId: string, at: Date): Promise<readonly LostSeats[]> {
  const { rows } = await sql<{
    id: string;
    slug: string;
    step: string;
    step_name: string;
    role: string;
    is_empty: boolean;
    is_awaited: boolean;
  }>`
    with left_now as (
      update seats set left_at = ${at}, left_with_account = true
      where account_id = ${accountId}::uuid and left_at is null
      returning initiative_no, step, role
    )
    select i.id, i.slug, s.step, coalesce(p.name, s.step) as step_name, s.role, ${isAwaited} as is_awaited,
      not exists (select from seats t
        where t.initiative_no = s.initiative_no and t.step = s.step and t.role = s.role and t.left_at is null
          and t.account_id <> ${accountId}::uuid) as is_empty
    from left_now s
    join initiatives i on i.no = s.initiative_no
    left join playbook_steps p on p.playbook = i.playbook and p.step = s.step
    order by i.no, p.place, s.role`.execute(tx.tables());
  const lost = new Map<string, { initiativeId: string; slug: string; seats: LostSeat[] }>();
  for (const row of rows) {
    const place = placeOf(row);
    const known = lost.get(row.id) ?? { initiativeId: row.id, slug: row.slug, seats: [] };
    const isEmpty = row.is_empty;
    if (place) known.seats.push({ ...place, stepName: row.step_name, isEmpty, isAwaited: isEmpty && row.is_awaited });
    lost.set(row.id, known);
  }
  return [...lost.values()];
}

/** Whether a table still has a seat that somebody lost with their account and that has to be taken by somebody else. */
export async function hasLostSeats(tx: Transaction, initiativeNo: number): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select exists (
      select from seats s join initiatives i on i.no = s.initiative_no
      where s.initiative_no = ${initiativeNo} and s.left_with_account and ${isAwaited} and not exists (
        select from seats t where t.initiative_no = s.initiative_no and t.step = s.step and t.role = s.role
          and t.left_at is null)) as has`.execute(tx.tables());
  return rows[0]?.has === true;
}

/**
 * Whether a person can take a seat, held until the end of the transaction: an account that is being disabled at the same
 * moment is either seated before and loses the seat again, or refused.
 */
export async function holdAccount(tx: Transaction, accountId: string): Promise<'here' | 'disabled'> {
  const { rows } = await sql<{ is_disabled: boolean }>`
    select disabled_at is not null as is_disabled from accounts where id = ${accountId}::uuid for share`.execute(
    tx.tables(),
  );
  return rows[0]?.is_disabled ? 'disabled' : 'here';
}

/** Since when a step of an initiative is under way: since the iteration began, another step was closed, or it was opened again. */
export async function underWaySince(
  queryable: Queryable,
  initiative: { readonly no: number; readonly id: string; readonly iteration: number },
  step: string,
): Promise<Date | null> {
  const { rows } = await sql<{ since: Date }>`
    select greatest(
      i.iteration_began_at,
      (select max(c.closed_at) from closed_steps c where c.initiative_no = i.no and c.iteration = i.iteration),
      (select max(e.at) from events e
        where e.subject_id = i.id and e.section = ${step} and e.kind = 'step.reopened' and e.at >= i.iteration_began_at)
    ) as since
    from initiatives i where i.no = ${initiative.no}`.execute(queryable.tables());
  return rows[0]?.since ?? null;
}

/**
 * A step of an iteration as it stood at a moment. A step that was opened again since has no row of its closing any more,
 * so the log is asked too; only Ask of a later iteration is carried over without an event of its own.
 */
export async function stepAsItStood(
  queryable: Queryable,
  initiative: { readonly no: number; readonly id: string },
  about: { readonly iteration: number; readonly step: string; readonly at: string },
): Promise<StepAsItStood> {
  const { iteration, step, at } = about;
  const closings = await sql<{ closed_at: Date | null }>`
    select greatest(
      (select max(e.at) from events e
        where e.subject_id = ${initiative.id}::uuid and e.section = ${step} and e.kind = 'step.closed'
          and (e.detail ->> 'iteration')::int = ${iteration} and e.at <= ${at}::timestamptz),
      (select c.closed_at from closed_steps c
        where c.initiative_no = ${initiative.no} and c.iteration = ${iteration} and c.step = ${step}
          and c.closed_at <= ${at}::timestamptz)
    ) as closed_at`.execute(queryable.tables());
  const { rows } = await sql<{ role: string; seated_at: Date; left_at: Date | null; first_at: Date | null }>`
    select s.role, s.seated_at, s.left_at,
      (select min(e.at) from events e
        where e.subject_id = ${initiative.id}::uuid and e.section = ${step} and e.actor_id = s.account_id
          and is_contribution(e.kind)
          and e.at >= case when i.iteration = ${iteration} then i.iteration_began_at else i.created_at end) as first_at
    from seats s join initiatives i on i.no = s.initiative_no
    where s.initiative_no = ${initiative.no} and s.step = ${step}`.execute(queryable.tables());
  return {
    closedAt: closings.rows[0]?.closed_at?.toISOString() ?? null,
    sitters: rows.flatMap((row) => {
      const role = ROLES.find((known) => known === row.role);
      if (!role) return [];
      return [
        {
          role,
          seatedAt: row.seated_at.toISOString(),
          leftAt: row.left_at?.toISOString() ?? null,
          firstContributionAt: row.first_at?.toISOString() ?? null,
        },
      ];
    }),
  };
}

/** Days without a contribution after which somebody counts as silent in this installation. */
export async function readSilentAfterDays(queryable: Queryable): Promise<number> {
  const row = await queryable
    .tables<PeopleTables>()
    .selectFrom('people_settings')
    .select('silent_after_days')
    .executeTakeFirst();
  return row?.silent_after_days ?? DEFAULT_SILENT_AFTER_DAYS;
}

/** Changes after how many days somebody counts as silent; returns the number that held before. */
export async function writeSilentAfterDays(
  tx: Transaction,
  change: { readonly days: number; readonly accountId: string; readonly at: Date },
): Promise<number> {
  const { rows } = await sql<{ before: number }>`
    update people_settings now
    set silent_after_days = ${change.days}, changed_by = ${change.accountId}::uuid, changed_at = ${change.at}
    from (select silent_after_days from people_settings for update) before
    returning before.silent_after_days as before`.execute(tx.tables());
  return rows[0]?.before ?? DEFAULT_SILENT_AFTER_DAYS;
}

function placeOf(row: {
  readonly step: string;
  readonly role: string;
}): { readonly step: string; readonly role: Role } | undefined {
  const role = ROLES.find((name) => name === row.role);
  return role ? { step: row.step, role } : undefined;
}

/** The numbers of the initiatives that somebody may see. */
export async function visibleInitiatives(queryable: Queryable, viewer: Viewer): Promise<readonly number[]> {
  const { rows } = await sql<{ no: number }>`select i.no from initiatives i where ${isVisible(viewer)}`.execute(
    queryable.tables(),
  );
  return rows.map(({ no }) => no);
}
