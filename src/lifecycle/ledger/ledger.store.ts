import type { Transaction } from '../../platform/database/database.ts';
import type { Phase } from '../actions/index.ts';
import { enterLedger } from './as-of.store.ts';
import { type OtherArm, storeAssignments } from './assignments.store.ts';
import { type BatchCounts, BatchTally } from './batch-tally.store.ts';
import { checkRow, dateOfRow } from './check-row.ts';
import { refusedRow, storeKeyedRows } from './keyed-rows.store.ts';
import { refuseLedger } from './ledger.errors.ts';
import { LEDGER_LIMITS, type RecordKind, type RowAnswer, type RowOf } from './ledger.ts';
import { internMetrics, internUnits } from './names.store.ts';
import { storeRevisedRows } from './revised-rows.store.ts';
import { bodyHashOf, type PreparedRow, TABLES } from './tables.store.ts';

/** What a delivery says about itself. */
export interface NewBatch {
  readonly initiativeNo: number;
  readonly kind: RecordKind;
  /** The open phase, or `null` before the first framing is signed. */
  readonly phase: Phase | null;
  /** Where the rows come from, in the words of whoever brings them. */
  readonly source?: string | undefined;
  readonly accountId: string | null;
  /** What "the future" is measured from. */
  readonly now: Date;
  /** What another arm than the stored one means; `mix` unless told. */
  readonly otherArm?: OtherArm;
}

/** A delivery that is being stored. It lives as long as its transaction. */
export interface LedgerBatch extends NewBatch {
  readonly batchNo: number;
  /** The one date of recording of all its rows. */
  readonly recordedAt: Date;
  readonly tally: BatchTally;
  readonly metricNos: Map<string, number>;
}

/** A delivery that was stored. */
export interface StoredBatch extends BatchCounts {
  readonly batchNo: number;
  readonly recordedAt: Date;
  /** SHA-256 over the hashes of the rows that came into the ledger, in hexadecimal. */
  readonly digest: string;
}

/**
 * Begins a delivery. Call `storeRows` as often as needed and `closeBatch` once, all in one read committed transaction.
 * @throws Problem LEDGER_NO_PHASE for assignments without an open phase.
 */
export async function openBatch(tx: Transaction, batch: NewBatch): Promise<LedgerBatch> {
  if (batch.kind === 'assignments' && !batch.phase) throw refuseLedger('LEDGER_NO_PHASE');
  // Every look-up of a batch is by key. Without this the planner reads all of a table that is still small, and keeps that
  // plan while the table grows within the transaction.
  await tx.query(`select set_config('enable_seqscan', 'off', true), set_config('lock_timeout', $1, true)`, [
    `${LEDGER_LIMITS.lockWaitMs}ms`,
  ]);
  const recordedAt = await enterLedger(tx, batch.initiativeNo);
  const [row] = await tx.query<{ no: number }>(
    `select nextval(pg_get_serial_sequence('ledger_batches', 'batch_no')) as no`,
  );
  if (!row) throw new Error('The sequence of batches gave no number.');
  return { ...batch, batchNo: row.no, recordedAt, tally: new BatchTally(), metricNos: new Map() };
}

/**
 * Stores rows of an open delivery and answers each of them. Rows that are refused do not keep the others from being
 * stored.
 * @param firstIndex the place of the first of these rows in the whole delivery.
 * @returns an answer for every row, in order.
 */
export async function storeRows(
  tx: Transaction,
  batch: LedgerBatch,
  rows: readonly unknown[],
  firstIndex = 0,
): Promise<readonly RowAnswer[]> {
  const answers: RowAnswer[] = [];
  for (let start = 0; start < rows.length; start += LEDGER_LIMITS.rowsPerChunk) {
    const chunk = rows.slice(start, start + LEDGER_LIMITS.rowsPerChunk);
    answers.push(...(await storeChunk(tx, batch, batch.kind, chunk, firstIndex + start)));
  }
  for (const answer of answers) batch.tally.answered(answer);
  return answers;
}

/** Ends a delivery: writes it down with its counts and digest, and brings the ledger's counts up to date. */
export async function closeBatch(tx: Transaction, batch: LedgerBatch): Promise<StoredBatch> {
  const { batchNo, recordedAt, tally } = batch;
  const { counts } = tally;
  const digest = tally.digest();
  await tx.query(
    `insert into ledger_batches (batch_no, initiative_no, kind, source, account_id, recorded_at,
       stored, duplicates, mixed, refused, digest)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      batchNo,
      batch.initiativeNo,
      batch.kind,
      batch.source ?? null,
      batch.accountId,
      recordedAt,
      counts.stored,
      counts.duplicates,
      counts.mixed,
      counts.refused,
      digest,
    ],
  );
  await tally.addTo(tx, { ...batch, phaseNumber: batch.phase?.number ?? 0 });
  return { ...counts, batchNo, recordedAt, digest: digest.toString('hex') };
}

type Strategies = {
  readonly [K in RecordKind]: (
    tx: Transaction,
    batch: LedgerBatch,
    rows: readonly PreparedRow<RowOf[K]>[],
  ) => Promise<readonly RowAnswer[]>;
};

const STORE: Strategies = {
  predictions: (tx, batch, rows) => storeKeyedRows(tx, TABLES.predictions, batch, rows),
  assignments: async (tx, batch, rows) => {
    const { answers, newArms, newlyMixed } = await storeAssignments(tx, batch, rows, batch.otherArm ?? 'mix');
    batch.tally.addArms(newArms, newlyMixed);
    batch.tally.addRecords(newArms.length);
    return answers;
  },
  actions: (tx, batch, rows) => storeKeyedRows(tx, TABLES.actions, batch, rows),
  outcomes: (tx, batch, rows) => storeRevisedRows(tx, TABLES.outcomes, batch, rows),
  'kpi-points': (tx, batch, rows) => storeRevisedRows(tx, TABLES['kpi-points'], batch, rows),
  watermarks: (tx, batch, rows) => storeKeyedRows(tx, TABLES.watermarks, batch, rows),
  costs: (tx, batch, rows) => storeKeyedRows(tx, TABLES.costs, batch, rows),
};

async function storeChunk<K extends RecordKind>(
  tx: Transaction,
  batch: LedgerBatch,
  kind: K,
  given: readonly unknown[],
  firstIndex: number,
): Promise<readonly RowAnswer[]> {
  const { answers, accepted } = checkChunk(batch, kind, given, firstIndex);
  const { prepared, unnamed } = await prepareRows(tx, batch, accepted);
  const stored = [...(await STORE[kind](tx, batch, prepared))].sort(byPlace);
  const byIndex = new Map(prepared.map((row) => [row.index, row]));
  for (const answer of stored) {
    const row = byIndex.get(answer.index);
    if (!row || (answer.status !== 'stored' && answer.status !== 'mixed')) continue;
    batch.tally.entered(dateOfRow(kind, row.row), row.bodyHash);
    if (kind === 'outcomes') batch.tally.addOutcome(row.metricNo);
    if (kind !== 'assignments') batch.tally.addRecords(1);
  }
  return [...answers, ...unnamed, ...stored].sort(byPlace);
}

function byPlace(left: RowAnswer, right: RowAnswer): number {
  return left.index - right.index;
}

interface AcceptedRow<Row> {
  readonly index: number;
  readonly row: Row;
}

function checkChunk<K extends RecordKind>(
  batch: LedgerBatch,
  kind: K,
  given: readonly unknown[],
  firstIndex: number,
): { readonly answers: readonly RowAnswer[]; readonly accepted: readonly AcceptedRow<RowOf[K]>[] } {
  const context = { now: batch.now, currency: batch.phase?.content.successCriterion.currency ?? null };
  const answers: RowAnswer[] = [];
  const accepted: AcceptedRow<RowOf[K]>[] = [];
  given.forEach((one, place) => {
    const index = firstIndex + place;
    const checked = checkRow(kind, one, context);
    if (checked.kind === 'refused') answers.push(refusedRow(index, checked.problem));
    else accepted.push({ index, row: checked.row });
  });
  return { answers, accepted };
}

/** Gives checked rows their numbers and hashes; rows of one metric too many are refused. */
async function prepareRows<Row extends object>(
  tx: Transaction,
  batch: LedgerBatch,
  accepted: readonly AcceptedRow<Row>[],
): Promise<{ readonly prepared: readonly PreparedRow<Row>[]; readonly unnamed: readonly RowAnswer[] }> {
  const { initiativeNo, metricNos, tally } = batch;
  const metrics = new Set(accepted.flatMap(({ row }) => textOf(row, 'metric') ?? []));
  const newMetrics = [...metrics].filter((metric) => !metricNos.has(metric));
  for (const [metric, no] of (await internMetrics(tx, initiativeNo, newMetrics)).numbers) metricNos.set(metric, no);
  const kept = accepted.filter(({ row }) => isNamed(row, metricNos));
  const units = await internUnits(
    tx,
    initiativeNo,
    kept.flatMap(({ row }) => textOf(row, 'unitId') ?? []),
  );
  tally.addUnits(units.added);
  const prepared = kept.map(({ index, row }) => ({
    index,
    row,
    unitNo: units.numbers.get(textOf(row, 'unitId') ?? '') ?? 0,
    metricNo: metricNos.get(textOf(row, 'metric') ?? '') ?? 0,
    phaseNumber: batch.phase?.number ?? 0,
    bodyHash: bodyHashOf(row),
  }));
  const unnamed = accepted
    .filter(({ row }) => !isNamed(row, metricNos))
    .map(({ index, row }) => {
      const details = { metric: textOf(row, 'metric') ?? '', limit: LEDGER_LIMITS.metrics };
      return refusedRow(index, refuseLedger('LEDGER_METRICS_FULL', details));
    });
  return { prepared, unnamed };
}

function isNamed(row: object, metricNos: ReadonlyMap<string, number>): boolean {
  const metric = textOf(row, 'metric');
  return metric === undefined || metricNos.has(metric);
}

/** Kinds of rows differ in whether they have a unit and a metric. */
function textOf(row: object, name: 'unitId' | 'metric'): string | undefined {
  const value: unknown = Reflect.get(row, name);
  return typeof value === 'string' ? value : undefined;
}
