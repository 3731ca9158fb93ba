import { formatCount } from '../../words/index.ts';
import type { Phase } from '../actions/index.ts';
import type { Actor } from '../initiatives/index.ts';
import type { StoredImport } from './import.ts';
import { clearRefusals } from './import-refusals.store.ts';
import { refuseImport } from './imports.errors.ts';
import { changeImport, neededUploads, writeProgress } from './imports.store.ts';
import { requireOpen } from './map-import.use-case.ts';
import { type ImportPorts, recordImport, requireImport } from './read-import.use-case.ts';
import type { LedgerInitiative } from './record-batch.use-case.ts';

/** The kinds of background work on files. */
export const IMPORT_JOBS = { check: 'ledger.check-import', load: 'ledger.load-import' } as const;

/**
 * Has a file checked in the background.
 * @throws Problem IMPORT_UNKNOWN, IMPORT_BUSY, IMPORT_OVER, IMPORT_NOT_MAPPED
 */
export async function startCheck(ports: ImportPorts, initiative: LedgerInitiative, id: string): Promise<StoredImport> {
  return ports.database.transaction(async (tx) => {
    const file = await requireImport(ports, initiative.no, id, tx);
    requireOpen(file);
    if (!file.mapping) throw refuseImport('IMPORT_NOT_MAPPED');
    const jobId = await ports.jobs.enqueue(tx, IMPORT_JOBS.check, { importId: id });
    await writeProgress(tx, id, { phase: 'checking', rowsDone: 0, bytesDone: 0 });
    const change = { state: 'checking', jobId, check: null, facts: null, failure: null } as const;
    await changeImport(tx, id, change, { state: file.state });
    tx.afterCommit(() => ports.onChanged(initiative.id));
    return requireImport(ports, initiative.no, id, tx);
  });
}

/**
 * Has a checked file loaded in the background.
 * @throws Problem IMPORT_UNKNOWN, IMPORT_BUSY, IMPORT_OVER, IMPORT_NOT_CHECKED, IMPORT_BLOCKED, IMPORT_HAS_BAD_ROWS,
 * IMPORT_PHASE_CHANGED
 */
export async function startLoad(
  ports: ImportPorts,
  actor: Actor,
  initiative: LedgerInitiative,
  phase: Phase | null,
  id: string,
  leaveOutBad: boolean,
): Promise<StoredImport> {
  return ports.database.transaction(async (tx) => {
    const file = await requireImport(ports, initiative.no, id, tx);
    requireOpen(file);
    const { check, facts } = file;
    if (file.state !== 'checked' || !check || !facts) throw refuseImport('IMPORT_NOT_CHECKED');
    if (check.blockers.length > 0) throw refuseImport('IMPORT_BLOCKED', { blockers: check.blockers.join(' ') });
    if (check.bad > 0 && !leaveOutBad) {
      throw refuseImport('IMPORT_HAS_BAD_ROWS', { bad: formatCount(check.bad), rows: formatCount(check.rows) });
    }
    if ((phase?.number ?? 0) !== facts.phaseNumber) throw refuseImport('IMPORT_PHASE_CHANGED');
    const jobId = await ports.jobs.enqueue(tx, IMPORT_JOBS.load, { importId: id });
    await writeProgress(tx, id, { phase: 'loading', rowsDone: 0, bytesDone: 0 });
    await changeImport(tx, id, { state: 'loading', jobId, leaveOutBad, failure: null }, { state: file.state });
    const aside = check.bad > 0 ? `, leaving out ${formatCount(check.bad)} rows that cannot be read` : '';
    await recordImport(tx, ports, actor, file, {
      kind: 'import.load-started',
      sentence: `started to load the file "${file.fileName}"${aside}`,
    });
    return requireImport(ports, initiative.no, id, tx);
  });
}

/**
 * Cancels a file that is not loaded yet and removes it from the disk; a load under way rolls back.
 * @throws Problem IMPORT_UNKNOWN, IMPORT_OVER
 */
export async function cancelImport(
  ports: ImportPorts,
  actor: Actor,
  initiative: LedgerInitiative,
  id: string,
): Promise<void> {
  const uploadId = await ports.database.transaction(async (tx) => {
    // A load that is about to commit holds this row; whoever comes first decides.
    const file = await requireImport(ports, initiative.no, id, tx);
    if (file.state === 'loaded' || file.state === 'cancelled') throw refuseImport('IMPORT_OVER', { done: file.state });
    if (file.jobId !== null) await ports.jobs.cancel(tx, file.jobId);
    await clearRefusals(tx, id);
    const change = { state: 'cancelled', uploadId: null, jobId: null, finishedAt: ports.now() } as const;
    await changeImport(tx, id, change, { state: file.state });
    await recordImport(tx, ports, actor, file, {
      kind: 'import.cancelled',
      sentence: `cancelled the file "${file.fileName}"`,
    });
    return file.uploadId;
  });
  if (uploadId !== null) await ports.uploads.remove(uploadId);
}

/** How long an upload may be on its way before it counts as left behind. */
const ORPHAN_MS = 3_600_000;

/** Removes uploads that no file needs: what a crash left behind. Call it at the start of the process. */
export async function removeOrphanedUploads(ports: ImportPorts): Promise<readonly string[]> {
  const olderThan = new Date(Date.now() - ORPHAN_MS);
  return ports.uploads.removeOrphans(await neededUploads(ports.database), olderThan);
}
