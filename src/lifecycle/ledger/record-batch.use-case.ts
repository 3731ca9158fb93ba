import type { Database, Transaction } from '../../platform/database/database.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { formatCount } from '../../words/index.ts';
import type { Actor } from '../initiatives/index.ts';
import { isLockTimeout } from './as-of.store.ts';
import { refuseLedger } from './ledger.errors.ts';
import { closeBatch, type LedgerBatch, type StoredBatch } from './ledger.store.ts';
import type { RecordKind } from './ledger.ts';

/** The initiative to whose ledger something is written. */
export interface LedgerInitiative {
  readonly id: string;
  /** Its short number in the database. */
  readonly no: number;
}

/** What every use case that writes to the ledger needs. */
export interface LedgerPorts {
  readonly database: Database;
  readonly now: () => Date;
  /** Called after the commit of each delivery that changed the ledger. */
  readonly onStored: (initiativeId: string) => void;
}

const RECORD_WORDS: Readonly<Record<RecordKind, readonly [string, string]>> = {
  predictions: ['prediction', 'predictions'],
  assignments: ['assignment', 'assignments'],
  actions: ['action', 'actions'],
  outcomes: ['outcome', 'outcomes'],
  'kpi-points': ['KPI value', 'KPI values'],
  watermarks: ['watermark', 'watermarks'],
  costs: ['cost', 'costs'],
};

/** Ends a delivery and records it as one event, in the delivery's own transaction. */
export async function recordBatch(
  tx: Transaction,
  ports: LedgerPorts,
  actor: Actor,
  initiative: LedgerInitiative,
  batch: LedgerBatch,
): Promise<StoredBatch> {
  const stored = await closeBatch(tx, batch);
  const { duplicates, mixed, refused, batchNo, digest } = stored;
  await appendEvent(
    tx,
    {
      kind: 'ledger.brought',
      sentence: sentenceOf(batch.kind, stored),
      actorId: actor.accountId,
      actorName: actor.name,
      subjectId: initiative.id,
      section: 'act',
      objectType: 'ledger-batch',
      objectId: String(batchNo),
      detail: {
        records: batch.kind,
        source: batch.source ?? null,
        stored: stored.stored,
        duplicates,
        mixed,
        refused,
        digest,
      },
    },
    stored.recordedAt,
  );
  if (stored.stored + mixed > 0) tx.afterCommit(() => ports.onStored(initiative.id));
  return stored;
}

/** Runs a delivery in one transaction; waiting too long for somebody else's rows is a refusal that says so. */
export async function inLedger<R>(ports: LedgerPorts, work: (tx: Transaction) => Promise<R>): Promise<R> {
  try {
    return await ports.database.transaction(work);
  } catch (error) {
    if (isLockTimeout(error)) throw refuseLedger('LEDGER_BUSY');
    throw error;
  }
}

/** `brought 1,204 predictions (3 known already, 1 refused)` */
function sentenceOf(kind: RecordKind, batch: StoredBatch): string {
  const [singular, plural] = RECORD_WORDS[kind];
  const counts: readonly (readonly [number, string])[] = [
    [batch.duplicates, 'known already'],
    [batch.mixed, 'of units that already had another arm'],
    [batch.refused, 'refused'],
  ];
  const aside = counts.filter(([count]) => count !== 0).map(([count, words]) => `${formatCount(count)} ${words}`);
  const brought = `brought ${formatCount(batch.stored)} ${batch.stored === 1 ? singular : plural}`;
  return aside.length === 0 ? brought : `${brought} (${aside.join(', ')})`;
}
