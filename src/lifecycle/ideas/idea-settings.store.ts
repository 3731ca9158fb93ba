import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { type Department, IDEA_LIMITS } from './idea.ts';

interface SettingTables {
  departments: { no: number; id: string; name: string };
  idea_stewards: { account_id: string; named_by: string; named_at: Date };
  idea_settings: { only_one: boolean; fiscal_year_start: number };
}

/** The departments by name. */
export async function listDepartments(queryable: Queryable): Promise<readonly Department[]> {
  return queryable
    .tables<SettingTables>()
    .selectFrom('departments')
    .select(['id', 'name'])
    .orderBy(sql`lower(name)`)
    .limit(IDEA_LIMITS.departments)
    .execute();
}

/** The number of a department; `null` when there is none with this id. */
export async function departmentNo(queryable: Queryable, id: string): Promise<number | null> {
  const row = await queryable
    .tables<SettingTables>()
    .selectFrom('departments')
    .select('no')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.no ?? null;
}

/** Lets one transaction at a time change the list of departments. */
export async function lockDepartments(tx: Transaction): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('throughline.departments', 0))");
}

/** Adds a department. The list must be held, and the name be free. */
export async function insertDepartment(tx: Transaction, department: Department): Promise<void> {
  await sql`insert into departments (id, name) values (${department.id}::uuid, ${department.name})`.execute(
    tx.tables(),
  );
}

/** Gives a department another name; its ideas follow. The name before, or `null` when there is no such department. */
export async function renameDepartment(tx: Transaction, department: Department): Promise<string | null> {
  const { rows } = await sql<{ before: string }>`
    update departments now set name = ${department.name}
    from (select no, name from departments where id = ${department.id}::uuid) past
    where now.no = past.no returning past.name as before`.execute(tx.tables());
  return rows[0]?.before ?? null;
}

/** The stewards of ideas by name, those only whose account is in use. */
export async function listStewards(
  queryable: Queryable,
): Promise<readonly { readonly accountId: string; readonly name: string }[]> {
  const { rows } = await sql<{ account_id: string; name: string }>`
    select s.account_id, a.name from idea_stewards s join accounts a on a.id = s.account_id and a.disabled_at is null
    order by a.name, s.account_id limit ${IDEA_LIMITS.stewards}`.execute(queryable.tables());
  return rows.map((row) => ({ accountId: row.account_id, name: row.name }));
}

/** Whether a person is a steward of ideas. */
export async function isSteward(queryable: Queryable, accountId: string): Promise<boolean> {
  const row = await queryable
    .tables<SettingTables>()
    .selectFrom('idea_stewards')
    .select('account_id')
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Makes a person a steward; says whether that is new. */
export async function insertSteward(tx: Transaction, accountId: string, namedBy: string, at: Date): Promise<boolean> {
  const row = await tx
    .tables<SettingTables>()
    .insertInto('idea_stewards')
    .values({ account_id: accountId, named_by: namedBy, named_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('account_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends a person's stewardship; says whether there was one. */
export async function deleteSteward(tx: Transaction, accountId: string): Promise<boolean> {
  const row = await tx
    .tables<SettingTables>()
    .deleteFrom('idea_stewards')
    .where('account_id', '=', accountId)
    .returning('account_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The month, from 1, in which the organisation's year begins. */
export async function fiscalYearStart(queryable: Queryable): Promise<number> {
  const row = await queryable
    .tables<SettingTables>()
    .selectFrom('idea_settings')
    .select('fiscal_year_start')
    .executeTakeFirstOrThrow();
  return row.fiscal_year_start;
}

/** Sets the month, from 1, in which the organisation's year begins. */
export async function putFiscalYearStart(tx: Transaction, month: number): Promise<void> {
  await tx.tables<SettingTables>().updateTable('idea_settings').set({ fiscal_year_start: month }).execute();
}
