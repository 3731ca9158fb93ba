import type { Transaction } from '../../platform/database/database.ts';
import { LEDGER_LIMITS } from './ledger.ts';

/** Advisory locks of the ledger: this class, and the initiative's number. */
const LEDGER_LOCK = 720_002;
const LOCK_NOT_AVAILABLE = '55P03';

/** What came of fixing an as-of date. */
export type FixedAsOf =
  | { readonly kind: 'fixed'; readonly asOf: Date }
  /** Batches were under way for longer than an analysis waits; try again later. */
  | { readonly kind: 'busy' };

/**
 * Lets a writer in and returns the date under which it records, by the database's clock. The lock comes first: whoever
 * fixes an as-of date waits until every writer that may have an earlier date has committed, and every later writer gets
 * a later date, even if the clock was set back. So what an analysis read as of a date can be read again for ever.
 */
export async function enterLedger(tx: Transaction, initiativeNo: number): Promise<Date> {
  await tx.query('select pg_advisory_xact_lock_shared($1::int, $2::int)', [LEDGER_LOCK, initiativeNo]);
  const [row] = await tx.query<{ recorded_at: Date; isolation: string }>(
    `select current_setting('transaction_isolation') as isolation,
       greatest(
         date_trunc('milliseconds', clock_timestamp()),
         (select as_of from ledger_as_of where initiative_no = $1) + interval '1 millisecond'
       ) as recorded_at`,
    [initiativeNo],
  );
  // A snapshot from before the lock would miss the as-of date that the lock waited for.
  if (row?.isolation !== 'read committed') throw new Error('Write to the ledger in a read committed transaction.');
  return row.recorded_at;
}

/**
 * Fixes the date as of which an analysis reads: afterwards no record with this date or an earlier one can appear. It holds
 * off the initiative's writers until the transaction ends, so end it at once and read in the next one.
 */
export async function fixAsOf(
  tx: Transaction,
  initiativeNo: number,
  waitMs: number = LEDGER_LIMITS.asOfWaitMs,
): Promise<FixedAsOf> {
  await tx.query('savepoint before_as_of');
  try {
    await tx.query(`select set_config('lock_timeout', $1, true)`, [`${waitMs}ms`]);
    await tx.query('select pg_advisory_xact_lock($1::int, $2::int)', [LEDGER_LOCK, initiativeNo]);
  } catch (error) {
    await tx.query('rollback to savepoint before_as_of');
    if (isLockTimeout(error)) return { kind: 'busy' };
    throw error;
  }
  await tx.query('release savepoint before_as_of');
  const [row] = await tx.query<{ as_of: Date }>(
    `insert into ledger_as_of as known (initiative_no, as_of)
     values ($1, greatest(
       date_trunc('milliseconds', clock_timestamp()),
       (select max(last_recorded_at) from ledger_counts where initiative_no = $1)
     ))
     on conflict (initiative_no) do update set as_of = greatest(known.as_of, excluded.as_of)
     returning as_of`,
    [initiativeNo],
  );
  if (!row) throw new Error('The as-of date was not stored.');
  return { kind: 'fixed', asOf: row.as_of };
}

/** Whether a statement gave up waiting for a lock. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE;
}
