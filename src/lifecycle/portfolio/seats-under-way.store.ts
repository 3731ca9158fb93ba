import { sql } from 'kysely';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { isRequired, type Playbook, ROLES } from '../people/index.ts';

/**
 * Brings `seats_under_way` up to date: the needed seats of the step where each initiative is now, one row for each person
 * on them or one with nobody. Every event marks its initiative as changed, in its own transaction, and only the marked
 * ones are read anew, when somebody asks. So no other room has to know of this table, and what is read is never old.
 */
export async function settleSeatsUnderWay(database: Database, playbooks: readonly Playbook[]): Promise<void> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from lines_changed) as found`.execute(
    database.tables(),
  );
  if (!rows[0]?.found) return;
  await database.transaction(async (tx) => {
    // Whoever comes at the same moment waits for the result instead of reading what is being replaced.
    await sql`select pg_advisory_xact_lock(hashtextextended('seats_under_way', 0))`.execute(tx.tables());
    await settleChanged(tx, playbooks);
  });
}

async function settleChanged(tx: Transaction, playbooks: readonly Playbook[]): Promise<void> {
  // A mark that a transaction under way holds stays, because its change cannot be seen yet; see the migration.
  const { rows } = await sql<{ no: number }>`
    delete from lines_changed where ctid in (select ctid from lines_changed for update skip locked)
    returning initiative_no as no`.execute(tx.tables());
  const changed = [...new Set(rows.map(({ no }) => no))];
  if (changed.length === 0) return;
  const steps = playbooks.flatMap(({ id, steps: plans }) => plans.map(({ step }, place) => ({ id, step, place })));
  const needed = playbooks.flatMap(({ id, steps: plans }) =>
    plans.flatMap(({ step, seats }) =>
      ROLES.filter((role) => isRequired(seats[role] ?? 'told')).map((role) => ({ id, step, role })),
    ),
  );
  await sql`delete from seats_under_way where initiative_no = any(${changed}::bigint[])`.execute(tx.tables());
  await sql`
    insert into seats_under_way
      (initiative_no, step, role, account_id, since, waits_since, is_chair_heard, chair_quiet_since, is_first_of_chair)
    with steps as materialized (
      select * from unnest(${steps.map(({ id }) => id)}::text[], ${steps.map(({ step }) => step)}::text[],
        ${steps.map(({ place }) => place)}::int[]) s (playbook, step, place)
    ),
    needed as materialized (
      select * from unnest(${needed.map(({ id }) => id)}::text[], ${needed.map(({ step }) => step)}::text[],
        ${needed.map(({ role }) => role)}::text[]) n (playbook, step, role)
    ),
    placed as materialized (
      select i.no, i.playbook, i.iteration_began_at, now.step,
        greatest(i.iteration_began_at,
          (select max(c.closed_at) from closed_steps c where c.initiative_no = i.no and c.iteration = i.iteration),
          (select max(e.at) from events e
            where e.subject_id = i.id and e.section = now.step and e.kind = 'step.reopened'
              and e.at >= i.iteration_began_at)) as since
      from initiatives i
      cross join lateral (
        select s.step from steps s
        where s.playbook = i.playbook and not exists (
          select from closed_steps c where c.initiative_no = i.no and c.iteration = i.iteration and c.step = s.step)
        order by s.place limit 1) now
      where i.no = any(${changed}::bigint[])
    )
    select p.no, p.step, n.role, s.account_id, p.since, greatest(s.seated_at, p.since),
      bool_or(heard.at is not null) over chair, max(greatest(heard.at, s.seated_at, p.since)) over chair,
      row_number() over chair = 1
    from placed p
    join needed n on n.playbook = p.playbook and n.step = p.step
    left join seats s on s.initiative_no = p.no and s.step = p.step and s.role = n.role and s.left_at is null
    cross join lateral (
      select case when s.last_contribution_at >= p.iteration_began_at then s.last_contribution_at end as at) heard
    window chair as (partition by p.no, n.role)`.execute(tx.tables());
}
