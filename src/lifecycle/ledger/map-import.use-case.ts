import type { Phase } from '../actions/index.ts';
import type { StoredImport } from './import.ts';
import { IMPORT_LIMITS } from './import-column.ts';
import type { ImportMapping } from './import-mapping.ts';
import { mappingProblems, mappingWarnings, unmappedColumns } from './import-problems.ts';
import { clearRefusals } from './import-refusals.store.ts';
import type { MadeRecord } from './import-row.ts';
import { recordInWords } from './import-words.ts';
import { refuseImport } from './imports.errors.ts';
import { changeImport } from './imports.store.ts';
import { judgeRow } from './judge-row.ts';
import type { RecordKind } from './ledger.ts';
import {
  compileMapping,
  FileFault,
  type ImportPorts,
  importPhaseOf,
  openImport,
  requireImport,
} from './read-import.use-case.ts';
import type { LedgerInitiative } from './record-batch.use-case.ts';

/** A row as it would be stored. */
interface PreviewRow {
  readonly line: number;
  readonly state: 'good' | 'left-out' | 'refused';
  readonly records: readonly { readonly kind: RecordKind; readonly words: string; readonly row: MadeRecord['row'] }[];
  readonly column: string | null;
  readonly reason: string | null;
}

/** What a mapping makes of the beginning of a file. */
export interface ImportPreview {
  readonly file: StoredImport;
  readonly rows: readonly PreviewRow[];
  readonly unmapped: readonly string[];
  readonly warnings: readonly string[];
}

/** States in which the mapping can be changed. */
const OPEN_STATES: ReadonlySet<StoredImport['state']> = new Set(['uploaded', 'mapped', 'checked', 'failed']);

/** Refuses what cannot be done while a file is worked on, or afterwards. @throws Problem IMPORT_BUSY, IMPORT_OVER */
export function requireOpen(file: StoredImport): void {
  if (OPEN_STATES.has(file.state)) return;
  if (file.state === 'checking' || file.state === 'loading') {
    throw refuseImport('IMPORT_BUSY', { doing: file.state === 'checking' ? 'checked' : 'loaded' });
  }
  throw refuseImport('IMPORT_OVER', { done: file.state });
}

/**
 * Says what the columns of a file mean, and shows what its first rows become. What was checked with another mapping is
 * forgotten.
 * @throws Problem IMPORT_UNKNOWN, IMPORT_BUSY, IMPORT_OVER, IMPORT_MAPPING_INVALID, IMPORT_UNREADABLE
 */
export async function mapImport(
  ports: ImportPorts,
  initiative: LedgerInitiative,
  phase: Phase | null,
  id: string,
  mapping: ImportMapping,
): Promise<ImportPreview> {
  const file = await requireImport(ports, initiative.no, id);
  requireOpen(file);
  const known = importPhaseOf(phase);
  const { columns } = file.layout;
  const problems = mappingProblems(mapping, columns, known);
  const [first] = problems;
  if (first) throw refuseImport('IMPORT_MAPPING_INVALID', { first: first.message }, problems);
  const rows = await previewRows(ports, file, mapping, phase);
  const mapped = await ports.database.transaction(async (tx) => {
    requireOpen(await requireImport(ports, initiative.no, id, tx));
    await clearRefusals(tx, id);
    const change = { state: 'mapped', mapping, check: null, facts: null, failure: null } as const;
    await changeImport(tx, id, change, { state: file.state });
    tx.afterCommit(() => ports.onChanged(initiative.id));
    return requireImport(ports, initiative.no, id, tx);
  });
  return {
    file: mapped,
    rows,
    unmapped: unmappedColumns(mapping, columns),
    warnings: mappingWarnings(mapping, columns, known),
  };
}

async function previewRows(
  ports: ImportPorts,
  file: StoredImport,
  mapping: ImportMapping,
  phase: Phase | null,
): Promise<readonly PreviewRow[]> {
  const maker = compileMapping(mapping, file, importPhaseOf(phase), { shares: null, revision: 1 });
  const context = { now: ports.now(), currency: phase?.content.successCriterion.currency ?? null };
  const rows: PreviewRow[] = [];
  try {
    for await (const item of (await openImport(ports, file)).rows) {
      if (item.kind === 'unreadable' || rows.length >= IMPORT_LIMITS.previewRows) break;
      const judged = judgeRow(maker, item, context);
      rows.push({
        line: item.line,
        state: judged.kind === 'records' ? 'good' : judged.kind,
        records:
          judged.kind === 'records'
            ? judged.records.map((record) => ({ ...asKnown(record, mapping), words: recordInWords(record) }))
            : [],
        column: judged.kind === 'refused' ? judged.column : null,
        reason: judged.kind === 'refused' ? judged.reason : null,
      });
    }
  } catch (error) {
    if (error instanceof FileFault) throw refuseImport('IMPORT_UNREADABLE', { reason: error.message });
    throw error;
  }
  return rows;
}

/** Shares that are still to be counted are not shown as if they were known. */
function asKnown(record: MadeRecord, mapping: ImportMapping): MadeRecord {
  if (record.kind !== 'assignments' || mapping.shape !== 'wide' || mapping.propensity.from !== 'observed')
    return record;
  const { propensity: _, ...known } = record.row;
  return { ...record, row: known };
}
