import { FLAG, type UnitColumns } from '../src/lifecycle/ledger/index.ts';
import { propensityOf, type Shares } from './arms.ts';
import type { BinaryUnits } from './binary-world.ts';
import { DAY_MS } from './calendar.ts';

/** When the units of a world entered, and what reaching one of them costs. */
export interface BinaryEntry {
  readonly shares: Shares;
  readonly startMs: number;
  readonly cycles: number;
  readonly cycleDays: number;
  readonly costCents: number;
  readonly metric: string;
}

/**
 * The unit columns of a world of yes and no without the detour over records: what the ledger would give for them, for
 * simulations of many thousand phases. Units whose assignment the log lost are not there.
 */
export function binaryColumns(units: BinaryUnits, entry: BinaryEntry): UnitColumns {
  const rows = keptRows(units);
  const count = rows.length;
  const column = () => new Float64Array(count);
  const [anchorMs, propensity, score, reachedMs, costCents, sum] = [
    column(),
    column(),
    column(),
    column(),
    column(),
    column(),
  ];
  const [arm, flag, isRecorded] = [new Uint8Array(count), new Uint8Array(count), new Uint8Array(count)];
  const absent = column().fill(Number.NaN);
  const none = new Int32Array(count).fill(-1);
  let actionRecords = 0;
  let records = 0;
  for (let row = 0; row < count; row++) {
    const i = rows[row] as number;
    const anchor = entry.startMs + Math.floor((i * entry.cycles) / units.count) * entry.cycleDays * DAY_MS;
    const event = units.event[i] as number;
    const isReached = units.reached[i] === 1;
    arm[row] = units.arm[i] as number;
    flag[row] = units.flagged[i] === 1 ? FLAG.yes : FLAG.no;
    anchorMs[row] = anchor;
    propensity[row] = propensityOf(entry.shares, arm[row] as number);
    score[row] = units.score[i] as number;
    reachedMs[row] = isReached ? anchor + DAY_MS : Number.NaN;
    costCents[row] = isReached ? entry.costCents : 0;
    sum[row] = event;
    isRecorded[row] = event;
    actionRecords += isReached ? 1 : 0;
    records += event;
  }
  return {
    count,
    arm,
    isMixed: new Uint8Array(count),
    anchorMs,
    propensity,
    flag,
    score,
    threshold: absent,
    probability: absent,
    preValue: absent,
    reachedMs,
    costCents,
    uncostedActions: new Uint16Array(count),
    stratum: none,
    strata: [],
    cluster: none,
    clusters: [],
    actionRecords,
    costRecords: actionRecords,
    outcomes: [{ metric: entry.metric, sum, denominator: null, isRecorded, records, zeroRecords: 0 }],
  };
}

/** The units whose assignment is in the log. */
function keptRows({ count, lost }: BinaryUnits): Uint32Array {
  const rows = new Uint32Array(count);
  let size = 0;
  for (let i = 0; i < count; i++) {
    if (lost[i] === 1) continue;
    rows[size] = i;
    size += 1;
  }
  return rows.subarray(0, size);
}
