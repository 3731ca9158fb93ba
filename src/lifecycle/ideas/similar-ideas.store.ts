import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { IdeaState } from './idea.ts';
import { anyOf } from './similar-words.ts';

/** An earlier idea like the one that is being written. */
export interface SimilarIdea {
  readonly id: string;
  readonly sentence: string;
  readonly state: IdeaState;
  readonly supportCount: number;
  readonly createdAt: Date;
  readonly initiativeNo: number | null;
  readonly reason: string | null;
  /** How alike it is; only the order means something. */
  readonly score: number;
}

/** Matches that are looked at, because several may have been merged into the same idea. */
const MATCHES = 50;

/**
 * Ideas that share words with a sentence, those that share most first. One that was merged is found by its own words and
 * shown as the one that it went into; withdrawn ones are not shown.
 */
export async function findSimilarIdeas(
  queryable: Queryable,
  words: readonly string[],
  limit: number,
): Promise<readonly SimilarIdea[]> {
  const { rows } = await sql<{
    id: string;
    sentence: string;
    state: IdeaState;
    support_count: number;
    created_at: Date;
    initiative_no: number | null;
    reason: string | null;
    score: number;
  }>`
    with asked as (select websearch_to_tsquery('english', ${anyOf(words)}) as words),
    matching as (
      select i.no, i.merged_into_no, ts_rank(i.words, asked.words) as score from ideas i, asked
      where i.words @@ asked.words
      order by score desc, i.no desc limit ${MATCHES}
    ),
    found as (
      select coalesce(merged_into_no, no) as no, max(score) as score from matching group by 1
    )
    select i.id, i.sentence, i.state, i.support_count, i.created_at, i.initiative_no, i.reason, found.score
    from found join ideas i on i.no = found.no
    where i.state <> 'withdrawn'
    order by found.score desc, i.no desc
    limit ${limit}`.execute(queryable.tables());
  return rows.map((row) => ({
    id: row.id,
    sentence: row.sentence,
    state: row.state,
    supportCount: row.support_count,
    createdAt: row.created_at,
    initiativeNo: row.initiative_no,
    reason: row.reason,
    score: row.score,
  }));
}
