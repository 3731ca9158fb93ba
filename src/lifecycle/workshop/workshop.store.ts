import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';

/** What a person did in a document, by kind. */
export type Counts = Readonly<Record<string, number>>;

/** The numbers under which an initiative is known, read inside a transaction; `null` when nothing is at the address. */
export async function initiativeAt(
  queryable: Queryable,
  slug: string,
): Promise<{ readonly no: number; readonly id: string } | null> {
  const { rows } = await sql<{ no: number; id: string }>`select no, id from initiatives where slug = ${slug}`.execute(
    queryable.tables(),
  );
  return rows[0] ?? null;
}

/**
 * Adds to what a person did in a document. When they were not told of since `before`, it counts as told at `at`.
 * @returns everything since the last telling when it is time to tell, `null` when it is not yet.
 */
export async function addWork(
  tx: Transaction,
  work: { readonly document: string; readonly accountId: string; readonly counts: Counts },
  at: Date,
  before: Date,
): Promise<Counts | null> {
  const { rows } = await sql<{ counts: Counts; told_at: Date }>`
    select counts, told_at from workshop_work
    where document = ${work.document} and account_id = ${work.accountId} for update`.execute(tx.tables());
  const [known] = rows;
  const counts = sum(known?.counts ?? {}, work.counts);
  const isTime = !known || known.told_at <= before;
  await sql`
    insert into workshop_work (document, account_id, told_at, counts)
    values (${work.document}, ${work.accountId}, ${at}, ${JSON.stringify(isTime ? {} : counts)})
    on conflict (document, account_id) do update set
      told_at = case when ${isTime} then excluded.told_at else workshop_work.told_at end,
      counts = excluded.counts`.execute(tx.tables());
  return isTime ? counts : null;
}

function sum(first: Counts, second: Counts): Counts {
  const total: Record<string, number> = { ...first };
  for (const [kind, count] of Object.entries(second)) total[kind] = (total[kind] ?? 0) + count;
  return total;
}
