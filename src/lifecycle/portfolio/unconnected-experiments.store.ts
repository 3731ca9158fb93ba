import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { UnconnectedExperiments } from './today-facts.ts';

/** The experiments that a person made, that hold runs or traces and belong to no initiative; `null` for none. */
export async function unconnectedExperiments(
  queryable: Queryable,
  accountId: string,
  limit: number,
): Promise<UnconnectedExperiments | null> {
  const { rows } = await sql<{ no: number; name: string; created_ms: number }>`
    select e.no, e.name, e.created_ms from experiments e
    where e.created_by = ${accountId}::uuid and e.initiative_no is null and e.deleted_ms is null
      and (exists (select from runs r where r.experiment_no = e.no and r.deleted_ms is null)
        or exists (select from traces t where t.experiment_no = e.no and t.deleted_at is null))
    order by e.no desc limit ${limit}`.execute(queryable.tables());
  const [newest, oldest] = [rows[0], rows.at(-1)];
  if (!newest || !oldest) return null;
  return {
    count: rows.length,
    isWhole: rows.length < limit,
    newest: { id: String(newest.no), name: newest.name },
    since: new Date(oldest.created_ms).toISOString(),
  };
}
