import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { FramingSummary, Kpi } from '../framing/index.ts';
import { type LastVerdict, readLastVerdict, type StoredVerdictRow } from './last-verdict.ts';
import { kpiPoints, lastVerdict, presentPlace, presentStep, type Reader } from './line-fragments.store.ts';

/** What one initiative promised in its framing, and the money of its last verdict. */
export interface PromiseLine {
  readonly no: number;
  readonly framing: FramingSummary;
  readonly lastVerdict: LastVerdict | null;
}

/** An initiative as the page shows it beside its promise. */
export interface ResultLine {
  readonly no: number;
  readonly slug: string;
  readonly name: string;
  readonly step: string | null;
  readonly stepName: string | null;
  readonly kpi: Kpi;
  readonly kpiNow: { readonly value: number; readonly periodEnd: string } | null;
}

/** The initiatives with a framing in force that the reader may see, the newest initiative first, at most `limit`. */
export async function listPromises(
  queryable: Queryable,
  reader: Reader,
  limit: number,
): Promise<readonly PromiseLine[]> {
  const { rows } = await sql<StoredVerdictRow & { readonly no: number; readonly summary: FramingSummary }>`
    with promised as materialized (
      select i.no, f.summary
      from initiatives i join framing_versions f on f.initiative_no = i.no and f.state = 'locked'
      where ${reader.isVisible}
      order by i.no desc limit ${limit}
    )
    select i.no, i.summary, v.* from promised i left join lateral ${lastVerdict} v on true
    order by i.no desc`.execute(queryable.tables());
  return rows.map((row) => ({ no: row.no, framing: row.summary, lastVerdict: readLastVerdict(row) }));
}

/** Those of the initiatives that the reader may see, with the KPI of their framing and as last observed, newest first. */
export async function readResultLines(
  queryable: Queryable,
  reader: Reader,
  initiativeNos: readonly number[],
): Promise<readonly ResultLine[]> {
  const { rows } = await sql<{
    no: number;
    slug: string;
    name: string;
    step: string | null;
    step_name: string | null;
    kpi: Kpi;
    kpi_value: number | null;
    kpi_period_end: string | null;
  }>`
    select i.no, i.slug, i.name, i.step, at.step_name, f.summary -> 'kpi' as kpi, k.value as kpi_value,
      k.period_end as kpi_period_end
    from (
      select i.*, ${presentStep} as step from initiatives i
      where i.no = any(${[...initiativeNos]}::bigint[]) and ${reader.isVisible}
    ) i
    left join lateral ${presentPlace} at on true
    join framing_versions f on f.initiative_no = i.no and f.state = 'locked'
    left join lateral (select * from ${kpiPoints} points limit 1) k on true
    order by i.no desc`.execute(queryable.tables());
  return rows.map(
    ({ no, slug, name, step, step_name: stepName, kpi, kpi_value: value, kpi_period_end: periodEnd }) => ({
      no,
      slug,
      name,
      step,
      stepName,
      kpi,
      kpiNow: value === null || periodEnd === null ? null : { value, periodEnd },
    }),
  );
}
