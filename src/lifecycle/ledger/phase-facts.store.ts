import type { Queryable } from '../../platform/database/database.ts';
import type { PhaseFacts } from './phase-facts.ts';

/** Whose facts to read, and as of when. */
export interface FactsQuery {
  readonly initiativeNo: number;
  /** The time of the phase, in which costs belong to it; `null` for no end, or no beginning. */
  readonly from: Date | null;
  readonly to: Date | null;
  readonly asOf: Date;
}

/** The newest values of a KPI that are read: ten years of weeks. */
const MOST_KPI_POINTS = 520;

/** The number of the newest batch of an initiative, 0 for none, and the present moment by the database's clock. */
export async function readLedgerState(
  queryable: Queryable,
  initiativeNo: number,
): Promise<{ readonly lastBatchNo: number; readonly now: Date }> {
  const [row] = await queryable.query<{ last: number; now: Date }>(
    `select coalesce(max(batch_no), 0) as last, date_trunc('milliseconds', clock_timestamp()) as now
     from ledger_batches where initiative_no = $1`,
    [initiativeNo],
  );
  if (!row) throw new Error('The database gave no time.');
  return { lastBatchNo: row.last, now: row.now };
}

/** Reads what the ledger knows beside the units, as it was known at `asOf`. */
export async function readPhaseFacts(queryable: Queryable, query: FactsQuery): Promise<PhaseFacts> {
  const { initiativeNo, from, to, asOf } = query;
  const [batches] = await queryable.query<{ last: number; inputs: Buffer; firstOutcomeAt: Date | null }>(
    `select coalesce(max(batch_no), 0) as last,
       sha256(coalesce(string_agg(digest, ''::bytea order by batch_no), ''::bytea)) as inputs,
       min(recorded_at) filter (where kind = 'outcomes' and stored > 0) as "firstOutcomeAt"
     from ledger_batches where initiative_no = $1 and recorded_at <= $2`,
    [initiativeNo, asOf],
  );
  const metrics = await queryable.query<{ metric: string }>(
    'select metric from metrics where initiative_no = $1 order by metric_no',
    [initiativeNo],
  );
  const watermarks = await queryable.query<{ metric: string; source: string; completeThrough: Date }>(
    `select metric, source, max(complete_through) as "completeThrough"
     from watermarks join metrics using (initiative_no, metric_no)
     where initiative_no = $1 and recorded_at <= $2 group by metric, source`,
    [initiativeNo, asOf],
  );
  const [costs] = await queryable.query<{ cents: number }>(
    `select coalesce(sum(amount_cents), 0)::float8 as cents from costs
     where initiative_no = $1 and recorded_at <= $2
       and ($3::timestamptz is null or occurred_at >= $3) and ($4::timestamptz is null or occurred_at < $4)`,
    [initiativeNo, asOf, from, to],
  );
  return {
    lastBatchNo: batches?.last ?? 0,
    inputsHash: batches?.inputs.toString('hex') ?? '',
    metrics: metrics.map(({ metric }) => metric),
    watermarks: watermarks.map(({ metric, source, completeThrough }) => ({
      metric,
      source,
      completeThroughMs: completeThrough.getTime(),
    })),
    fixedCostCents: costs?.cents ?? 0,
    kpiPoints: await readKpiPoints(queryable, initiativeNo, asOf),
    firstOutcomeAt: batches?.firstOutcomeAt ?? null,
  };
}

/** The newest values of the KPI over all segments, oldest first; of several KPI names the usual one, or the first. */
async function readKpiPoints(queryable: Queryable, initiativeNo: number, asOf: Date): Promise<PhaseFacts['kpiPoints']> {
  const rows = await queryable.query<{ from: string; to: string; value: number }>(
    `select period_start as "from", period_end as "to", value from kpi_points
     where initiative_no = $1 and segment = ''
       and recorded_at <= $2 and (superseded_at is null or superseded_at > $2)
       and kpi_id = (
         select kpi_id from kpi_points where initiative_no = $1 and segment = '' and recorded_at <= $2
         order by kpi_id = 'kpi' desc, kpi_id limit 1)
     order by period_end desc, period_start desc limit $3`,
    [initiativeNo, asOf, MOST_KPI_POINTS],
  );
  return rows.reverse();
}
