import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';

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
 * Notes that a person's work in a document is told of at `at`, unless it was told of after `before`.
 * @returns whether it is to be told of now; of several processes one gets `true`.
 */
export async function noteTelling(
  tx: Transaction,
  telling: { readonly document: string; readonly accountId: string },
  at: Date,
  before: Date,
): Promise<boolean> {
  const { rows } = await sql`
    insert into workshop_tellings (document, account_id, told_at)
    values (${telling.document}, ${telling.accountId}, ${at})
    on conflict (document, account_id) do update set told_at = excluded.told_at
      where workshop_tellings.told_at <= ${before}
    returning told_at`.execute(tx.tables());
  return rows.length > 0;
}
