import { setImmediate as letOthersIn } from 'node:timers/promises';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { csvLine } from '../../platform/files/rows-to-csv.ts';
import type { MalformedRecord, Table, TableRow } from '../../platform/files/table.ts';
import { openTable } from '../../platform/files/table-reader.ts';
import type { UploadStore } from '../../platform/files/upload-store.ts';
import { parseCell, parseId } from '../../platform/files/value-parsing.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Log } from '../../platform/log/log.ts';
import { formatCount } from '../../words/index.ts';
import type { Phase, PhaseReader } from '../actions/index.ts';
import { planOf } from '../actions/index.ts';
import type { Actor } from '../initiatives/index.ts';
import type { CheckedFacts, StoredImport } from './import.ts';
import { type CellReader, IMPORT_LIMITS } from './import-column.ts';
import type { ImportMapping, ImportPhase } from './import-mapping.ts';
import type { RowMaker } from './import-row.ts';
import { refuseImport } from './imports.errors.ts';
import { changeImport, findImport, writeProgress } from './imports.store.ts';
import { compileNarrowMapping } from './narrow-row-to-records.ts';
import type { LedgerPorts } from './record-batch.use-case.ts';
import { compileWideMapping } from './row-to-records.ts';

/** What every use case of bringing files needs. */
export interface ImportPorts extends LedgerPorts {
  readonly database: Database;
  /** Uploads of this room alone: what no import needs is removed from it. */
  readonly uploads: UploadStore;
  readonly jobs: Pick<Jobs, 'enqueue' | 'cancel'>;
  readonly phases: PhaseReader;
  readonly log: Log;
  /** Called after the commit of each change of a file's state. */
  readonly onChanged: (initiativeId: string) => void;
}

/** The cells of files, read by the rules of the platform. */
const CELLS: CellReader = { parseCell, parseId };

/** A fault of the file that no second try would mend; its message is a sentence for the person who brought it. */
export class FileFault extends Error {
  override readonly name = 'FileFault';
}

/** What an import needs to know of a phase. */
export function importPhaseOf(phase: Phase | null): ImportPhase | null {
  if (!phase) return null;
  const { successCriterion, decisionPolicy } = phase.content;
  const { holdoutShare, exploreShare } = planOf(phase);
  return {
    number: phase.number,
    metrics: [successCriterion.metric, ...successCriterion.guardrails.map(({ metric }) => metric)],
    planned: { action: 1 - holdoutShare, holdout: holdoutShare, explore: exploreShare, none: 1 - exploreShare },
    outcomeWindowDays: successCriterion.outcomeWindowDays,
    lateGraceDays: successCriterion.lateGraceDays,
    currency: successCriterion.currency,
    action: decisionPolicy.action,
  };
}

/** Makes a mapping ready for the rows of its file. */
export function compileMapping(
  mapping: ImportMapping,
  file: Pick<StoredImport, 'layout'>,
  phase: ImportPhase | null,
  facts: Pick<CheckedFacts, 'shares' | 'revision'>,
): RowMaker {
  const context = { columns: file.layout.columns, cells: CELLS, phase, ...facts };
  return mapping.shape === 'wide' ? compileWideMapping(mapping, context) : compileNarrowMapping(mapping, context);
}

/** The file of an initiative. @throws Problem IMPORT_UNKNOWN */
export async function requireImport(
  ports: ImportPorts,
  initiativeNo: number,
  id: string,
  tx?: Transaction,
): Promise<StoredImport> {
  const found = await findImport(tx ?? ports.database, id, { initiativeNo, lock: tx !== undefined });
  if (!found) throw refuseImport('IMPORT_UNKNOWN');
  return found;
}

/** Opens the content of a file that was brought. @throws FileFault when it can no longer be read. */
export async function openImport(
  ports: ImportPorts,
  file: Pick<StoredImport, 'uploadId' | 'fileName'>,
): Promise<Table> {
  const path = file.uploadId === null ? null : await ports.uploads.find(file.uploadId);
  if (path === null) throw new FileFault('The file is no longer on this server. Bring it again.');
  const table = await openTable(path, { nameHint: file.fileName });
  if (table.kind === 'unreadable') throw new FileFault(table.sentence);
  return table;
}

/** How far a reading is; whoever reports it looks at it now and then. */
export interface Reading {
  rowsDone: number;
  bytesDone: number;
}

/**
 * Goes through the rows of a file, only as fast as they are taken, and lets other work of the process in between.
 * @throws FileFault where the rest of the file cannot be read, and the signal's reason when it is aborted.
 */
export async function forEachRow(
  table: Table,
  reading: Reading,
  signal: AbortSignal,
  take: (item: TableRow | MalformedRecord) => Promise<void> | undefined,
): Promise<void> {
  let sliceEndsMs = performance.now() + IMPORT_LIMITS.sliceMs;
  for await (const item of table.rows) {
    if (item.kind === 'unreadable') {
      const after = formatCount(reading.rowsDone);
      throw new FileFault(`After ${after} rows the file cannot be read any further. ${item.sentence}`);
    }
    const waiting = take(item);
    if (waiting) await waiting;
    reading.rowsDone += 1;
    if (item.kind === 'row') reading.bytesDone = item.bytesRead;
    if (performance.now() < sliceEndsMs) continue;
    await letOthersIn();
    signal.throwIfAborted();
    sliceEndsMs = performance.now() + IMPORT_LIMITS.sliceMs;
  }
  signal.throwIfAborted();
}

/** The beginning of a row as it stands in the file. */
export function rawOf(item: TableRow | MalformedRecord): string {
  const raw =
    item.kind === 'malformed' ? item.raw : csvLine(item.values.map((cell) => (cell === '' ? null : cell))).trimEnd();
  return raw.slice(0, IMPORT_LIMITS.rawChars);
}

const PROGRESS_EVERY_MS = 500;

/**
 * Runs work that takes long, and writes down every half second how far it is. The timer is set outside of any
 * transaction, so that it writes on a connection of its own, which everybody can see at once.
 */
export async function withProgress<R>(
  ports: ImportPorts,
  importId: string,
  phase: 'checking' | 'loading',
  work: (reading: Reading) => Promise<R>,
): Promise<R> {
  const reading: Reading = { rowsDone: 0, bytesDone: 0 };
  const write = () => writeProgress(ports.database, importId, { phase, ...reading });
  await write();
  let writing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    writing = write().catch((error: unknown) => ports.log.warn({ err: error, importId }, 'progress was not written'));
  }, PROGRESS_EVERY_MS);
  try {
    return await work(reading);
  } finally {
    clearInterval(timer);
    await writing;
  }
}

/** Records what happened to a file, in the transaction of the change. */
export async function recordImport(
  tx: Transaction,
  ports: ImportPorts,
  actor: Actor,
  file: Pick<StoredImport, 'id' | 'initiativeId' | 'fileName' | 'sha256'>,
  event: { readonly kind: string; readonly sentence: string },
): Promise<void> {
  await appendEvent(
    tx,
    {
      ...event,
      actorId: actor.accountId,
      actorName: actor.name,
      subjectId: file.initiativeId,
      section: 'act',
      objectType: 'import',
      objectId: file.id,
      detail: { fileName: file.fileName, sha256: file.sha256 },
    },
    ports.now(),
  );
  tx.afterCommit(() => ports.onChanged(file.initiativeId));
}

/** Writes down that a check or a load cannot be done; the file stays, so that its mapping can be corrected. */
export async function failImport(ports: ImportPorts, file: StoredImport, sentence: string): Promise<void> {
  const { state } = file;
  if (state !== 'checking' && state !== 'loading') return;
  await ports.database.transaction(async (tx) => {
    const wasChanged = await changeImport(tx, file.id, { state: 'failed', failure: sentence, jobId: null }, { state });
    if (!wasChanged) return;
    await recordImport(tx, ports, file.broughtBy, file, {
      kind: 'import.failed',
      sentence: `could not ${state === 'loading' ? 'load' : 'check'} the file "${file.fileName}": ${sentence}`,
    });
  });
}
