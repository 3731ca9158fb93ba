import type { Database, Queryable, Transaction } from '../../platform/database/queryable.ts';
import { type BlockPoint, CurveBlocks, type CurveSummary } from './curve-blocks.ts';

/** Histories with more points than this are drawn from a summary; shorter ones are read as they are. */
export const LONG_HISTORY = 20_000;

/** So many points read beyond a kept summary are worth keeping a newer one. */
const WORTH_KEEPING = 5_000;

/** One metric of one run. */
export interface MetricOfRun {
  readonly runNo: number;
  readonly keyNo: number;
}

interface SummaryRow {
  readonly logged: number;
  readonly points: number;
  readonly points_per_block: number;
  readonly blocks: Buffer;
  readonly begin_ms: number;
  readonly end_ms: number;
  readonly end_step: number;
  readonly end_value: number;
  readonly least_step: number;
  readonly greatest_step: number;
}

/** Which of some runs have a long history of a metric, with how many points each was sent in all. */
export async function findLongHistories(
  queryable: Queryable,
  runNos: readonly number[],
  keyNo: number,
): Promise<ReadonlyMap<number, number>> {
  const rows = await queryable.query<{ run_no: number; logged: number }>(
    'select run_no, logged from run_latest_metrics where run_no = any($1) and key_no = $2 and logged > $3',
    [runNos, keyNo, LONG_HISTORY],
  );
  return new Map(rows.map(({ run_no, logged }) => [run_no, logged]));
}

/** A summary up to the last point, and whether it is worth keeping. */
export interface FollowedHistory {
  readonly of: MetricOfRun;
  readonly blocks: CurveBlocks;
  readonly logged: number;
  readonly isWorthKeeping: boolean;
}

/**
 * Brings the summary of a long history up to date: what is kept, and the points after its end. When the number of points
 * that were sent does not agree with that, some came in before the end (or twice), and everything is read anew.
 * @param logged how many points were sent, as the snapshot of the transaction sees it.
 */
export async function followHistory(tx: Transaction, of: MetricOfRun, logged: number): Promise<FollowedHistory> {
  const kept = await readKept(tx, of);
  if (kept) {
    const blocks = new CurveBlocks(kept.summary);
    const tail = await readPoints(tx, of, blocks, kept.summary.end);
    if (kept.logged + tail === logged) return { of, blocks, logged, isWorthKeeping: tail >= WORTH_KEEPING };
  }
  const blocks = new CurveBlocks();
  await readPoints(tx, of, blocks, undefined);
  return { of, blocks, logged, isWorthKeeping: true };
}

/**
 * Where a long history stopped being a number: the first point after its last number. `null` while it ends in one, and where
 * nothing was a number from the start.
 */
export async function findStop(tx: Transaction, { of, blocks }: FollowedHistory): Promise<BlockPoint | null> {
  const last = blocks.lastNumber();
  if (last === null || Number.isFinite(blocks.end.value)) return null;
  const [row] = await tx.query<{ timestamp_ms: number; step: number; value: number }>(
    `select timestamp_ms, step, value from run_metrics
     where run_no = $1 and key_no = $2 and (timestamp_ms, step, value) > ($3, $4, $5::float8)
     order by timestamp_ms, step, value limit 1`,
    [of.runNo, of.keyNo, last.timestampMs, last.step, last.value],
  );
  return row ? { timestampMs: row.timestamp_ms, step: row.step, value: row.value } : null;
}

/** Keeps a summary, unless somebody kept a newer one. */
export async function keepSummary(queryable: Queryable, { of, blocks, logged }: FollowedHistory): Promise<void> {
  const summary = blocks.summary();
  await queryable.query(
    `insert into metric_curves as c (run_no, key_no, logged, points, points_per_block, blocks, begin_ms, end_ms, end_step,
       end_value, least_step, greatest_step)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (run_no, key_no) do update set logged = excluded.logged, points = excluded.points,
       points_per_block = excluded.points_per_block, blocks = excluded.blocks, begin_ms = excluded.begin_ms,
       end_ms = excluded.end_ms, end_step = excluded.end_step, end_value = excluded.end_value,
       least_step = excluded.least_step, greatest_step = excluded.greatest_step
     where excluded.logged > c.logged`,
    [
      of.runNo,
      of.keyNo,
      logged,
      summary.points,
      summary.pointsPerBlock,
      Buffer.from(summary.blocks.buffer, summary.blocks.byteOffset, summary.blocks.byteLength),
      summary.beginMs,
      summary.end.timestampMs,
      summary.end.step,
      summary.end.value,
      summary.leastStep,
      summary.greatestStep,
    ],
  );
}

/** Brings the kept summary of a metric up to date when it is long; so that opening its page reads little more than that. */
export async function refreshSummary(database: Database, of: MetricOfRun): Promise<void> {
  const followed = await database.transaction(
    async (tx) => {
      const logged = (await findLongHistories(tx, [of.runNo], of.keyNo)).get(of.runNo);
      return logged === undefined ? null : followHistory(tx, of, logged);
    },
    { isolation: 'repeatable read', readOnly: true },
  );
  if (followed?.isWorthKeeping) await keepSummary(database, followed);
}

async function readKept(
  tx: Transaction,
  { runNo, keyNo }: MetricOfRun,
): Promise<{ readonly logged: number; readonly summary: CurveSummary } | null> {
  const [row] = await tx.query<SummaryRow>(
    `select logged, points, points_per_block, blocks, begin_ms, end_ms, end_step, end_value, least_step, greatest_step
     from metric_curves where run_no = $1 and key_no = $2`,
    [runNo, keyNo],
  );
  if (!row) return null;
  // Copied, because the driver's bytes may begin anywhere, and eight bytes at a time are read from multiples of eight.
  const blocks = new Float64Array(new Uint8Array(row.blocks).buffer);
  return {
    logged: row.logged,
    summary: {
      points: row.points,
      pointsPerBlock: row.points_per_block,
      blocks,
      beginMs: row.begin_ms,
      end: { timestampMs: row.end_ms, step: row.end_step, value: row.end_value },
      leastStep: row.least_step,
      greatestStep: row.greatest_step,
    },
  };
}

/** Adds the points after a place, in the order of the table's key, and returns how many they were. */
async function readPoints(
  tx: Transaction,
  of: MetricOfRun,
  blocks: CurveBlocks,
  after: BlockPoint | undefined,
): Promise<number> {
  // All are numbers, as the database gave them out, which is why they may stand in a statement that takes no parameters.
  const where = `run_no = ${Math.trunc(of.runNo)} and key_no = ${Math.trunc(of.keyNo)}`;
  const beyond = after
    ? ` and (timestamp_ms, step, value) > (${after.timestampMs}, ${after.step}, '${after.value}'::float8)`
    : '';
  return tx.copyRows(
    `select timestamp_ms, step, value from run_metrics where ${where}${beyond} order by timestamp_ms, step, value`,
    3,
    (row) => blocks.add(row.int8(0), row.int8(1), row.float8(2)),
  );
}
