import type { Queryable, Transaction } from '../../platform/database/queryable.ts';

/** For how many days deleted things are kept; `null` for ever. */
export async function readKeptDays(queryable: Queryable): Promise<number | null> {
  const [row] = await queryable.query<{ kept_days: number | null }>('select kept_days from retention');
  return row?.kept_days ?? null;
}

/** The same, held until the end of the transaction. */
export async function holdKeptDays(tx: Transaction): Promise<number | null> {
  const [row] = await tx.query<{ kept_days: number | null }>('select kept_days from retention for update');
  return row?.kept_days ?? null;
}

/** Changes for how many days deleted things are kept. */
export async function setKeptDays(tx: Transaction, keptDays: number | null): Promise<void> {
  await tx.query('update retention set kept_days = $1', [keptDays]);
}
