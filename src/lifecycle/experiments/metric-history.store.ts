import type { Database, Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { BlockPoint, CurveAxis } from './curve-blocks.ts';
import {
  type FollowedHistory,
  findLongHistories,
  findStop,
  followHistory,
  keepSummary,
} from './curve-summaries.store.ts';
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

/** A curve of one run, with the places where it stopped being a number, and how many points were logged in all. */
export interface RunCurve {
  readonly points: readonly CurvePoint[];
  readonly count: number;
}

/**
 * Curves of one metric of several runs by the run's number, each of at most about `points` points. Short histories are read
 * whole, and keep every extreme; long ones are drawn from their summaries, which keep those of every block. Runs without the
 * metric have no curve.
 */
export async function readCurves(
  database: Database,
  of: { readonly runNos: readonly number[]; readonly keyNo: number; readonly axis: CurveAxis },
  points: number,
): Promise<ReadonlyMap<number, RunCurve>> {
  if (of.runNos.length === 0) return new Map();
  const { curves, followed } = await database.transaction(
    async (tx) => {
      const long = await findLongHistories(tx, of.runNos, of.keyNo);
      const short = of.runNos.filter((no) => !long.has(no));
      const read = new Map(await readShortCurves(tx, { ...of, runNos: short }, points));
      const histories: FollowedHistory[] = [];
      for (const [runNo, logged] of long) {
        const history = await followHistory(tx, { runNo, keyNo: of.keyNo }, logged);
        read.set(runNo, drawSummary(history, await findStop(tx, history), of.axis, points));
        histories.push(history);
      }
      return { curves: read, followed: histories };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
  for (const history of followed) if (history.isWorthKeeping) await keepSummary(database, history);
  return curves;
}

function drawSummary({ blocks }: FollowedHistory, stop: BlockPoint | null, axis: CurveAxis, points: number): RunCurve {
  const { first, last } = blocks.bounds(axis);
  const curve = openCurve(first, last, points);
  blocks.drawOn(curve, axis, stop);
  return { points: curve.points(), count: blocks.points };
}

async function readShortCurves(
  tx: Transaction,
  of: { readonly runNos: readonly number[]; readonly keyNo: number; readonly axis: CurveAxis },
  points: number,
): Promise<ReadonlyMap<number, RunCurve>> {
  if (of.runNos.length === 0) return new Map();
  const place = of.axis === 'step' ? 'step' : 'timestamp_ms';
  // All are numbers that the database gave out, which is why they may stand in a statement that takes no parameters.
  const where = `run_no in (${of.runNos.map((no) => Math.trunc(no)).join(', ')}) and key_no = ${Math.trunc(of.keyNo)}`;
  const bounds = await tx.query<{ run_no: number; first: number; last: number; begin: number }>(
    `select run_no, min(${place}) as first, max(${place}) as last, min(timestamp_ms) as begin
     from run_metrics where run_no = any($1) and key_no = $2 group by run_no`,
    [of.runNos, of.keyNo],
  );
  const begun = new Map(
    bounds.map(({ run_no, first, last, begin }) => {
      const zero = of.axis === 'step' ? 0 : begin;
      return [run_no, { zero, curve: openCurve(first - zero, last - zero, points), count: 0 }];
    }),
  );
  await tx.copyRows(`select run_no, ${place}, value from run_metrics where ${where}`, 3, (row) => {
    const one = begun.get(row.int8(0));
    if (!one) return;
    one.count += 1;
    one.curve.add(row.int8(1) - one.zero, row.float8(2));
  });
  return new Map([...begun].map(([no, { curve, count }]) => [no, { points: curve.points(), count }]));
}
