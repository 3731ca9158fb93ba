import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import { kpiPoints } from './line-fragments.store.ts';

/** A point of a KPI as observed. */
export interface SeriesPoint {
  /** ISO day. */
  readonly periodEnd: string;
  readonly value: number;
}

/** The newest KPI points of each initiative, oldest first. */
export async function kpiSeries(
  queryable: Queryable,
  initiativeNos: readonly number[],
  pointsEach: number,
): Promise<ReadonlyMap<number, readonly SeriesPoint[]>> {
  const { rows } = await sql<{ no: number; period_end: string; value: number }>`
    select i.no, k.period_end, k.value
    from unnest(${[...initiativeNos]}::bigint[]) i (no)
    cross join lateral (select * from ${kpiPoints} points limit ${pointsEach}) k
    order by i.no, k.period_end, k.period_start`.execute(queryable.tables());
  const series = new Map<number, SeriesPoint[]>();
  for (const { no, period_end: periodEnd, value } of rows) {
    const known = series.get(no);
    if (known) known.push({ periodEnd, value });
    else series.set(no, [{ periodEnd, value }]);
  }
  return series;
}
