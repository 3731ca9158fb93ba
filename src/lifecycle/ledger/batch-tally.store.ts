import { createHash } from 'node:crypto';
import type { Transaction } from '../../platform/database/database.ts';
import type { Arm } from '../actions/index.ts';
import type { RecordKind, RowAnswer } from './ledger.ts';

/** What a batch came to. */
export interface BatchCounts {
  readonly stored: number;
  readonly duplicates: number;
  readonly mixed: number;
  readonly refused: number;
}

/** Counts a batch while it is stored, so that its end can bring the ledger's counts up to date with a few statements. */
export class BatchTally {
  readonly #statuses = { stored: 0, duplicate: 0, mixed: 0, refused: 0 };
  readonly #digest = createHash('sha256');
  readonly #arms = new Map<Arm, { units: number; mixed: number }>();
  readonly #outcomes = new Map<number, number>();
  #records = 0;
  #units = 0;
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;

  /** Counts an answered row. */
  answered(answer: RowAnswer): void {
    this.#statuses[answer.status] += 1;
  }

  /** Takes what came into the ledger with a row: its date in milliseconds since 1970, and its hash for the digest. */
  entered(dateMs: number, bodyHash: Buffer): void {
    this.#firstMs = Math.min(this.#firstMs, dateMs);
    this.#lastMs = Math.max(this.#lastMs, dateMs);
    this.#digest.update(bodyHash);
  }

  /** Counts new records. */
  addRecords(count: number): void {
    this.#records += count;
  }

  /** Counts units that were never seen before. */
  addUnits(count: number): void {
    this.#units += count;
  }

  /** Counts an outcome of a metric. */
  addOutcome(metricNo: number): void {
    this.#outcomes.set(metricNo, (this.#outcomes.get(metricNo) ?? 0) + 1);
  }

  /** Counts units that got their arm, and units that were found in two. */
  addArms(newArms: readonly Arm[], newlyMixed: readonly Arm[]): void {
    for (const arm of newArms) this.#armCount(arm).units += 1;
    for (const arm of newlyMixed) this.#armCount(arm).mixed += 1;
  }

  /** The batch so far. */
  get counts(): BatchCounts {
    const { stored, duplicate, mixed, refused } = this.#statuses;
    return { stored, duplicates: duplicate, mixed, refused };
  }

  /** SHA-256 over the hashes of the rows that came into the ledger, in the order of delivery. Call it once, at the end. */
  digest(): Buffer {
    return this.#digest.digest();
  }

  /**
   * Adds the batch to the counts of the ledger. It comes last in a transaction: other batches of the same kind wait for
   * these rows until the commit.
   */
  async addTo(
    tx: Transaction,
    batch: {
      readonly initiativeNo: number;
      readonly kind: RecordKind;
      readonly phaseNumber: number;
      readonly recordedAt: Date;
    },
  ): Promise<void> {
    const { initiativeNo, recordedAt } = batch;
    const first = this.#dateOf(this.#firstMs);
    // A delivery of duplicates only leaves the counts alone and waits for nobody.
    if (first) {
      await addCount(tx, initiativeNo, batch.kind, this.#records, {
        first,
        last: this.#dateOf(this.#lastMs),
        recordedAt,
      });
    }
    if (this.#units > 0) await addUnitCount(tx, initiativeNo, this.#units);
    const arms = [...this.#arms].sort(([left], [right]) => (left < right ? -1 : 1));
    if (arms.length > 0) {
      await tx.query(
        `insert into ledger_arm_counts as held (initiative_no, phase_number, arm, units, mixed)
         select $1, $2, given.* from unnest($3::text[], $4::bigint[], $5::bigint[]) as given
         on conflict (initiative_no, phase_number, arm)
         do update set units = held.units + excluded.units, mixed = held.mixed + excluded.mixed`,
        [
          initiativeNo,
          batch.phaseNumber,
          arms.map(([arm]) => arm),
          arms.map(([, { units }]) => units),
          arms.map(([, { mixed }]) => mixed),
        ],
      );
    }
    for (const [metricNo, count] of [...this.#outcomes].sort(([left], [right]) => left - right)) {
      await tx.query('update metrics set outcomes = outcomes + $2 where metric_no = $1', [metricNo, count]);
    }
  }

  #armCount(arm: Arm): { units: number; mixed: number } {
    const held = this.#arms.get(arm) ?? { units: 0, mixed: 0 };
    this.#arms.set(arm, held);
    return held;
  }

  #dateOf(ms: number): Date | null {
    return Number.isFinite(ms) ? new Date(ms) : null;
  }
}

/** Adds units to the count of an initiative. */
export async function addUnitCount(tx: Transaction, initiativeNo: number, added: number): Promise<void> {
  await addCount(tx, initiativeNo, 'units', added, { first: null, last: null, recordedAt: null });
}

async function addCount(
  tx: Transaction,
  initiativeNo: number,
  kind: RecordKind | 'units',
  count: number,
  dates: { readonly first: Date | null; readonly last: Date | null; readonly recordedAt: Date | null },
): Promise<void> {
  // least and greatest pass over nulls, so that a batch without dates changes none.
  await tx.query(
    `insert into ledger_counts as held (initiative_no, kind, count, first_at, last_at, last_recorded_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (initiative_no, kind) do update set
       count = held.count + excluded.count,
       first_at = least(held.first_at, excluded.first_at),
       last_at = greatest(held.last_at, excluded.last_at),
       last_recorded_at = greatest(held.last_recorded_at, excluded.last_recorded_at)`,
    [initiativeNo, kind, count, dates.first, dates.last, dates.recordedAt],
  );
}
