import { sql } from 'kysely';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { RISK_TIER_UNTIL_SIGNED } from '../people/index.ts';
import { presentSince, presentStep } from './line-fragments.store.ts';

/**
 * Brings `seats_under_way` up to date: the seats that the gate wants to hear at the step where each initiative is now, one row for each person
 * on them or one with nobody. Every event marks its initiative as changed, in its own transaction, and only the marked
 * ones are read anew, when somebody asks. So no other room has to know of this table, and what is read is never old.
 */
export async function settleSeatsUnderWay(database: Database): Promise<void> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from lines_changed) as found`.execute(
    database.tables(),
  );
  if (!rows[0]?.found) return;
  let taken: number;
  do {
    taken = await database.transaction(async (tx) => {
      // Whoever comes at the same moment waits for the result instead of reading what is being replaced.
      await sql`select pg_advisory_xact_lock(hashtextextended('seats_under_way', 0))`.execute(tx.tables());
      return settleChanged(tx);
    });
  } while (taken === MARKS_AT_ONCE);
}

/** Marks that one transaction takes away, so that settling everything after an upgrade stays within the time of a statement. */
const MARKS_AT_ONCE = 2_000;

/** Settles some of the marked initiatives; returns how many marks it took away. */
async function settleChanged(tx: Transaction): Promise<number> {
  // A mark that a transaction under way holds stays, because its change cannot be seen yet; see the migration.
  const { rows } = await sql<{ no: number }>`
    delete from lines_changed where ctid in (select ctid from lines_changed limit ${MARKS_AT_ONCE} for update skip locked)
    returning initiative_no as no`.execute(tx.tables());
  const changed = [...new Set(rows.map(({ no }) => no))];
  if (changed.length === 0) return 0;
  await sql`delete from seats_under_way where initiative_no = any(${changed}::bigint[])`.execute(tx.tables());
  await sql`
    insert into seats_under_way
      (initiative_no, step, part, role, account_id, since, waits_since, is_chair_heard, chair_quiet_since,
        is_first_of_chair, visibility)
    with placed as materialized (
      select i.no, i.visibility, i.playbook, i.step, i.iteration_began_at, ${presentSince} as since,
        coalesce((select f.summary ->> 'riskTier' from framing_versions f
          where f.initiative_no = i.no and f.state = 'locked'), ${RISK_TIER_UNTIL_SIGNED}) as tier
      from (select i.*, ${presentStep} as step from initiatives i where i.no = any(${changed}::bigint[])) i
      where i.step is not null
    ),
    needed as materialized (
      select v.id as playbook, plan.value ->> 'step' as step, plan.value ->> 'part' as part, tier.key as tier, role
      from playbook_versions v
      cross join lateral json_array_elements(v.content -> 'steps') plan
      cross join lateral json_each(plan.value -> 'gate') tier
      cross join lateral json_array_elements_text(tier.value -> 'heard') role
      where v.id in (select playbook from placed)
    )
    select p.no, p.step, n.part, n.role, s.account_id, p.since, greatest(s.seated_at, p.since),
      bool_or(heard.at is not null) over chair, max(greatest(heard.at, s.seated_at, p.since)) over chair,
      row_number() over chair = 1, p.visibility
    from placed p
    join needed n on n.playbook = p.playbook and n.step = p.step and n.tier = p.tier
    left join seats s on s.initiative_no = p.no and s.step = p.step and s.role = n.role and s.left_at is null
    cross join lateral (
      select case when s.last_contribution_at >= p.iteration_began_at then s.last_contribution_at end as at) heard
    window chair as (partition by p.no, n.role)`.execute(tx.tables());
  return rows.length;
}
