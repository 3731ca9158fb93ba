import { Readable } from 'node:stream';
import { rowsToCsv } from '../../platform/files/rows-to-csv.ts';
import type { Cell } from '../../platform/files/table.ts';
import type { ImportProgress, StoredImport } from './import.ts';
import { countRefusals, readRefusals } from './import-refusals.store.ts';
import { findLoadedTwin, listImports, readProgress } from './imports.store.ts';
import { type ImportPorts, requireImport } from './read-import.use-case.ts';
import type { LedgerInitiative } from './record-batch.use-case.ts';

/** A file with what is known about it at this moment. */
export interface ImportNow<File = StoredImport> {
  readonly file: File;
  readonly progress: ImportProgress | null;
  /** Lines of its report. */
  readonly refusedRows: number;
}

/** One file as it is now, and when the very same content was loaded before. */
export async function importNow(
  ports: ImportPorts,
  file: StoredImport,
): Promise<ImportNow & { readonly loadedBefore: Date | null }> {
  const [now] = await withState(ports, [file]);
  const twin = await findLoadedTwin(ports.database, file);
  if (!now) throw new Error('A file has no state.');
  return { ...now, loadedBefore: twin?.finishedAt ?? null };
}

/** A page of the files of an initiative, newest first. */
export async function readImports(
  ports: ImportPorts,
  initiative: LedgerInitiative,
  page: { readonly before: string | null; readonly limit: number },
): Promise<readonly ImportNow<Omit<StoredImport, 'layout'>>[]> {
  return withState(ports, await listImports(ports.database, initiative.no, page));
}

async function withState<File extends Pick<StoredImport, 'id' | 'state'>>(
  ports: ImportPorts,
  files: readonly File[],
): Promise<readonly ImportNow<File>[]> {
  const ids = files.map(({ id }) => id);
  const progress = await readProgress(ports.database, ids);
  const refused = await countRefusals(ports.database, ids);
  return files.map((file) => ({
    file,
    progress: file.state === 'checking' || file.state === 'loading' ? (progress.get(file.id) ?? null) : null,
    refusedRows: refused.get(file.id) ?? 0,
  }));
}

/** The report of refused rows as CSV that is safe to open in a spreadsheet. @throws Problem IMPORT_UNKNOWN */
export async function downloadRefusals(
  ports: ImportPorts,
  initiative: LedgerInitiative,
  id: string,
): Promise<{ readonly stream: Readable; readonly fileName: string }> {
  const file = await requireImport(ports, initiative.no, id);
  async function* rows(): AsyncGenerator<readonly Cell[], void> {
    for await (const { line, column, reason, raw } of readRefusals(ports.database, id)) {
      yield [line === 0 ? null : line, column, reason, raw];
    }
  }
  const csv = rowsToCsv(['line', 'column', 'reason', 'row'], rows(), { withBom: true });
  return { stream: Readable.from(csv), fileName: `refused-${file.fileName}.csv` };
}
