import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  type PageHeader,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getTreePath } from 'hyparquet/src/schema.js';
import { readVarInt } from 'hyparquet/src/thrift.js';
import type { ColumnMetaData } from 'hyparquet/src/types.js';
import { compressors, decompressZstd } from 'hyparquet-compressors';
import { FILE_LIMITS } from './limits.ts';

/** The decompressors, each refusing a page that claims to be larger than the limit before anything is allocated. */
export const guardedCompressors: Compressors = Object.fromEntries(
  Object.entries(compressors).map(([codec, decompress]) => [
    codec,
    (input: Uint8Array, outputLength: number) => {
      checkSize(outputLength, FILE_LIMITS.parquetPageBytes);
      // The ready-made entry for ZSTD allocates what the frame claims; this one gives it the buffer it may fill.
      return codec === 'ZSTD' ? decompressZstd(input, new Uint8Array(outputLength)) : decompress(input, outputLength);
    },
  ]),
);

/**
 * Walks the pages of a column of the first row group and throws when they hold more than its metadata claim. The decoder
 * trusts what the bytes say: twelve bytes of a run length are enough to make it fill memory with two thousand million
 * values. Errors need no wording of their own: the caller reports the file as damaged.
 */
export async function checkColumnPages(file: AsyncBuffer, metadata: FileMetaData, column: string): Promise<void> {
  const schema = parquetSchema(metadata);
  for (const { meta_data: chunk } of metadata.row_groups[0]?.columns ?? []) {
    if (chunk?.path_in_schema[0] !== column) continue;
    const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
    const bytes = new Uint8Array(await file.slice(start, start + Number(chunk.total_compressed_size)));
    checkPages(bytes, chunk, getTreePath(schema, chunk.path_in_schema));
  }
}

function checkPages(bytes: Uint8Array, chunk: ColumnMetaData, path: SchemaTree[]): void {
  const reader = { view: viewOf(bytes), offset: 0 };
  const levels = { repetition: bitWidth(getMaxRepetitionLevel(path)), definition: getMaxDefinitionLevel(path) };
  let valuesLeft = Number(chunk.num_values);
  while (reader.offset < bytes.length - 1 && valuesLeft > 0) {
    const header = parquetHeader(reader);
    checkSize(header.compressed_page_size, bytes.length - reader.offset);
    checkSize(header.uncompressed_page_size, FILE_LIMITS.parquetPageBytes);
    const page = bytes.subarray(reader.offset, reader.offset + header.compressed_page_size);
    reader.offset += header.compressed_page_size;
    checkSize(header.dictionary_page_header?.num_values ?? 0, FILE_LIMITS.parquetRowGroupCells);
    const count = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values ?? 0;
    checkSize(count, valuesLeft);
    valuesLeft -= count;
    if (header.data_page_header) checkPage(page, header, header.data_page_header, chunk, levels);
    if (header.data_page_header_v2) checkPageV2(page, header, header.data_page_header_v2, chunk, levels);
  }
}

interface Levels {
  /** Bits of a repetition level; 0 when there are none. */
  repetition: number;
  /** The highest definition level; 0 when there are none. */
  definition: number;
}

function checkPage(
  compressed: Uint8Array,
  header: PageHeader,
  { num_values: count, encoding }: NonNullable<PageHeader['data_page_header']>,
  chunk: ColumnMetaData,
  levels: Levels,
): void {
  const page = decompressPage(compressed, header.uncompressed_page_size, chunk.codec, guardedCompressors);
  const view = viewOf(page);
  let offset = 0;
  const takeLevels = (width: number): DataView => {
    const length = view.getUint32(offset, true);
    checkSize(length, page.length - offset - 4);
    offset += 4 + length;
    const runs = viewOf(page.subarray(offset - length, offset));
    checkRuns(runs, width, count);
    return runs;
  };
  if (levels.repetition > 0) takeLevels(levels.repetition);
  const nulls =
    levels.definition > 0 ? countNulls(takeLevels(bitWidth(levels.definition)), levels.definition, count) : 0;
  checkValues(page.subarray(offset), encoding, count - nulls, chunk, true);
}

function checkPageV2(
  compressed: Uint8Array,
  header: PageHeader,
  page: NonNullable<PageHeader['data_page_header_v2']>,
  chunk: ColumnMetaData,
  levels: Levels,
): void {
  const {
    num_values: count,
    num_nulls: nulls,
    repetition_levels_byte_length: repetition,
    definition_levels_byte_length: definition,
  } = page;
  checkSize(repetition, compressed.length);
  checkSize(definition, compressed.length - repetition);
  checkSize(nulls, count);
  if (levels.repetition > 0) checkRuns(viewOf(compressed.subarray(0, repetition)), levels.repetition, count);
  if (levels.definition > 0) {
    checkRuns(viewOf(compressed.subarray(repetition, repetition + definition)), bitWidth(levels.definition), count);
  }
  const body = compressed.subarray(repetition + definition);
  const size = header.uncompressed_page_size - repetition - definition;
  const values = page.is_compressed === false ? body : decompressPage(body, size, chunk.codec, guardedCompressors);
  checkValues(values, page.encoding, count - nulls, chunk, false);
}

function checkValues(
  bytes: Uint8Array,
  encoding: string,
  count: number,
  chunk: ColumnMetaData,
  isFirstVersion: boolean,
): void {
  if (count === 0) return;
  const isBoolean = chunk.type === 'BOOLEAN';
  if (encoding === 'RLE' && isBoolean) {
    checkRuns(viewOf(bytes.subarray(4)), 1, count);
  } else if (encoding === 'RLE' || encoding.endsWith('_DICTIONARY')) {
    const width = isBoolean && isFirstVersion ? 1 : (bytes[0] ?? 0);
    if (width > 0) checkRuns(viewOf(bytes.subarray(1)), width, count);
  } else if (encoding === 'DELTA_BYTE_ARRAY') {
    checkSharedPrefixes(bytes, count);
  }
}

/** Each value repeats a beginning of the one before, so that a small page can describe a huge one. */
function checkSharedPrefixes(bytes: Uint8Array, count: number): void {
  const reader = { view: viewOf(bytes), offset: 0 };
  const lengths = new Int32Array(count);
  let total = 0;
  for (let part = 0; part < 2; part++) {
    deltaBinaryUnpack(reader, count, lengths);
    for (const length of lengths) {
      checkSize(length, FILE_LIMITS.parquetPageBytes);
      total += length;
    }
  }
  checkSize(total, FILE_LIMITS.parquetRowGroupBytes);
}

function countNulls(runs: DataView, highest: number, count: number): number {
  const definitions = Array.from({ length: count }, () => 0);
  readRleBitPackedHybrid({ view: runs, offset: 0 }, bitWidth(highest), definitions, runs.byteLength);
  let nulls = count;
  for (const definition of definitions) if (definition === highest) nulls--;
  return nulls;
}

/** Throws when a run of the run-length encoding is longer than the values that are left. */
function checkRuns(view: DataView, width: number, count: number): void {
  const reader = { view, offset: 0 };
  let seen = 0;
  while (seen < count && reader.offset < view.byteLength) {
    const header = readVarInt(reader);
    const isBitPacked = (header & 1) === 1;
    const run = isBitPacked ? (header >>> 1) * 8 : header >>> 1;
    if (!isBitPacked) checkSize(run, count - seen);
    reader.offset += isBitPacked ? (header >>> 1) * width : (width + 7) >> 3;
    seen += run;
  }
}

function checkSize(size: number, most: number): void {
  if (!(size >= 0) || size > most) throw new RangeError('A page claims more than its column holds.');
}

function bitWidth(value: number): number {
  return 32 - Math.clz32(value);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
