import { setTimeout as sleep } from 'node:timers/promises';
import type { Transaction } from '../../platform/database/database.ts';
import type { MalformedRecord, TableRow } from '../../platform/files/table.ts';
import { formatCount } from '../../words/index.ts';
import type { Phase } from '../actions/index.ts';
import type { ImportRun } from './check-import.use-case.ts';
import type { RowContext } from './check-row.ts';
import type { CheckedFacts, ImportResult, StoredImport } from './import.ts';
import type { ImportMapping } from './import-mapping.ts';
import { RefusalWriter } from './import-refusals.store.ts';
import type { MadeRecord } from './import-row.ts';
import { changeImport, findImport } from './imports.store.ts';
import { judgeRow } from './judge-row.ts';
import { type LedgerBatch, openBatch, storeRows } from './ledger.store.ts';
import { RECORD_KINDS, type RecordKind, type RowAnswer } from './ledger.ts';
import {
  compileMapping,
  FileFault,
  failImport,
  forEachRow,
  type ImportPorts,
  importPhaseOf,
  openImport,
  type Reading,
  rawOf,
  recordImport,
  withProgress,
} from './read-import.use-case.ts';
import { recordBatch } from './record-batch.use-case.ts';

/** Advisory locks of loads: this class, and the initiative's number. */
const LOAD_LOCK = 720_003;
const LOCK_PAUSE_MS = 500;
/** Records of one kind that are stored at once: enough to be fast, few enough to let other requests in between. */
const ROWS_PER_STORE = 2_000;
/** A transaction that is silent for two minutes is ended by the database; rows without a record would make it so. */
const LONGEST_SILENCE_MS = 20_000;

/** A file that is ready to be loaded. */
interface ReadyImport extends StoredImport {
  readonly mapping: ImportMapping;
  readonly facts: CheckedFacts;
}

/**
 * Stores a checked file in the ledger, in one transaction: after a crash at any moment all of it is there or nothing,
 * and the job begins again. Keys follow from the rows, so that even a load that is repeated after its commit finds only
 * duplicates. Loads of one initiative come one after the other.
 */
export async function loadImport(ports: ImportPorts, run: ImportRun): Promise<void> {
  const file = await findImport(ports.database, run.importId);
  if (!file || !isReady(file) || file.jobId !== run.jobId) return;
  const phase = await ports.phases.open(file.initiativeId);
  try {
    if ((phase?.number ?? 0) !== file.facts.phaseNumber) {
      throw new FileFault('Another phase was opened since the file was checked. Check it again.');
    }
    const isLoaded = await withProgress(ports, file.id, 'loading', (reading) =>
      ports.database.transaction((tx) => loadInto(tx, ports, file, phase, reading, run), {
        statementTimeoutMs: 60_000,
      }),
    );
    if (isLoaded && file.uploadId !== null) await ports.uploads.remove(file.uploadId);
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    await failImport(ports, file, error.message);
  }
}

function isReady(file: StoredImport): file is ReadyImport {
  return file.state === 'loading' && file.mapping !== null && file.facts !== null;
}

async function loadInto(
  tx: Transaction,
  ports: ImportPorts,
  file: ReadyImport,
  phase: Phase | null,
  reading: Reading,
  run: ImportRun,
): Promise<boolean> {
  await takeTurn(tx, file.initiativeNo, run.signal);
  // Somebody else may have finished this very load while we waited for our turn.
  if ((await findImport(tx, file.id))?.state !== 'loading') return false;
  Object.assign(reading, { rowsDone: 0, bytesDone: 0 } satisfies Reading);
  const load = new Load(tx, ports, file, phase);
  await forEachRow(await openImport(ports, file), reading, run.signal, (item) => load.take(item));
  const result = await load.finish();
  const finishedAt = ports.now();
  const change = { state: 'loaded', result, uploadId: null, jobId: null, finishedAt } as const;
  const isOurs = await changeImport(tx, file.id, change, { state: 'loading', jobId: run.jobId });
  // Cancelled in the meantime: leaving by a throw rolls everything back.
  if (!isOurs) throw new Error('The load was cancelled.');
  const stored = result.records.reduce((sum, { stored }) => sum + stored, 0);
  await recordImport(tx, ports, file.broughtBy, file, {
    kind: 'import.loaded',
    sentence: `loaded the file "${file.fileName}": ${formatCount(stored)} records from ${formatCount(result.rows)} rows`,
  });
  return true;
}

/** Waits until no other file of the initiative is being loaded; tried again and again, so that it can be cancelled. */
async function takeTurn(tx: Transaction, initiativeNo: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    const [row] = await tx.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1::int, $2::int) as taken', [
      LOAD_LOCK,
      initiativeNo,
    ]);
    if (row?.taken) return;
    await sleep(LOCK_PAUSE_MS, undefined, { signal });
  }
}

interface WaitingRow {
  readonly line: number;
  readonly raw: () => string;
  readonly row: unknown;
}

/** A file on its way into the ledger: rows become records, which are stored kind by kind as soon as there are enough. */
class Load {
  readonly #tx: Transaction;
  readonly #ports: ImportPorts;
  readonly #file: ReadyImport;
  readonly #phase: Phase | null;
  readonly #maker: ReturnType<typeof compileMapping>;
  readonly #refusals: RefusalWriter;
  readonly #context: RowContext;
  readonly #waiting = new Map<RecordKind, WaitingRow[]>();
  readonly #batches = new Map<RecordKind, LedgerBatch>();
  #storing: Promise<void> = Promise.resolve();
  #silentUntilMs = performance.now() + LONGEST_SILENCE_MS;
  #rows = 0;
  #bad = 0;
  #leftOut = 0;

  constructor(tx: Transaction, ports: ImportPorts, file: ReadyImport, phase: Phase | null) {
    this.#tx = tx;
    this.#ports = ports;
    this.#file = file;
    this.#phase = phase;
    this.#maker = compileMapping(file.mapping, file, importPhaseOf(phase), file.facts);
    this.#refusals = new RefusalWriter(tx, file.id, 'loading');
    this.#context = { now: ports.now(), currency: phase?.content.successCriterion.currency ?? null };
  }

  take(item: TableRow | MalformedRecord): Promise<void> | undefined {
    this.#rows += 1;
    // Where the check refused no row, the ledger will not either: what it looks at has not changed since.
    const isClean = this.#file.check?.bad === 0 && item.kind === 'row';
    const made = isClean ? this.#maker.make(item) : judgeRow(this.#maker, item, this.#context);
    if (made.kind === 'left-out') this.#leftOut += 1;
    if (made.kind === 'refused') this.#refuse(item.line, made.reason);
    const isFull = made.kind === 'records' && this.#gather(item, made.records);
    return isFull || performance.now() > this.#silentUntilMs ? this.#storeNext() : undefined;
  }

  /** Keeps records until they are stored; true when there are enough of one kind. */
  #gather(item: TableRow | MalformedRecord, records: readonly MadeRecord[]): boolean {
    const raw = (): string => rawOf(item);
    let isFull = false;
    for (const { kind, row } of records) {
      const waiting = this.#waiting.get(kind) ?? [];
      waiting.push({ line: item.line, raw, row });
      this.#waiting.set(kind, waiting);
      isFull ||= waiting.length >= ROWS_PER_STORE;
    }
    return isFull;
  }

  /** Lets the database store what is ready while the next rows are read; waits for what it was given before. */
  async #storeNext(): Promise<void> {
    await this.#storing;
    const isSilent = performance.now() > this.#silentUntilMs;
    this.#silentUntilMs = performance.now() + LONGEST_SILENCE_MS;
    if (isSilent) await this.#tx.query('select 1');
    this.#storing = this.#storeFull(ROWS_PER_STORE);
    // A failure is met where the promise is awaited next, at the latest at the end.
    this.#storing.catch(() => undefined);
  }

  /** Stores what is left and closes the delivery of each kind. */
  async finish(): Promise<ImportResult> {
    await this.#storing;
    await this.#storeFull(1);
    await this.#storeWatermarks();
    await this.#refusals.flush();
    const { initiativeId: id, initiativeNo: no, broughtBy } = this.#file;
    const records: ImportResult['records'][number][] = [];
    for (const kind of RECORD_KINDS) {
      const batch = this.#batches.get(kind);
      if (!batch) continue;
      const { stored, duplicates, mixed, refused } = await recordBatch(
        this.#tx,
        this.#ports,
        broughtBy,
        { id, no },
        batch,
      );
      records.push({ kind, stored, duplicates, mixed, refused });
    }
    return { rows: this.#rows, bad: this.#bad, leftOut: this.#leftOut, records };
  }

  /** A bad row stands in the report of the check already; without the consent to leave it out nothing is loaded. */
  #refuse(line: number, reason: string): void {
    this.#bad += 1;
    if (!this.#file.leaveOutBad) throw new FileFault(`Line ${line} cannot be read: ${reason}. Nothing was stored.`);
  }

  async #storeFull(least: number): Promise<void> {
    // All are taken before the first is stored, so that the rows read meanwhile gather anew.
    const full = RECORD_KINDS.flatMap((kind) => {
      const waiting = this.#waiting.get(kind) ?? [];
      if (waiting.length < least) return [];
      this.#waiting.set(kind, []);
      return [{ kind, waiting }];
    });
    for (const { kind, waiting } of full) await this.#store(kind, waiting);
  }

  async #store(kind: RecordKind, waiting: readonly WaitingRow[]): Promise<void> {
    const batch = this.#batches.get(kind) ?? (await this.#open(kind));
    const rows = waiting.map(({ row }) => row);
    const answers = await storeRows(this.#tx, batch, rows);
    for (const answer of answers) await this.#report(answer, waiting);
  }

  #report(answer: RowAnswer, waiting: readonly WaitingRow[]): Promise<void> | undefined {
    if (answer.status !== 'refused' && answer.status !== 'mixed') return undefined;
    const row = waiting[answer.index];
    if (!row) return undefined;
    return this.#refusals.add({
      line: row.line,
      column: null,
      reason: answer.message ?? answer.status,
      raw: row.raw(),
    });
  }

  async #open(kind: RecordKind): Promise<LedgerBatch> {
    const { initiativeNo, fileName, broughtBy } = this.#file;
    const batch = await openBatch(this.#tx, {
      initiativeNo,
      kind,
      phase: this.#phase,
      source: `file "${fileName}"`,
      accountId: broughtBy.accountId,
      now: this.#context.now,
    });
    this.#batches.set(kind, batch);
    return batch;
  }

  /** Says for each metric up to when the file is complete, so that its units without an outcome may count as 0. */
  async #storeWatermarks(): Promise<void> {
    const { mapping, facts } = this.#file;
    if (mapping.shape !== 'wide' || facts.completeThrough === null) return;
    const { completeThrough } = facts;
    const rows = mapping.outcomes.map(({ metric }) => ({
      line: 0,
      raw: () => '',
      row: { source: mapping.source, metric, completeThrough },
    }));
    await this.#store('watermarks', rows);
  }
}
