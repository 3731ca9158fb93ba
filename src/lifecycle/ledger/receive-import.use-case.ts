import type { Readable } from 'node:stream';
import { newId } from '../../platform/database/new-id.ts';
import type { RefusedUpload, StoredUpload } from '../../platform/files/upload-store.ts';
import type { Phase } from '../actions/index.ts';
import type { Actor } from '../initiatives/index.ts';
import { guessMapping } from './guess-mapping.ts';
import type { ImportLayout, StoredImport } from './import.ts';
import { IMPORT_LIMITS, storableWords } from './import-column.ts';
import { refuseImport } from './imports.errors.ts';
import { countUnfinished, hasAssignments, insertImport } from './imports.store.ts';
import { LEDGER_LIMITS } from './ledger.ts';
import {
  FileFault,
  type ImportPorts,
  importPhaseOf,
  openImport,
  recordImport,
  requireImport,
} from './read-import.use-case.ts';
import type { LedgerInitiative } from './record-batch.use-case.ts';
import { sampleColumns } from './sample-columns.use-case.ts';

const REFUSAL = {
  'too-large': 'IMPORT_TOO_LARGE',
  interrupted: 'IMPORT_INTERRUPTED',
  'disk-full': 'IMPORT_NO_ROOM',
} as const satisfies Record<RefusedUpload['code'], string>;

/** Digits of the file's digest that tell its lines from those of another file. */
const PREFIX_DIGITS = 8;

/**
 * Takes a file from its sender, looks at its beginning and guesses what its columns mean. A file that cannot be read
 * leaves nothing behind.
 * @throws Problem IMPORT_TOO_MANY, IMPORT_TOO_LARGE, IMPORT_INTERRUPTED, IMPORT_NO_ROOM, IMPORT_UNREADABLE
 */
export async function receiveImport(
  ports: ImportPorts,
  actor: Actor,
  initiative: LedgerInitiative,
  phase: Phase | null,
  upload: { readonly fileName: string; readonly stream: Readable; readonly maxBytes?: number | undefined },
): Promise<StoredImport> {
  const limit = IMPORT_LIMITS.unfinishedImports;
  if ((await countUnfinished(ports.database, initiative.no)) >= limit) throw refuseImport('IMPORT_TOO_MANY', { limit });
  const received = await ports.uploads.receive(upload.stream, { maxBytes: upload.maxBytes ?? LEDGER_LIMITS.fileBytes });
  if (received.kind === 'refused') throw refuseImport(REFUSAL[received.code], { reason: received.sentence });
  try {
    return await writeDown(ports, actor, initiative, phase, upload.fileName, received);
  } catch (error) {
    await ports.uploads.remove(received.id);
    if (error instanceof FileFault) throw refuseImport('IMPORT_UNREADABLE', { reason: error.message });
    throw error;
  }
}

async function writeDown(
  ports: ImportPorts,
  actor: Actor,
  initiative: LedgerInitiative,
  phase: Phase | null,
  fileName: string,
  received: StoredUpload,
): Promise<StoredImport> {
  const { id: uploadId, sizeBytes, sha256 } = received;
  const table = await openImport(ports, { uploadId, fileName });
  const layout = await layOut(ports, initiative, phase, table, sha256);
  const id = newId();
  await ports.database.transaction(async (tx) => {
    await insertImport(tx, {
      id,
      initiativeNo: initiative.no,
      initiativeId: initiative.id,
      fileName,
      sizeBytes,
      sha256,
      format: table.format,
      uploadId,
      broughtBy: { accountId: actor.accountId, name: actor.name },
      broughtAt: ports.now(),
      layout,
    });
    const file = { id, initiativeId: initiative.id, fileName, sha256 };
    await recordImport(tx, ports, actor, file, { kind: 'import.brought', sentence: `brought the file "${fileName}"` });
  });
  return requireImport(ports, initiative.no, id);
}

async function layOut(
  ports: ImportPorts,
  initiative: LedgerInitiative,
  phase: Phase | null,
  table: Awaited<ReturnType<typeof openImport>>,
  sha256: string,
): Promise<ImportLayout> {
  if (table.isEmpty) throw new FileFault('The file has the names of columns and not one row.');
  const bad = table.columns.find((name) => storableWords(name) !== name);
  if (bad !== undefined) throw new FileFault(`The name of the column "${storableWords(bad)}" is not text.`);
  const { columns, rows, problems } = await sampleColumns(table);
  if (rows === 0) throw new FileFault(problems[0] ?? 'The file has not one row that can be read.');
  const { mapping, questions } = guessMapping({
    columns,
    phase: importPhaseOf(phase),
    hasArms: phase !== null && (await hasAssignments(ports.database, initiative.no, phase.number)),
    filePrefix: `file-${sha256.slice(0, PREFIX_DIGITS)}-`,
  });
  return { columns, guess: mapping, questions, problems };
}
