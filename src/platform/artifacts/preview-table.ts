import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Cell } from '../files/table.ts';
import { openTable } from '../files/table-reader.ts';
import { ARTIFACT_LIMITS } from './artifact-limits.ts';

/** The beginning of a table file, its cells as text; or why there is none to see, in a sentence. */
export type TablePreview =
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
      /** Whether the file has rows or columns beyond these. */
      readonly hasMore: boolean;
    }
  | { readonly kind: 'unreadable'; readonly sentence: string };

/** An opened file, or why it could not be opened. */
type Opened = { readonly stream: Readable; readonly sizeBytes: number } | null | 'damaged';

let inTurn: Promise<unknown> = Promise.resolve();

/**
 * Reads the first rows of a table file. It is laid down in a folder of its own meanwhile, because the formats are read from
 * both ends; previews are made one after the other, so that many at once take no more memory than one.
 * @param open opens the file when its turn has come; what it says of a file that cannot be opened is handed on.
 */
export function previewTable(open: () => Promise<Opened>): Promise<TablePreview | null | 'damaged'> {
  const preview = inTurn.then(() => previewNow(open));
  inTurn = preview.catch(() => undefined);
  return preview;
}

async function previewNow(open: () => Promise<Opened>): Promise<TablePreview | null | 'damaged'> {
  const opened = await open();
  if (opened === null || opened === 'damaged') return opened;
  const { stream: source, sizeBytes } = opened;
  if (sizeBytes > ARTIFACT_LIMITS.previewBytes) {
    source.destroy();
    const mebibytes = ARTIFACT_LIMITS.previewBytes / 1_048_576;
    return { kind: 'unreadable', sentence: `The file is larger than ${mebibytes} MiB. Download it instead.` };
  }
  const folder = await mkdtemp(join(tmpdir(), 'throughline-preview-'));
  try {
    const path = join(folder, 'table');
    await pipeline(source, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    return await readBeginning(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readBeginning(path: string): Promise<TablePreview> {
  const table = await openTable(path);
  if (table.kind === 'unreadable') return { kind: 'unreadable', sentence: table.sentence };
  const { previewColumns, previewRows } = ARTIFACT_LIMITS;
  const rows: (readonly string[])[] = [];
  let hasMore = table.columns.length > previewColumns;
  for await (const item of table.rows) {
    if (item.kind === 'unreadable') {
      if (rows.length === 0) return { kind: 'unreadable', sentence: item.sentence };
      hasMore = true;
      break;
    }
    if (item.kind === 'malformed') continue;
    if (rows.length === previewRows) {
      hasMore = true;
      break;
    }
    rows.push(item.values.slice(0, previewColumns).map(cellText));
  }
  return { kind: 'table', columns: table.columns.slice(0, previewColumns), rows, hasMore };
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  const text = cell instanceof Date ? cell.toISOString() : String(cell);
  return text.slice(0, ARTIFACT_LIMITS.previewCellCharacters);
}
