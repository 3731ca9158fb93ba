import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import { PORTFOLIO_LIMITS } from './portfolio-limits.ts';
import type { SearchKind } from './search-words.ts';

/** Something found, before it is cut for the page. */
export interface FoundRow {
  readonly kind: SearchKind;
  readonly title: string;
  /** Where the words stand; a text, or a value with texts in it. */
  readonly body: unknown;
  readonly path: string;
  /** Name of the initiative that it belongs to. */
  readonly place: string | null;
}

/**
 * What somebody may see and what has all of the words, a few of each kind, the newest first. What may be seen is part of
 * each statement, so that not even a number of hits tells of anything else. The expressions are those of the indexes.
 */
export async function findEverything(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  words: readonly string[],
): Promise<readonly FoundRow[]> {
  // The words are letters and digits only, so that they cannot be read as operators.
  const wanted = sql`to_tsquery('simple', ${words.map((word) => `${word}:*`).join(' & ')})`;
  const few = PORTFOLIO_LIMITS.foundOfKind;
  const names = words.map((word) => `(^|[^[:alnum:]])${word}`);
  const saysIt = sql`c.words @@ ${wanted} and c.removed_at is null`;
  const { rows } = await sql<FoundRow>`
    with
    -- Which texts have the words is asked of the indexes before anything else: the planner cannot know how rare a
    -- beginning of a word is, and would else read every text from the newest on.
    framings as materialized (
      select f.initiative_no, f.version from framing_versions f
      where jsonb_to_tsvector('simple', f.content, '["string"]') @@ ${wanted} and f.state in ('locked', 'proposed')
    ),
    -- A word that many use is among the newest remarks already; for another one the index has few to give.
    newest_comments as materialized (
      select c.no from comments c join threads t on t.no = c.thread_no join initiatives i on i.no = t.initiative_no
      where c.no > (select max(no) from comments) - ${PORTFOLIO_LIMITS.newestComments}::bigint and ${saysIt} and ${isVisible}
      order by c.no desc limit ${few}
    ),
    comments_found as materialized (
      select no from newest_comments where (select count(*) from newest_comments) = ${few}
      union all
      select c.no from comments c where (select count(*) from newest_comments) < ${few} and ${saysIt}
    )
    (select 'initiative' as kind, i.name as title, to_jsonb(i.question) as body, '/i/' || i.slug || '/overview' as path,
       null as place
     from initiatives i
     where to_tsvector('simple', i.name || ' ' || i.question) @@ ${wanted} and ${isVisible}
     order by i.no desc limit ${few})
    union all
    (select 'framing', 'Framing, version ' || f.version, f.content, '/i/' || i.slug || '/frame?version=' || f.version, i.name
     from framings join framing_versions f using (initiative_no, version) join initiatives i on i.no = f.initiative_no
     where ${isVisible}
     order by f.initiative_no desc limit ${few})
    union all
    (select 'decision', d.what, to_jsonb(d.why), '/i/' || i.slug || '/talk?thread=' || t.id, i.name
     from decisions d join threads t on t.no = d.thread_no join initiatives i on i.no = t.initiative_no
     where d.words @@ ${wanted} and ${isVisible}
     order by d.no desc limit ${few})
    union all
    (select 'comment', a.name || ' about ' || t.label, to_jsonb(c.text), '/i/' || i.slug || '/talk?thread=' || t.id, i.name
     from comments_found join comments c using (no) join threads t on t.no = c.thread_no
     join initiatives i on i.no = t.initiative_no join accounts a on a.id = c.author_id
     where ${isVisible}
     order by c.no desc limit ${few})
    union all
    (select 'person', a.name, 'null'::jsonb, '/people', null
     from accounts a
     where a.disabled_at is null and a.name ~* all(${names}::text[])
     order by a.name limit ${few})`.execute(queryable.tables());
  return rows;
}
