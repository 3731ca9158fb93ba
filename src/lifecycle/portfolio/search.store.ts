import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import { PROMPT_TAG } from '../registry/index.ts';
import { PORTFOLIO_LIMITS } from './portfolio-limits.ts';
import type { SearchKind } from './search-words.ts';

/** Something found, before it is cut for the page. */
export interface FoundRow {
  readonly kind: SearchKind;
  readonly title: string;
  /** Where the words stand; a text, or a value with texts in it. */
  readonly body: unknown;
  /** Where it is; empty for a model or a prompt, whose address follows from its name. */
  readonly path: string;
  /** Name of the initiative that it belongs to. */
  readonly place: string | null;
}

/** Whose eyes are searched with: the rules of initiatives `i` and of models `m` in the language of the database. */
export interface SearchReader {
  readonly isVisible: RawBuilder<boolean>;
  readonly isVisibleModel: RawBuilder<boolean>;
}

/**
 * What somebody may see and what has all of the words, a few of each kind, the newest first. What may be seen is part of
 * each statement, so that not even a number of hits tells of anything else. The expressions are those of the indexes.
 */
export async function findEverything(
  queryable: Queryable,
  reader: SearchReader,
  words: readonly string[],
): Promise<readonly FoundRow[]> {
  // The words are letters and digits only, so that they cannot be read as operators.
  const wanted = sql`to_tsquery('simple', ${words.map((word) => `${word}:*`).join(' & ')})`;
  const parts = [saidIn(reader, wanted), madeIn(reader, wanted), named(words)];
  const { rows } = await sql<FoundRow>`${sql.join(parts, sql` union all `)}`.execute(queryable.tables());
  return rows;
}

const few = PORTFOLIO_LIMITS.foundOfKind;

/** What people asked, proposed, agreed and said. */
function saidIn({ isVisible }: SearchReader, wanted: RawBuilder<unknown>): RawBuilder<unknown> {
  // Which texts have the words is asked of the indexes before anything else: the planner cannot know how rare a
  // beginning of a word is, and would else read every text from the newest on.
  const saysIt = sql`c.words @@ ${wanted} and c.removed_at is null`;
  return sql`
    (select 'initiative' as kind, i.name as title, to_jsonb(i.question) as body, '/i/' || i.slug || '/overview' as path,
       null as place
     from initiatives i
     where to_tsvector('simple', i.name || ' ' || i.question) @@ ${wanted} and ${isVisible}
     order by i.no desc limit ${few})
    union all
    (select 'idea', d.sentence, 'null'::jsonb, '/ideas/' || d.id, null
     from ideas d
     where to_tsvector('simple', d.sentence) @@ ${wanted} and d.state not in ('merged', 'withdrawn')
     order by d.no desc limit ${few})
    union all
    (with framings as materialized (
       select f.initiative_no, f.version from framing_versions f
       where jsonb_to_tsvector('simple', f.content, '["string"]') @@ ${wanted} and f.state in ('locked', 'proposed')
     )
     select 'framing', 'Framing, version ' || f.version, f.content, '/i/' || i.slug || '/frame?version=' || f.version, i.name
     from framings join framing_versions f using (initiative_no, version) join initiatives i on i.no = f.initiative_no
     where ${isVisible}
     order by f.initiative_no desc limit ${few})
    union all
    (select 'decision', d.what, to_jsonb(d.why), '/i/' || i.slug || '/talk?thread=' || t.id, i.name
     from decisions d join threads t on t.no = d.thread_no join initiatives i on i.no = t.initiative_no
     where d.words @@ ${wanted} and ${isVisible}
     order by d.no desc limit ${few})
    union all
    (with newest_comments as materialized (
       -- A word that many use is among the newest remarks already; for another one the index has few to give.
       select c.no from comments c join threads t on t.no = c.thread_no join initiatives i on i.no = t.initiative_no
       where c.no > (select max(no) from comments) - ${PORTFOLIO_LIMITS.newestComments}::bigint and ${saysIt} and ${isVisible}
       order by c.no desc limit ${few}
     ),
     comments_found as materialized (
       select no from newest_comments where (select count(*) from newest_comments) = ${few}
       union all
       select c.no from comments c where (select count(*) from newest_comments) < ${few} and ${saysIt}
     )
     select 'comment', a.name || ' about ' || t.label, to_jsonb(c.text), '/i/' || i.slug || '/talk?thread=' || t.id, i.name
     from comments_found join comments c using (no) join threads t on t.no = c.thread_no
     join initiatives i on i.no = t.initiative_no join accounts a on a.id = c.author_id
     where ${isVisible}
     order by c.no desc limit ${few})`;
}

/** What was tried, registered and found wrong. Experiments of no initiative are everybody's to see. */
function madeIn({ isVisible, isVisibleModel }: SearchReader, wanted: RawBuilder<unknown>): RawBuilder<unknown> {
  const build = sql`coalesce('/i/' || i.slug || '/build', '/experiments')`;
  const isSeen = sql`(i.no is null or ${isVisible})`;
  return sql`
    (select 'finding', f.title, to_jsonb(array[f.seen, f.answer]), '/i/' || i.slug || '/learn#finding-' || f.id, i.name
     from findings f join initiatives i on i.no = f.initiative_no
     where to_tsvector('simple', f.title || ' ' || f.seen || ' ' || coalesce(f.answer, '')) @@ ${wanted} and ${isVisible}
     order by f.raised_at desc limit ${few})
    union all
    ${registered('model', isVisibleModel, wanted)}
    union all
    ${registered('prompt', isVisibleModel, wanted)}
    union all
    (select 'experiment', e.name, 'null'::jsonb, ${build}, i.name
     from experiments e left join initiatives i on i.no = e.initiative_no
     where to_tsvector('simple', regexp_replace(e.name, '[^[:alnum:]]+', ' ', 'g')) @@ ${wanted}
       and e.deleted_ms is null and ${isSeen}
     order by e.no desc limit ${few})
    union all
    (select 'run', r.name, 'null'::jsonb, ${build}, coalesce(i.name, e.name)
     from runs r join experiments e on e.no = r.experiment_no left join initiatives i on i.no = e.initiative_no
     where to_tsvector('simple', regexp_replace(r.name, '[^[:alnum:]]+', ' ', 'g')) @@ ${wanted}
       and r.deleted_ms is null and e.deleted_ms is null and ${isSeen}
     order by r.no desc limit ${few})`;
}

/** Models or prompts, by words in their names and descriptions. */
function registered(
  kind: 'model' | 'prompt',
  isVisibleModel: RawBuilder<boolean>,
  wanted: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    (select ${kind}, m.name, to_jsonb(m.description), '', null
     from registered_models m
     where to_tsvector('simple', regexp_replace(m.name || ' ' || m.description, '[^[:alnum:]]+', ' ', 'g')) @@ ${wanted}
       and m.deleted_at is null and ${isVisibleModel}
       and ${kind === 'prompt'} = exists (select from registered_model_tags t where t.model_no = m.no
         and t.key = ${PROMPT_TAG} and lower(t.value) = 'true')
     order by m.no desc limit ${few})`;
}

/** People, by the beginnings of their names. */
function named(words: readonly string[]): RawBuilder<unknown> {
  const names = words.map((word) => `(^|[^[:alnum:]])${word}`);
  return sql`
    (select 'person', a.name, 'null'::jsonb, '/people', null
     from accounts a
     where a.disabled_at is null and a.name ~* all(${names}::text[])
     order by a.name limit ${few})`;
}
