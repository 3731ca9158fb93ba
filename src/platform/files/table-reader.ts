import { stat } from 'node:fs/promises';
import { decodeText } from './decode-text.ts';
import { recogniseBytes, SIGNATURE_BYTES } from './file-signature.ts';
import { FILE_LIMITS } from './limits.ts';
import { type ReadProgress, readBeginning, readBlocks, readGzipBlocks } from './read-bytes.ts';
import { layOutDelimited, readDelimited } from './read-delimited.ts';
import { layOutNdjson, readNdjson } from './read-ndjson.ts';
import { openParquet } from './read-parquet.ts';
import { openWorkbook } from './read-workbook.ts';
import type { Head } from './sniff-delimiter.ts';
import type { Table, TableFormat, TableItem } from './table.ts';
import { FORMATS_THAT_WORK, type Unreadable, UnreadableFile, unreadableFrom } from './unreadable.ts';

/** What a caller may know about a file. */
export interface OpenTableOptions {
  /** Overrides what the content looks like, between the text formats. */
  format?: TableFormat;
  /** The name that the file had for its sender; only its ending is looked at, and the content goes first. */
  nameHint?: string;
}

/**
 * Opens a table file: finds format, encoding, delimiter and columns from its beginning, and gives an iteration of rows
 * that reads only as fast as it is consumed, in bounded memory. `path` is a path of ours, never text from a user.
 *
 * Reads CSV and TSV (RFC 4180 and what is found in practice), NDJSON, each also as gzip, Excel workbooks (xlsx), and Parquet. UTF-8,
 * windows-1252, and UTF-16 with a byte order mark. Whatever cannot be read is an {@link Unreadable}, never a throw;
 * only faults of the disk are thrown.
 */
export async function openTable(path: string, options: OpenTableOptions = {}): Promise<Table | Unreadable> {
  try {
    const { size } = await stat(path);
    return await openSized(path, size, options);
  } catch (error) {
    return unreadableFrom(error);
  }
}

async function openSized(path: string, sizeBytes: number, options: OpenTableOptions): Promise<Table | Unreadable> {
  const recognised = recogniseBytes(await readBeginning(path, SIGNATURE_BYTES));
  if (recognised.kind === 'unreadable') return recognised;
  if (recognised.kind === 'parquet') return openParquet(path, sizeBytes);
  if (recognised.kind === 'zip') return openWorkbook(path, sizeBytes);
  if (options.format === 'parquet') {
    throw new UnreadableFile('damaged-parquet', 'The file is not Parquet: it does not begin with the mark PAR1.');
  }
  const bytes = recognised.kind === 'gzip' ? readGzipBlocks : readBlocks;
  if (recognised.kind === 'gzip') {
    const inside = await recogniseInside(path);
    if (inside) return inside;
  }
  const textFrom = (progress: ReadProgress) => decodeText(bytes(path, progress));
  return openText(await readHead(textFrom({ bytes: 0 })), textFrom, sizeBytes, options);
}

type TextFrom = (progress: ReadProgress) => AsyncIterable<string>;

function openText(head: Head, textFrom: TextFrom, sizeBytes: number, options: OpenTableOptions): Table {
  if (head.isWhole && head.text.trim() === '') {
    throw new UnreadableFile(
      'empty-file',
      'The file is empty. Send a file whose first line holds the names of the columns.',
    );
  }
  const format = options.format ?? formatOf(head, options.nameHint ?? '');
  if (format === 'ndjson') {
    const { columns, isEmpty } = layOutNdjson(head);
    const rows = eachTime((progress) => readNdjson(textFrom(progress), columns, progress));
    return { kind: 'table', format, decimalComma: false, columns, isEmpty, sizeBytes, rows };
  }
  const layout = layOutDelimited(head, format === 'tsv' ? '\t' : null);
  const { delimiter, decimalComma, columns, isEmpty } = layout;
  const rows = eachTime((progress) => readDelimited(textFrom(progress), layout, progress));
  const found = delimiter === '\t' ? 'tsv' : 'csv';
  return { kind: 'table', format: found, delimiter, decimalComma, columns, isEmpty, sizeBytes, rows };
}

function formatOf(head: Head, nameHint: string): 'csv' | 'tsv' | 'ndjson' {
  const ending = /\.([a-z]+)(?:\.gz)?$/i.exec(nameHint.trim())?.[1]?.toLowerCase();
  if (ending === 'csv') return 'csv';
  if (ending === 'tsv' || ending === 'tab') return head.text.includes('\t') ? 'tsv' : 'csv';
  return /^\s*(?:\{|\[\s*\{)/.test(head.text) ? 'ndjson' : 'csv';
}

/** Every iteration starts at the beginning of the file, with a progress of its own. */
function eachTime(read: (progress: ReadProgress) => AsyncIterator<TableItem>): AsyncIterable<TableItem> {
  return { [Symbol.asyncIterator]: () => read({ bytes: 0 }) };
}

async function readHead(text: AsyncIterable<string>): Promise<Head> {
  let head = '';
  for await (const piece of text) {
    head += piece;
    if (head.length >= FILE_LIMITS.headChars) return { text: head, isWhole: false };
  }
  return { text: head, isWhole: true };
}

const INSIDE_NAME = {
  gzip: 'another gzip file',
  zip: 'an Excel workbook or a ZIP archive, which is compressed already',
  parquet: 'a Parquet file, which is compressed already',
} as const;

/** Refuses a gzip file that holds something other than text. */
async function recogniseInside(path: string): Promise<Unreadable | null> {
  for await (const block of readGzipBlocks(path, { bytes: 0 })) {
    const inside = recogniseBytes(block.subarray(0, SIGNATURE_BYTES));
    if (inside.kind === 'unreadable') return inside;
    if (inside.kind === 'text') return null;
    const name = INSIDE_NAME[inside.kind];
    throw new UnreadableFile(
      'archive',
      `The gzip file holds ${name}. Expand it once and send it again. ${FORMATS_THAT_WORK}`,
    );
  }
  return null;
}
