import { readBinaryCopy } from '../../platform/database/decode-binary-copy.ts';
import type { Database, Queryable } from '../../platform/database/queryable.ts';
import { type CurvePoint, openCurve } from './thin-curve.ts';

/** A point of a metric's history. */
export interface HistoryPoint {
  readonly runNo: number;
  readonly timestampMs: number;
  readonly step: number;
  readonly value: number;
}

/** Where a page of a history ended. */
export interface HistoryPosition {
  readonly timestampMs: number;
  readonly step: number;
  /** As text, because NaN and the infinities do not survive JSON. */
  readonly value: string;
}

interface PointRow {
  readonly run_no: number;
  readonly timestamp_ms: number;
  readonly step: number;
  readonly value: number;
}

/** One page of a metric's history by moment, step and value, which is the order of its key. */
export async function readHistory(
  queryable: Queryable,
  of: { readonly runNo: number; readonly keyNo: number },
  after: HistoryPosition | undefined,
  limit: number | undefined,
): Promise<readonly HistoryPoint[]> {
  const begin = after ?? { timestampMs: -1, step: 0, value: '0' };
  const rows = await queryable.query<PointRow>(
    `select run_no, timestamp_ms, step, value from run_metrics
     where run_no = $1 and key_no = $2 and (timestamp_ms, step, value) > ($3, $4, $5::float8)
     order by timestamp_ms, step, value limit $6`,
    [of.runNo, of.keyNo, begin.timestampMs, begin.step, begin.value, limit ?? null],
  );
  return rows.map(toPoint);
}

/** The histories of one metric in several runs, run by run, at most `limit` points in all. */
export async function readHistories(
  queryable: Queryable,
  of: { readonly runNos: readonly number[]; readonly keyNo: number },
  limit: number,
): Promise<readonly HistoryPoint[]> {
  const rows = await queryable.query<PointRow>(
    `select m.run_no, m.timestamp_ms, m.step, m.value from run_metrics m join runs r on r.no = m.run_no
     where m.run_no = any($1) and m.key_no = $2 order by r.id, m.timestamp_ms, m.step, m.value limit $3`,
    [of.runNos, of.keyNo, limit],
  );
  return rows.map(toPoint);
}

/** The points of one metric in several runs at certain steps, run by run. */
export async function readAtSteps(
  queryable: Queryable,
  of: { readonly runNo: number; readonly keyNo: number; readonly steps: readonly number[] },
  limit: number,
): Promise<readonly HistoryPoint[]> {
  const rows = await queryable.query<PointRow>(
    `select run_no, timestamp_ms, step, value from run_metrics
     where run_no = $1 and key_no = $2 and step = any($3) order by step, timestamp_ms, value limit $4`,
    [of.runNo, of.keyNo, of.steps, limit],
  );
  return rows.map(toPoint);
}

/** The different steps at which a metric was logged, within bounds. */
export async function readSteps(
  queryable: Queryable,
  of: { readonly runNo: number; readonly keyNo: number },
  bounds: { readonly from: number | null; readonly to: number | null },
): Promise<readonly number[]> {
  const rows = await queryable.query<{ step: number }>(
    `select distinct step from run_metrics
     where run_no = $1 and key_no = $2 and ($3::bigint is null or step >= $3) and ($4::bigint is null or step <= $4)
     order by step`,
    [of.runNo, of.keyNo, bounds.from, bounds.to],
  );
  return rows.map(({ step }) => step);
}

function toPoint({ run_no, timestamp_ms, step, value }: PointRow): HistoryPoint {
  return { runNo: run_no, timestampMs: timestamp_ms, step, value };
}

/**
 * A curve of at most about `points` points that keeps every extreme of the whole history, however long it is. The points
 * are read as binary COPY, because a million of them as rows would take seconds.
 */
export async function readCurve(
  database: Database,
  of: { readonly runNo: number; readonly keyNo: number },
  points: number,
): Promise<{ readonly points: readonly CurvePoint[]; readonly count: number }> {
  // Both are numbers that the database gave out, which is why they may stand in a statement that takes no parameters.
  const where = `run_no = ${Math.trunc(of.runNo)} and key_no = ${Math.trunc(of.keyNo)}`;
  return database.transaction(
    async (tx) => {
      const [bounds] = await tx.query<{ first: number | null; last: number | null }>(
        `select min(step) as first, max(step) as last from run_metrics where run_no = $1 and key_no = $2`,
        [of.runNo, of.keyNo],
      );
      if (bounds?.first === null || bounds?.last === null || !bounds) return { points: [], count: 0 };
      const curve = openCurve(bounds.first, bounds.last, points);
      const count = await readBinaryCopy(
        tx.copyOut(`copy (select step, value from run_metrics where ${where}) to stdout (format binary)`),
        2,
        (row) => curve.add(row.int8(0), row.float8(1)),
      );
      return { points: curve.points(), count };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}
