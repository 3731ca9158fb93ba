import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { FramingContent } from '../framing/index.ts';
import type { Step } from '../line-order.ts';
import { type LastVerdict, readLastVerdict, type StoredVerdictRow } from './last-verdict.ts';
import { kpiPoints, lastVerdict, presentStep } from './line-fragments.store.ts';
import { stepOf } from './portfolio.store.ts';

/** What one initiative promised in its framing and what its last verdict says. */
export interface ResultLine {
  readonly no: number;
  readonly slug: string;
  readonly name: string;
  readonly step: Step | null;
  readonly framing: FramingContent;
  readonly kpiNow: { readonly value: number; readonly periodEnd: string } | null;
  readonly lastVerdict: LastVerdict | null;
}

interface ResultRow extends StoredVerdictRow {
  readonly no: number;
  readonly slug: string;
  readonly name: string;
  readonly step: string | null;
  readonly content: FramingContent;
  readonly kpi_value: number | null;
  readonly kpi_period_end: string | null;
}

/** The initiatives with a framing in force that are visible, the newest initiative first, at most `limit`. */
export async function listResults(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  limit: number,
): Promise<readonly ResultLine[]> {
  const { rows } = await sql<ResultRow>`
    select i.no, i.slug, i.name, ${presentStep} as step, f.content, k.value as kpi_value, k.period_end as kpi_period_end, v.*
    from initiatives i
    join framing_versions f on f.initiative_no = i.no and f.state = 'locked'
    left join lateral (select * from ${kpiPoints} points limit 1) k on true
    left join lateral ${lastVerdict} v on true
    where ${isVisible}
    order by i.no desc
    limit ${limit}`.execute(queryable.tables());
  return rows.map((row) => ({
    no: row.no,
    slug: row.slug,
    name: row.name,
    step: stepOf(row.step),
    framing: row.content,
    kpiNow:
      row.kpi_value === null || row.kpi_period_end === null
        ? null
        : { value: row.kpi_value, periodEnd: row.kpi_period_end },
    lastVerdict: readLastVerdict(row),
  }));
}
