import { LEDGER_LIMITS, RECORD_KINDS, type RecordKind } from '../src/lifecycle/ledger/index.ts';
import { DAY_MS, instantOf } from './calendar.ts';
import type { Delivery, DeliveryOf, GivenRow } from './story.ts';

/** Where a simulated world hands in its records; it makes the batches that the sources would deliver. */
export interface DeliveryDesk {
  /** Hands in a row that its source delivers at `deliveredMs`, later than it happened. */
  add<K extends RecordKind>(kind: K, deliveredMs: number, row: GivenRow<K>): void;
  /** Everything delivered up to `untilMs`, in time order; what is still on its way then is left out. */
  deliveries(untilMs: number): readonly Delivery[];
}

/** How the sources deliver. */
export interface DeskOptions {
  /** The moment from which the collecting periods count. */
  readonly fromMs: number;
  /** A source collects its rows for this long before it delivers them. */
  readonly everyDays: number;
  /** The name of the source of each kind of record. */
  readonly sources: Readonly<Record<RecordKind, string>>;
}

interface Arrival<K extends RecordKind> {
  readonly ms: number;
  readonly row: GivenRow<K>;
}

type Arrivals = { readonly [K in RecordKind]: Arrival<K>[] };

/** Kinds whose sources start again from a few rows before where they stopped, as real ones do. */
const REPEATING: ReadonlySet<RecordKind> = new Set(['predictions', 'assignments', 'actions', 'outcomes']);

/** How many rows such a source repeats. */
const REPEATED_ROWS = 5;

/** Opens a desk. */
export function openDeliveryDesk(options: DeskOptions): DeliveryDesk {
  const arrivals: Arrivals = {
    predictions: [],
    assignments: [],
    actions: [],
    outcomes: [],
    'kpi-points': [],
    watermarks: [],
    costs: [],
  };
  return {
    add: (kind, ms, row) => void arrivals[kind].push({ ms, row }),
    deliveries: (untilMs) =>
      [
        ...deliveriesOf(arrivals.predictions, 'predictions', untilMs, options),
        ...deliveriesOf(arrivals.assignments, 'assignments', untilMs, options),
        ...deliveriesOf(arrivals.actions, 'actions', untilMs, options),
        ...deliveriesOf(arrivals.outcomes, 'outcomes', untilMs, options),
        ...deliveriesOf(arrivals['kpi-points'], 'kpi-points', untilMs, options),
        ...deliveriesOf(arrivals.watermarks, 'watermarks', untilMs, options),
        ...deliveriesOf(arrivals.costs, 'costs', untilMs, options),
      ].sort(byTime),
  };
}

function byTime(left: Delivery, right: Delivery): number {
  if (left.at !== right.at) return left.at < right.at ? -1 : 1;
  return RECORD_KINDS.indexOf(left.kind) - RECORD_KINDS.indexOf(right.kind);
}

function deliveriesOf<K extends RecordKind>(
  arrivals: readonly Arrival<K>[],
  kind: K,
  untilMs: number,
  { fromMs, everyDays, sources }: DeskOptions,
): DeliveryOf<K>[] {
  const periodMs = everyDays * DAY_MS;
  const bySlot = new Map<number, GivenRow<K>[]>();
  const inTime = arrivals.filter(({ ms }) => ms <= untilMs).sort((left, right) => left.ms - right.ms);
  for (const { ms, row } of inTime) {
    // The last slot may not be full yet; it is delivered with what there is.
    const slotMs = Math.min(untilMs, fromMs + Math.ceil((ms - fromMs) / periodMs) * periodMs);
    const rows = bySlot.get(slotMs);
    if (rows) rows.push(row);
    else bySlot.set(slotMs, [row]);
  }
  const deliveries: DeliveryOf<K>[] = [];
  let repeated: readonly GivenRow<K>[] = [];
  for (const [slotMs, rows] of bySlot) {
    for (const batch of inBatches([...repeated, ...rows])) {
      const duplicates = repeated.length;
      deliveries.push({ kind, at: instantOf(slotMs), source: sources[kind], rows: batch, duplicates });
      repeated = [];
    }
    repeated = REPEATING.has(kind) ? rows.slice(-REPEATED_ROWS) : [];
  }
  return deliveries;
}

function inBatches<T>(rows: readonly T[]): readonly (readonly T[])[] {
  const batches: (readonly T[])[] = [];
  for (let from = 0; from < rows.length; from += LEDGER_LIMITS.rowsPerBatch) {
    batches.push(rows.slice(from, from + LEDGER_LIMITS.rowsPerBatch));
  }
  return batches;
}
