import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import { IDEA_LIMITS } from './idea.ts';

/** One line of an idea's story. */
export interface StoryEntry {
  readonly seq: number;
  readonly at: Date;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly kind: string;
  readonly sentence: string;
  readonly reason: string | null;
  /** The first words of an idea that was merged into this one, when the entry comes from there. */
  readonly from: string | null;
}

/** Kinds that the page shows by name and number instead of one by one. */
const SHOWN_ELSEWHERE = ['idea.supported', 'idea.support-withdrawn'];

/** What happened to an idea and to those that were merged into it, oldest first: the newest entries up to a limit. */
export async function readStory(queryable: Queryable, ideaNo: number): Promise<readonly StoryEntry[]> {
  const { rows } = await sql<{
    seq: number;
    at: Date;
    actor_id: string | null;
    actor_name: string;
    kind: string;
    sentence: string;
    reason: string | null;
    origin: string | null;
  }>`
    select e.seq, e.at, e.actor_id, e.actor_name, e.kind, e.sentence, e.reason,
      case when i.no = ${ideaNo} then null else i.sentence end as origin
    from ideas i join events e on e.subject_id = i.id
    where (i.no = ${ideaNo} or i.merged_into_no = ${ideaNo}) and e.kind <> all(${SHOWN_ELSEWHERE}::text[])
    order by e.seq desc limit ${IDEA_LIMITS.story}`.execute(queryable.tables());
  return rows
    .map((row) => ({
      seq: row.seq,
      at: row.at,
      actorId: row.actor_id,
      actorName: row.actor_name,
      kind: row.kind,
      sentence: row.sentence,
      reason: row.reason,
      from: row.origin,
    }))
    .reverse();
}
