import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';

/** How alike two spellings must be, from 0 to 1, by the trigrams that they share. */
const ALIKE = 0.4;

/** For words that no question ever used, the known word that is spelt most like them; nothing where none is near. */
export async function nearestWords(queryable: Queryable, words: readonly string[]): Promise<readonly string[]> {
  if (words.length === 0) return [];
  const { rows } = await sql<{ word: string }>`
    select distinct near.word
    from unnest(${[...words]}::text[]) asked (word)
    cross join lateral (
      select w.word from question_words w
      where w.word % asked.word and similarity(w.word, asked.word) >= ${ALIKE}
      order by similarity(w.word, asked.word) desc, w.word limit 1
    ) near
    where not exists (select from question_words known where known.word = asked.word)`.execute(queryable.tables());
  return rows.map(({ word }) => word);
}
