import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import type { AuthTables } from './auth-tables.ts';

/** A counter after an attempt was added. */
export interface AttemptCount {
  readonly attempts: number;
  readonly windowEndsAt: Date;
}

/** How many ended counters one attempt clears away. */
const CLEARED_AT_ONCE = 20;

/** Counts one attempt, in a new window when the last one has ended, in one statement, so that no attempt is missed. */
export async function countAttempt(
  db: Queryable,
  key: string,
  windowSeconds: number,
  now: Date,
): Promise<AttemptCount> {
  const tables = db.tables<AuthTables>();
  await sql`
    delete from rate_limits where key in (
      select key from rate_limits where window_ends_at <= ${now} limit ${CLEARED_AT_ONCE} for update skip locked
    )`.execute(tables);
  const row = await tables
    .insertInto('rate_limits')
    .values({ key, attempts: 1, window_ends_at: new Date(now.getTime() + windowSeconds * 1000) })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        attempts: sql`case when rate_limits.window_ends_at <= ${now} then 1 else rate_limits.attempts + 1 end`,
        window_ends_at: sql`case when rate_limits.window_ends_at <= ${now} then excluded.window_ends_at else rate_limits.window_ends_at end`,
      }),
    )
    .returning(['attempts', 'window_ends_at'])
    .executeTakeFirstOrThrow();
  return { attempts: row.attempts, windowEndsAt: row.window_ends_at };
}

/** Clears a counter. */
export async function forgetAttempts(db: Queryable, key: string): Promise<void> {
  await db.tables<AuthTables>().deleteFrom('rate_limits').where('key', '=', key).execute();
}

/** Takes one attempt back. */
export async function giveAttemptBack(db: Queryable, key: string): Promise<void> {
  await db
    .tables<AuthTables>()
    .updateTable('rate_limits')
    .set({ attempts: sql`greatest(attempts - 1, 0)` })
    .where('key', '=', key)
    .execute();
}
