import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import { roleOf } from './role-of.ts';
import type { ComparedTasks, OpenProposal } from './today-facts.ts';

/** The possible tasks of each of these initiatives, for those that have any which is still compared. */
export async function comparedTasks(
  queryable: Queryable,
  initiativeNos: readonly number[],
  accountId: string,
): Promise<ReadonlyMap<number, ComparedTasks>> {
  if (initiativeNos.length === 0) return new Map();
  const { rows } = await sql<{ no: number; open: number; is_chosen: boolean; is_mine: boolean; since: Date }>`
    select c.initiative_no as no, count(*) filter (where c.state = 'open')::int as open,
      bool_or(c.state = 'chosen') as is_chosen,
      bool_or(c.state = 'open' and exists (
        select from framing_candidate_supports s where s.candidate_no = c.no and s.account_id = ${accountId}::uuid
      )) as is_mine,
      min(c.updated_at) filter (where c.state = 'open') as since
    from framing_candidates c
    where c.initiative_no = any(${[...initiativeNos]}::bigint[]) and c.state <> 'discarded'
    group by c.initiative_no having bool_or(c.state = 'open')`.execute(queryable.tables());
  return new Map(
    rows.map(({ no, open, is_chosen: isOneChosen, is_mine: isSupportedByPerson, since }) => [
      no,
      { open, isOneChosen, isSupportedByPerson, since: since.toISOString() },
    ]),
  );
}

/**
 * The proposals that wait for a decision at these initiatives, the longest waiting first, at most `limit`. One about a
 * version whose experiment was moved to another initiative since can no longer be decided, and is left out.
 */
export async function openProposals(
  queryable: Queryable,
  initiativeNos: readonly number[],
  limit: number,
): Promise<readonly OpenProposal[]> {
  if (initiativeNos.length === 0) return [];
  const { rows } = await sql<{
    id: string;
    initiative_no: number;
    model: string;
    alias: string;
    version: number | null;
    proposed_by_name: string;
    proposed_at: Date;
    author_ids: readonly string[];
    decisions: readonly { readonly role: string; readonly accountId: string }[];
  }>`
    select p.id, p.initiative_no, m.name as model, p.alias, p.version, p.proposed_by_name, p.proposed_at, v.author_ids,
      (select coalesce(jsonb_agg(jsonb_build_object('role', d.role, 'accountId', d.account_id)), '[]')
        from proposal_decisions d where d.proposal_id = p.id) as decisions
    from alias_proposals p
    join registered_models m on m.no = p.model_no and m.deleted_at is null
    left join model_aliases a on a.model_no = p.model_no and a.alias = p.alias
    join model_versions v on v.model_no = p.model_no and v.version = coalesce(p.version, a.version)
      and v.deleted_at is null
    join experiments e on e.no = v.experiment_no and e.initiative_no = p.initiative_no
    where p.initiative_no = any(${[...initiativeNos]}::bigint[]) and p.state = 'open'
    order by p.proposed_at, p.id limit ${limit}`.execute(queryable.tables());
  return rows.map((row) => ({
    id: row.id,
    initiativeNo: row.initiative_no,
    model: row.model,
    alias: row.alias,
    version: row.version,
    proposedByName: row.proposed_by_name,
    proposedAt: row.proposed_at.toISOString(),
    authorIds: row.author_ids,
    decisions: row.decisions.flatMap(({ role: word, accountId }) => {
      const role = roleOf(word);
      return role ? [{ role, accountId }] : [];
    }),
  }));
}
