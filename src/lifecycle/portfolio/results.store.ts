import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { FramingContent } from '../framing/index.ts';
import { type LastVerdict, readLastVerdict, type StoredVerdictRow } from './last-verdict.ts';
import { kpiPoints, lastVerdict, presentPlace, presentStep, type Reader } from './line-fragments.store.ts';

/** What one initiative promised in its framing and what its last verdict says. */
export interface ResultLine {
  readonly no: number;
  readonly slug: string;
  readonly name: string;
  readonly step: string | null;
  readonly stepName: string | null;
  readonly framing: FramingContent;
  readonly kpiNow: { readonly value: number; readonly periodEnd: string } | null;
  readonly lastVerdict: LastVerdict | null;
}

interface ResultRow extends StoredVerdictRow {
  readonly no: number;
  readonly slug: string;
  readonly name: string;
  readonly step: string | null;
  readonly step_name: string | null;
  readonly content: FramingContent;
  readonly kpi_value: number | null;
  readonly kpi_period_end: string | null;
}

/** The initiatives with a framing in force that the reader may see, the newest initiative first, at most `limit`. */
export async function listResults(queryable: Queryable, reader: Reader, limit: number): Promise<readonly ResultLine[]> {
  const { rows } = await sql<ResultRow>`
    select i.no, i.slug, i.name, i.step, at.step_name, f.content, k.value as kpi_value, k.period_end as kpi_period_end, v.*
    from (select i.*, ${presentStep} as step from initiatives i) i
    left join lateral ${presentPlace} at on true
    join framing_versions f on f.initiative_no = i.no and f.state = 'locked'
    left join lateral (select * from ${kpiPoints} points limit 1) k on true
    left join lateral ${lastVerdict} v on true
    where ${reader.isVisible}
    order by i.no desc
    limit ${limit}`.execute(queryable.tables());
  return rows.map((row) => ({
    no: row.no,
    slug: row.slug,
    name: row.name,
    step: row.step,
    stepName: row.step_name,
    framing: row.content,
    kpiNow:
      row.kpi_value === null || row.kpi_period_end === null
        ? null
        : { value: row.kpi_value, periodEnd: row.kpi_period_end },
    lastVerdict: readLastVerdict(row),
  }));
}
