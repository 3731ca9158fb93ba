import type { Database } from '../database/database.ts';

/** How long the row of a job that was done or cancelled stays, for whoever looks into what happened. */
const KEPT_DAYS = 7;
/** Rows that one statement removes, so that none of them takes long. */
const PAGE = 1_000;

/**
 * Removes the rows of jobs that were done or cancelled a while ago, page by page. Those that failed stay: nothing else says
 * why, and there are few.
 * @returns how many were removed.
 */
export async function removeEndedJobs(database: Database): Promise<number> {
  for (let removed = 0; ; ) {
    const page = await database.query(
      `delete from jobs where id in (
         select id from jobs where state in ('done', 'cancelled') and finished_at < now() - $1 * interval '1 day'
         order by finished_at limit $2 for update skip locked)
       returning id`,
      [KEPT_DAYS, PAGE],
    );
    removed += page.length;
    if (page.length < PAGE) return removed;
  }
}
