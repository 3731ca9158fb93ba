import type { Phase } from '../actions/index.ts';
import type { Actor } from '../initiatives/index.ts';
import { openBatch, type StoredBatch, storeRows } from './ledger.store.ts';
import type { RecordKind, RowAnswer } from './ledger.ts';
import { inLedger, type LedgerInitiative, type LedgerPorts, recordBatch } from './record-batch.use-case.ts';

/** Rows of one kind as they were delivered. */
export interface Delivery {
  readonly kind: RecordKind;
  readonly rows: readonly unknown[];
  readonly source?: string | undefined;
}

/** The answer to a delivery. */
export interface BroughtRows extends StoredBatch {
  /** An answer for every row, in order. */
  readonly answers: readonly RowAnswer[];
}

/**
 * Stores a delivery of one kind of record. Every row is answered by itself; the same rows again change nothing.
 * @throws Problem LEDGER_NO_PHASE for assignments without an open phase, LEDGER_BUSY after waiting too long for others.
 */
export async function bringRows(
  ports: LedgerPorts,
  actor: Actor,
  initiative: LedgerInitiative,
  phase: Phase | null,
  delivery: Delivery,
): Promise<BroughtRows> {
  return inLedger(ports, async (tx) => {
    const batch = await openBatch(tx, {
      initiativeNo: initiative.no,
      kind: delivery.kind,
      phase,
      source: delivery.source,
      accountId: actor.accountId,
      now: ports.now(),
    });
    const answers = await storeRows(tx, batch, delivery.rows);
    return { ...(await recordBatch(tx, ports, actor, initiative, batch)), answers };
  });
}
