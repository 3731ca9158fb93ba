import type { Phase } from '../actions/index.ts';
import type { CheckedFacts, ImportCheck, StoredImport } from './import.ts';
import type { ImportMapping } from './import-mapping.ts';
import { clearRefusals, RefusalWriter } from './import-refusals.store.ts';
import { changeImport, findImport, findLoadedTwin, highestLoadedRevision } from './imports.store.ts';
import { judgeRow } from './judge-row.ts';
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
  withProgress,
} from './read-import.use-case.ts';
import { ImportTally } from './tally-import.ts';

/** A job under way. */
export interface ImportRun {
  readonly importId: string;
  readonly jobId: string;
  readonly signal: AbortSignal;
}

/**
 * Reads a whole file and finds out what it comes to: records by kind, units, groups, and every row that cannot be read.
 * Nothing comes into the ledger. A second run after a crash starts again and finds the same.
 */
export async function checkImport(ports: ImportPorts, run: ImportRun): Promise<void> {
  const file = await findImport(ports.database, run.importId);
  if (file?.state !== 'checking' || file.jobId !== run.jobId || !file.mapping) return;
  const phase = await ports.phases.open(file.initiativeId);
  const { mapping } = file;
  try {
    const { check, facts } = await withProgress(ports, file.id, 'checking', (reading) =>
      readWhole(ports, file, mapping, phase, reading, run.signal),
    );
    const change = { state: 'checked', check, facts, jobId: null } as const;
    await changeImport(ports.database, file.id, change, { state: 'checking', jobId: run.jobId });
    ports.onChanged(file.initiativeId);
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    await failImport(ports, file, error.message);
  }
}

async function readWhole(
  ports: ImportPorts,
  file: StoredImport,
  mapping: ImportMapping,
  phase: Phase | null,
  reading: Reading,
  signal: AbortSignal,
): Promise<{ readonly check: ImportCheck; readonly facts: CheckedFacts }> {
  const { database } = ports;
  const now = ports.now();
  const known = importPhaseOf(phase);
  const revision = mapping.corrects ? 1 + (await highestLoadedRevision(database, file.initiativeNo)) : 1;
  const maker = compileMapping(mapping, file, known, { shares: null, revision });
  const tally = new ImportTally({ mapping, columns: file.layout.columns, phase: known, now, revision });
  const context = { now, currency: phase?.content.successCriterion.currency ?? null };
  await clearRefusals(database, file.id);
  const refusals = new RefusalWriter(database, file.id, 'checking');
  await forEachRow(await openImport(ports, file), reading, signal, (item) => {
    const judged = judgeRow(maker, item, context);
    tally.add(item, judged);
    if (judged.kind !== 'refused') return undefined;
    return refusals.add({ line: item.line, column: judged.column, reason: judged.reason, raw: rawOf(item) });
  });
  await refusals.flush();
  const facts = tally.facts();
  return { facts, check: tally.check(facts, await twinBlockers(ports, file, mapping)) };
}

/** The same content with another date of assignment would give every outcome a second id, and so count twice. */
async function twinBlockers(
  ports: ImportPorts,
  file: StoredImport,
  mapping: ImportMapping,
): Promise<readonly string[]> {
  if (mapping.shape !== 'wide' || mapping.outcomes.length === 0) return [];
  const twin = await findLoadedTwin(ports.database, file);
  if (twin?.mapping?.shape !== 'wide' || twin.mapping.outcomes.length === 0) return [];
  if (JSON.stringify(twin.mapping.assignedAt) === JSON.stringify(mapping.assignedAt)) return [];
  const on = twin.finishedAt.toISOString().slice(0, 10);
  return [
    `This very file was loaded on ${on} with another moment of assignment. Its outcomes would count twice: use the same moment again.`,
  ];
}
