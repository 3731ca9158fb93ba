import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import { anyOf, type CameOf, type InitiativeProgress, type SimilarInitiative } from '../ideas/index.ts';
import { readLastVerdict, type StoredVerdictRow } from './last-verdict.ts';
import { lastVerdict, presentPlace, presentStep, type Reader } from './line-fragments.store.ts';

interface CameOfRow extends StoredVerdictRow {
  readonly no: number;
  readonly slug: string;
  readonly name: string;
  readonly question: string;
  readonly step_name: string | null;
}

/** What became of initiatives, by number; those that the reader may not see are absent. One statement. */
export async function cameOf(
  queryable: Queryable,
  reader: Reader,
  initiativeNos: readonly number[],
): Promise<ReadonlyMap<number, CameOf>> {
  const { rows } = await sql<CameOfRow>`
    select i.no, i.slug, i.name, i.question, place.step_name, v.*
    from (
      select i.*, ${presentStep} as step from initiatives i
      where i.no = any(${[...initiativeNos]}::bigint[]) and ${reader.isVisible}
    ) i
    left join lateral ${presentPlace} place on true
    left join lateral ${lastVerdict} v on true`.execute(queryable.tables());
  return new Map(rows.map((row) => [row.no, toCameOf(row)]));
}

/** Matches that are ranked: those with every word first, then the newest, so that common words cost no more than rare ones. */
const CANDIDATES = 100;

/** Initiatives that share words with a sentence and that the reader may see, those that share most first. One statement. */
export async function similarInitiatives(
  queryable: Queryable,
  reader: Reader,
  words: readonly string[],
  limit: number,
): Promise<readonly SimilarInitiative[]> {
  const text = sql`to_tsvector('english', i.name || ' ' || i.question)`;
  const matching = (query: RawBuilder<unknown>) => sql`
    (select i.no from initiatives i, asked where ${text} @@ ${query} and ${reader.isVisible}
     order by i.no desc limit ${CANDIDATES})`;
  const { rows } = await sql<CameOfRow & { readonly score: number }>`
    with asked as (
      select websearch_to_tsquery('english', ${anyOf(words)}) as some_words,
        websearch_to_tsquery('english', ${words.join(' ')}) as all_words
    ),
    found as (
      select i.no, ts_rank(to_tsvector('english', i.question), asked.some_words) as score
      from (${matching(sql`asked.all_words`)} union ${matching(sql`asked.some_words`)}) one
      join initiatives i on i.no = one.no, asked
      order by score desc, i.no desc limit ${limit}
    )
    select i.no, i.slug, i.name, i.question, place.step_name, i.score, v.*
    from (select i.*, found.score, ${presentStep} as step from found join initiatives i on i.no = found.no) i
    left join lateral ${presentPlace} place on true
    left join lateral ${lastVerdict} v on true
    order by i.score desc, i.no desc`.execute(queryable.tables());
  return rows.map((row) => ({ ...toCameOf(row), score: row.score }));
}

/** How far initiatives came and what was measured, of those that the reader may see. One statement. */
export async function progressOf(
  queryable: Queryable,
  reader: Reader,
  initiativeNos: readonly number[],
): Promise<readonly InitiativeProgress[]> {
  const { rows } = await sql<
    StoredVerdictRow & { readonly no: number; readonly framed_at: Date | null; readonly live_at: Date | null }
  >`
    select i.no, v.*,
      (select min(f.locked_at) from framing_versions f where f.initiative_no = i.no) as framed_at,
      (select min(b.recorded_at) from ledger_batches b where b.initiative_no = i.no) as live_at
    from initiatives i left join lateral ${lastVerdict} v on true
    where i.no = any(${[...initiativeNos]}::bigint[]) and ${reader.isVisible}`.execute(queryable.tables());
  return rows.map((row) => ({
    initiativeNo: row.no,
    framedAt: row.framed_at,
    liveAt: row.live_at,
    ...measuredValue(row),
  }));
}

/** Measured means shown against units left alone (evidence of grade A or B), or confirmed by finance. */
function measuredValue(row: StoredVerdictRow): Pick<InitiativeProgress, 'measuredAt' | 'value'> {
  const verdict = readLastVerdict(row);
  const net = verdict?.net;
  if (!verdict || !net || net.label === 'proxy') return { measuredAt: null, value: null };
  const isShown = net.label === 'validated' || verdict.grade === 'A' || verdict.grade === 'B';
  if (!isShown) return { measuredAt: null, value: null };
  const { lower, upper } = net.intervalMinor;
  return {
    measuredAt: row.verdict_taken_at,
    value: { label: net.label, currency: net.currency, lowerMinor: lower, upperMinor: upper },
  };
}

function toCameOf(row: CameOfRow): CameOf {
  return {
    initiativeNo: row.no,
    slug: row.slug,
    name: row.name,
    question: row.question,
    stepName: row.step_name,
    headline: readLastVerdict(row)?.headline ?? null,
  };
}
