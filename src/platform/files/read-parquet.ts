import { type FileHandle, open } from 'node:fs/promises';
import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadata,
  parquetRead,
  parquetSchema,
  type RowGroup,
} from 'hyparquet';
import { longCellProblem, NUL_PROBLEM } from './cell-problem.ts';
import { checkColumnPages, guardedCompressors } from './check-parquet-pages.ts';
import { FILE_LIMITS } from './limits.ts';
import { type ParquetColumn, parquetColumns } from './parquet-columns.ts';
import type { Cell, Table, TableItem } from './table.ts';
import { tooManyColumns, UnreadableFile, unreadableFrom } from './unreadable.ts';

const DAMAGED =
  'The Parquet file is damaged or incomplete, so it cannot be read. Write it again and send the whole file.';
const MAGIC = 'PAR1';
const FOOTER_END_BYTES = 8;

/** Opens a Parquet file by its footer. Throws {@link UnreadableFile} when footer or schema cannot be used. */
export async function openParquet(path: string, sizeBytes: number): Promise<Table> {
  const metadata = await withFile(path, (handle) => readFooter(handle, sizeBytes));
  // Checked before the tree is built, because a deep tree of nothing is costly to build.
  if (metadata.schema.length > FILE_LIMITS.parquetSchemaElements) throw tooManyColumns(metadata.schema.length);
  const columns = orDamaged(() => parquetColumns(parquetSchema(metadata)));
  if (columns.length > FILE_LIMITS.columns) throw tooManyColumns(columns.length);
  const names = columns.map((column) => column.name);
  if (names.length === 0 || new Set(names).size < names.length) {
    throw new UnreadableFile('bad-header', 'The Parquet file has no columns, or two columns of the same name.');
  }
  for (const group of metadata.row_groups) checkRowGroup(group, columns.length);
  const rowCount = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  const rows = { [Symbol.asyncIterator]: () => readRows(path, sizeBytes, metadata, columns) };
  return { kind: 'table', format: 'parquet', columns: names, isEmpty: rowCount === 0, sizeBytes, rows };
}

async function withFile<T>(path: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(path, 'r');
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

async function readFooter(handle: FileHandle, sizeBytes: number): Promise<FileMetaData> {
  const end = await readRange(handle, Math.max(0, sizeBytes - FOOTER_END_BYTES), sizeBytes);
  if (end.byteLength < FOOTER_END_BYTES || Buffer.from(end, 4, 4).toString('latin1') !== MAGIC) {
    throw new UnreadableFile('damaged-parquet', DAMAGED);
  }
  const footerBytes = new DataView(end).getUint32(0, true);
  if (footerBytes > FILE_LIMITS.parquetFooterBytes) {
    throw new UnreadableFile(
      'parquet-too-large',
      'The Parquet file has a footer that is too large. Write it with fewer row groups or columns.',
    );
  }
  const start = sizeBytes - FOOTER_END_BYTES - footerBytes;
  if (start < MAGIC.length) throw new UnreadableFile('damaged-parquet', DAMAGED);
  const footer = await readRange(handle, start, sizeBytes);
  return orDamaged(() => parquetMetadata(footer, { geoparquet: false }));
}

/** Reads a range of the file into memory of its own; a range outside of the file is damage. */
async function readRange(handle: FileHandle, start: number, end: number): Promise<ArrayBuffer> {
  const length = end - start;
  if (!Number.isSafeInteger(start) || start < 0 || length < 0 || length > FILE_LIMITS.parquetRowGroupBytes) {
    throw new UnreadableFile('damaged-parquet', DAMAGED);
  }
  const bytes = new Uint8Array(length);
  const { bytesRead } = await handle.read(bytes, 0, length, start);
  if (bytesRead < length) throw new UnreadableFile('damaged-parquet', DAMAGED);
  return bytes.buffer;
}

/** Every fault that the decoder meets in the bytes is damage of the file, an expected outcome. */
function orDamaged<T>(decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw error instanceof UnreadableFile ? error : new UnreadableFile('damaged-parquet', DAMAGED);
  }
}

/** Refuses a row group that does not fit into bounded memory, by what its metadata claim; pages are held to the claim later. */
function checkRowGroup(group: RowGroup, columnCount: number): void {
  const rowCount = Number(group.num_rows);
  let bytes = Number(group.total_byte_size);
  let chunkBytes = 0;
  let values = 0;
  for (const { meta_data: chunk } of group.columns) {
    if (!chunk) throw new UnreadableFile('damaged-parquet', DAMAGED);
    chunkBytes += Number(chunk.total_uncompressed_size);
    values += Number(chunk.num_values);
  }
  bytes = Math.max(bytes, chunkBytes);
  if (!(rowCount >= 0) || !(values >= 0) || !(bytes >= 0)) throw new UnreadableFile('damaged-parquet', DAMAGED);
  const { parquetRowGroupBytes, parquetRowGroupCells } = FILE_LIMITS;
  if (bytes > parquetRowGroupBytes || Math.max(values, rowCount * columnCount) > parquetRowGroupCells) {
    throw new UnreadableFile(
      'parquet-too-large',
      `A row group of the Parquet file is too large: at most ${parquetRowGroupBytes / 1024 ** 2} MiB expanded and ` +
        `${parquetRowGroupCells.toLocaleString('en')} values are read at once. Write it with smaller row groups, for ` +
        'example row_group_size=100_000.',
    );
  }
}

async function* readRows(
  path: string,
  sizeBytes: number,
  metadata: FileMetaData,
  columns: readonly ParquetColumn[],
): AsyncGenerator<TableItem, void, undefined> {
  let handle: FileHandle | undefined;
  let line = 0;
  let bytesBefore = 0;
  try {
    const opened = await open(path, 'r');
    handle = opened;
    const file: AsyncBuffer = {
      byteLength: sizeBytes,
      slice: (start, end = sizeBytes) => readRange(opened, start, end),
    };
    for (const group of metadata.row_groups) {
      const rowCount = Number(group.num_rows);
      const groupBytes = group.columns.reduce(
        (sum, { meta_data: chunk }) => sum + Number(chunk?.total_compressed_size ?? 0),
        0,
      );
      const readers = await readRowGroup(file, metadata, group, columns);
      for (let row = 0; row < rowCount; row++) {
        line++;
        const bytesRead = Math.min(sizeBytes, bytesBefore + Math.round((groupBytes * (row + 1)) / rowCount));
        yield takeRow(readers, line, bytesRead);
      }
      bytesBefore += groupBytes;
    }
  } catch (error) {
    yield unreadableFrom(error);
  } finally {
    await handle?.close();
  }
}

interface ColumnReader {
  column: ParquetColumn;
  next: () => unknown;
}

/** Decodes one row group, a column at a time so that other work gets its turn in between. */
async function readRowGroup(
  file: AsyncBuffer,
  metadata: FileMetaData,
  group: RowGroup,
  columns: readonly ParquetColumn[],
): Promise<ColumnReader[]> {
  const rowCount = Number(group.num_rows);
  const readers: ColumnReader[] = [];
  for (const column of columns) {
    const chunks = rowCount === 0 ? [] : await readColumn(file, { ...metadata, row_groups: [group] }, column, rowCount);
    readers.push({ column, next: takeInOrder(chunks) });
  }
  return readers;
}

async function readColumn(
  file: AsyncBuffer,
  metadata: FileMetaData,
  column: ParquetColumn,
  rowCount: number,
): Promise<ArrayLike<unknown>[]> {
  const chunks: ArrayLike<unknown>[] = [];
  let decoded = 0;
  try {
    await checkColumnPages(file, metadata, column.name);
    await parquetRead({
      file,
      metadata,
      columns: [column.name],
      compressors: guardedCompressors,
      parsers: column.parsers,
      geoparquet: false,
      onChunk: ({ columnData }) => {
        chunks.push(columnData);
        decoded += columnData.length;
      },
    });
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    if (error instanceof Error && 'syscall' in error) throw error;
    throw new UnreadableFile('damaged-parquet', DAMAGED);
  }
  if (decoded < rowCount) throw new UnreadableFile('damaged-parquet', DAMAGED);
  return chunks;
}

function takeInOrder(chunks: readonly ArrayLike<unknown>[]): () => unknown {
  let chunk = 0;
  let at = 0;
  return () => {
    while (at >= (chunks[chunk]?.length ?? Number.POSITIVE_INFINITY)) {
      chunk++;
      at = 0;
    }
    return chunks[chunk]?.[at++];
  };
}

function takeRow(readers: readonly ColumnReader[], line: number, bytesRead: number): TableItem {
  const values: Cell[] = [];
  let problem: string | null = null;
  for (const { column, next } of readers) {
    const cell = column.toCell(next());
    if (typeof cell === 'string') {
      if (cell.length > FILE_LIMITS.cellChars) problem ??= longCellProblem(column.name);
      else if (cell.includes('\0')) problem ??= NUL_PROBLEM;
    } else if (cell instanceof Date && Number.isNaN(cell.getTime())) {
      problem ??= `The value of "${column.name}" is a date outside of the calendar.`;
    }
    values.push(cell);
  }
  if (problem === null) return { kind: 'row', line, values, bytesRead };
  const raw = values.map((value) => (value === null ? '' : String(value).slice(0, FILE_LIMITS.rawChars))).join(', ');
  return { kind: 'malformed', line, problem, raw: raw.slice(0, FILE_LIMITS.rawChars) };
}
