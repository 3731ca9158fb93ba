import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { IDEA_LIMITS } from './idea.ts';

interface SupportTables {
  ideas: { no: number; support_count: number };
  idea_supports: { idea_no: number; account_id: string; supported_at: Date };
}

/** Counts a person's support once, however often it is cast; says whether it is new. The idea must be held. */
export async function addSupport(tx: Transaction, ideaNo: number, accountId: string, at: Date): Promise<boolean> {
  const added = await tx
    .tables<SupportTables>()
    .insertInto('idea_supports')
    .values({ idea_no: ideaNo, account_id: accountId, supported_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('idea_no')
    .executeTakeFirst();
  if (added) await recount(tx, ideaNo);
  return added !== undefined;
}

/** Takes a person's support back; says whether there was one. The idea must be held. */
export async function removeSupport(tx: Transaction, ideaNo: number, accountId: string): Promise<boolean> {
  const removed = await tx
    .tables<SupportTables>()
    .deleteFrom('idea_supports')
    .where('idea_no', '=', ideaNo)
    .where('account_id', '=', accountId)
    .returning('idea_no')
    .executeTakeFirst();
  if (removed) await recount(tx, ideaNo);
  return removed !== undefined;
}

/**
 * Lets the supporters of one idea, and its proposer, support another; whoever does already, and the other's proposer,
 * count once. Both ideas must be held.
 */
export async function moveSupports(
  tx: Transaction,
  from: { readonly no: number; readonly proposerId: string },
  to: { readonly no: number; readonly proposerId: string },
  at: Date,
): Promise<void> {
  await sql`
    insert into idea_supports (idea_no, account_id, supported_at)
    select ${to.no}::bigint, moving.account_id, min(moving.supported_at)
    from (
      select account_id, supported_at from idea_supports where idea_no = ${from.no}
      union all select ${from.proposerId}::uuid, ${at}::timestamptz
    ) moving
    where moving.account_id <> ${to.proposerId}::uuid
    group by moving.account_id
    on conflict do nothing`.execute(tx.tables());
  await recount(tx, to.no);
}

async function recount(tx: Transaction, ideaNo: number): Promise<void> {
  await sql`
    update ideas set support_count = (select count(*) from idea_supports s where s.idea_no = ${ideaNo})
    where no = ${ideaNo}`.execute(tx.tables());
}

/** Whether a person supports an idea. */
export async function doesSupport(queryable: Queryable, ideaNo: number, accountId: string): Promise<boolean> {
  const row = await queryable
    .tables<SupportTables>()
    .selectFrom('idea_supports')
    .select('idea_no')
    .where('idea_no', '=', ideaNo)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row !== undefined;
}

/** The first supporters by name. */
export async function namedSupporters(
  queryable: Queryable,
  ideaNo: number,
): Promise<readonly { readonly accountId: string; readonly name: string }[]> {
  const { rows } = await sql<{ account_id: string; name: string }>`
    select s.account_id, a.name from idea_supports s join accounts a on a.id = s.account_id
    where s.idea_no = ${ideaNo} order by s.supported_at, s.account_id limit ${IDEA_LIMITS.namedSupporters}`.execute(
    queryable.tables(),
  );
  return rows.map((row) => ({ accountId: row.account_id, name: row.name }));
}

/** Accounts of supporters, for those who are to be told. */
export async function supporterIds(queryable: Queryable, ideaNo: number): Promise<readonly string[]> {
  const rows = await queryable
    .tables<SupportTables>()
    .selectFrom('idea_supports')
    .select('account_id')
    .where('idea_no', '=', ideaNo)
    .orderBy('supported_at')
    .limit(IDEA_LIMITS.toldSupporters)
    .execute();
  return rows.map((row) => row.account_id);
}
