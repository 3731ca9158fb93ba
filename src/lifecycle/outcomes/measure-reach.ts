import { type EventCount, type Interval, wilsonInterval } from '../../statistics/index.ts';
import type { Arm } from '../actions/index.ts';
import { FLAG, type UnitColumns } from '../ledger/index.ts';
import { maturedRows } from './arm-samples.ts';
import { DAY_MS } from './maturity.ts';

/** A share of units, with its 99% interval: it only describes, so that looking often does no harm. */
export interface MeasuredShare extends EventCount {
  readonly share: number;
  readonly interval: Interval;
}

/** Error probability of intervals that only describe (section 3: prediction and reach). */
export const DESCRIPTIVE_ALPHA = 0.01;

/** Whom the action reached; everything is `null` when the ledger records no action at all. */
export interface Reach {
  readonly isRecorded: boolean;
  /** Of the units to be acted upon whose action window is over: those reached in time. */
  readonly reached: MeasuredShare | null;
  /** Of the units left alone: those who got the action all the same. */
  readonly contaminated: MeasuredShare | null;
  /** Days from anchor to action, in the middle and at the slow end, over those reached. */
  readonly latencyDays: { readonly median: number; readonly ninetieth: number } | null;
  /** Actions that arrived and carry no cost. */
  readonly uncostedActions: number;
}

/**
 * Measures reach over units whose action window is over. A unit of the action arm that the model did not flag was never
 * on the list (lists are made per arm), so it counts neither as reached nor as missed.
 */
export function measureReach(
  columns: UnitColumns,
  rows: Readonly<Record<Arm, Uint32Array>>,
  windows: { readonly actionWindowDays: number; readonly lateGraceDays: number },
  countsUntilMs: number,
): Reach {
  let uncostedActions = 0;
  for (const count of columns.uncostedActions) uncostedActions += count;
  if (columns.actionRecords === 0) {
    return { isRecorded: false, reached: null, contaminated: null, latencyDays: null, uncostedActions };
  }
  const untilMs = countsUntilMs - (windows.actionWindowDays + windows.lateGraceDays) * DAY_MS;
  const onList = maturedRows(columns, rows.action, untilMs).filter((row) => columns.flag[row] !== FLAG.no);
  const leftAlone = maturedRows(columns, rows.holdout, untilMs);
  return {
    isRecorded: true,
    reached: shareReached(columns, onList),
    contaminated: shareReached(columns, leftAlone),
    latencyDays: latencyOf(columns, onList),
    uncostedActions,
  };
}

/** A share with its Wilson interval; `null` when nobody is counted. */
export function measuredShare(count: EventCount): MeasuredShare | null {
  if (count.units === 0) return null;
  return { ...count, share: count.events / count.units, interval: wilsonInterval(count, DESCRIPTIVE_ALPHA) };
}

function shareReached(columns: UnitColumns, rows: Uint32Array): MeasuredShare | null {
  let events = 0;
  for (const row of rows) if (!Number.isNaN(columns.reachedMs[row])) events += 1;
  return measuredShare({ units: rows.length, events });
}

function latencyOf(columns: UnitColumns, rows: Uint32Array): Reach['latencyDays'] {
  const reached = rows.filter((row) => !Number.isNaN(columns.reachedMs[row]));
  if (reached.length === 0) return null;
  const days = new Float64Array(reached.length);
  for (let i = 0; i < reached.length; i += 1) {
    const row = reached[i] ?? 0;
    days[i] = ((columns.reachedMs[row] ?? 0) - (columns.anchorMs[row] ?? 0)) / DAY_MS;
  }
  days.sort();
  const at = (share: number) => days[Math.ceil(share * days.length) - 1] ?? 0;
  return { median: at(0.5), ninetieth: at(0.9) };
}
