import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { Mention } from './thread.ts';

/** Whether account `a` may see initiative `i`, in the language of the database; the room of people knows the rule. */
export type IsReader = RawBuilder<boolean>;

/** Somebody who can be mentioned. */
export interface Mentionable extends Mention {
  readonly isAtTable: boolean;
}

/** People who may see an initiative and one of whose names begins so, those at its table first. */
export async function mentionablePeople(
  queryable: Queryable,
  isReader: IsReader,
  initiativeNo: number,
  name: string,
  limit: number,
): Promise<readonly Mentionable[]> {
  const start = `${name.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<{ account_id: string; name: string; is_at_table: boolean }>`
    select a.id as account_id, a.name, exists (
      select from seats s where s.initiative_no = i.no and s.account_id = a.id and s.left_at is null) as is_at_table
    from initiatives i cross join accounts a
    where i.no = ${initiativeNo} and a.disabled_at is null and ${isReader}
      and (a.name ilike ${start} or a.name ilike ${`% ${start}`})
    order by is_at_table desc, a.name, a.id
    limit ${limit}`.execute(queryable.tables());
  return rows.map((row) => ({ accountId: row.account_id, name: row.name, isAtTable: row.is_at_table }));
}

/** Those of some accounts that may see an initiative, with their names. */
export async function readersAmong(
  queryable: Queryable,
  isReader: IsReader,
  initiativeNo: number,
  accountIds: readonly string[],
): Promise<readonly Mention[]> {
  if (accountIds.length === 0) return [];
  const { rows } = await sql<{ account_id: string; name: string }>`
    select a.id as account_id, a.name from initiatives i cross join accounts a
    where i.no = ${initiativeNo} and a.id = any(${[...accountIds]}::uuid[]) and a.disabled_at is null
      and ${isReader}`.execute(queryable.tables());
  return rows.map((row) => ({ accountId: row.account_id, name: row.name }));
}
