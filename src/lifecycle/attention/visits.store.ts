import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';

/** A pause after which somebody who comes back begins a new visit, minutes. */
const PAUSE_MINUTES = 30;

/**
 * Notes that a person is here and returns when their visit before this one ended; `null` on their first visit. Whoever was
 * away for half an hour begins a new visit.
 */
export async function noteVisit(queryable: Queryable, accountId: string, now: Date): Promise<Date | null> {
  const { rows } = await sql<{ previous_visit_at: Date | null }>`
    insert into visits (account_id, last_seen_at) values (${accountId}, ${now})
    on conflict (account_id) do update set
      previous_visit_at = case when visits.last_seen_at < ${now}::timestamptz - make_interval(mins => ${PAUSE_MINUTES})
        then visits.last_seen_at else visits.previous_visit_at end,
      last_seen_at = greatest(visits.last_seen_at, excluded.last_seen_at)
    returning previous_visit_at`.execute(queryable.tables());
  return rows[0]?.previous_visit_at ?? null;
}
