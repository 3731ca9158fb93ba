import { longCellProblem, NUL_PROBLEM } from './cell-problem.ts';
import { FILE_LIMITS } from './limits.ts';
import { nameColumns } from './name-columns.ts';
import type { ReadProgress } from './read-bytes.ts';
import { RecordScanner, type ScannedRecord } from './scan-records.ts';
import { announcedDelimiter, type Delimiter, type Head, sniffDelimiter } from './sniff-delimiter.ts';
import type { TableItem } from './table.ts';
import { tooManyColumns, UnreadableFile, unreadableFrom } from './unreadable.ts';
import { usesDecimalComma } from './value-parsing.ts';

/** What the head of a delimited file says about the whole. */
export interface DelimitedLayout {
  delimiter: Delimiter;
  decimalComma: boolean;
  columns: string[];
  isEmpty: boolean;
  /** Records before the first row: the header, and the line in which Excel announces the delimiter. */
  recordsBeforeRows: number;
}

const SAMPLED_ROWS = 1_000;

/** Finds delimiter, header and decimal sign in the head of a file. Throws {@link UnreadableFile} for a header that is none. */
export function layOutDelimited(head: Head, given: Delimiter | null): DelimitedLayout {
  const announced = announcedDelimiter(head);
  const delimiter = announced ?? given ?? sniffDelimiter(head);
  const scanner = new RecordScanner(delimiter);
  scanner.push(head.text);
  if (head.isWhole) scanner.end();
  if (announced) scanner.next();
  const columns = readHeader(scanner);
  const sample: string[] = [];
  let isEmpty = head.isWhole;
  for (let i = 0; i < SAMPLED_ROWS; i++) {
    const record = scanner.next();
    if (record === null) break;
    isEmpty = false;
    if (record.kind === 'record') sample.push(...record.cells);
  }
  return { delimiter, decimalComma: usesDecimalComma(sample), columns, isEmpty, recordsBeforeRows: announced ? 2 : 1 };
}

function readHeader(scanner: RecordScanner): string[] {
  const header = scanner.next();
  const reason = header?.kind === 'broken' ? ` ${header.problem}` : '';
  if (header === null || header.kind === 'broken') {
    throw new UnreadableFile(
      'bad-header',
      `The first line cannot be read as a header.${reason} The first line must hold the names of the columns.`,
    );
  }
  if (header.cellCount > FILE_LIMITS.columns) throw tooManyColumns(header.cellCount);
  const long = header.cells.findIndex((cell) => cell.length > FILE_LIMITS.columnNameChars);
  if (long >= 0 || header.cells.some((cell) => cell.includes('\0'))) {
    throw new UnreadableFile(
      'bad-header',
      long >= 0
        ? `Column ${long + 1} has a name of more than ${FILE_LIMITS.columnNameChars} characters. The first line must hold the names of the columns.`
        : 'The first line contains characters that are not text. The first line must hold the names of the columns.',
    );
  }
  return nameColumns(header.cells);
}

/** Reads the rows of a delimited file from its text. Memory stays at one block and one record, whatever the file holds. */
export async function* readDelimited(
  text: AsyncIterable<string>,
  layout: DelimitedLayout,
  progress: ReadProgress,
): AsyncGenerator<TableItem, void, undefined> {
  const scanner = new RecordScanner(layout.delimiter);
  let recordsBeforeRows = layout.recordsBeforeRows;
  let hasNul = false;
  function* scanned(): Generator<TableItem, void, undefined> {
    for (let record = scanner.next(); record !== null; record = scanner.next()) {
      if (recordsBeforeRows > 0) {
        recordsBeforeRows--;
      } else if (record.kind === 'broken') {
        yield { kind: 'malformed', line: record.line, problem: record.problem, raw: record.raw };
      } else {
        const problem = problemOf(record, layout.columns, hasNul);
        if (problem) yield { kind: 'malformed', line: record.line, problem, raw: scanner.lastRaw() };
        else yield { kind: 'row', line: record.line, values: record.cells, bytesRead: progress.bytes };
      }
    }
  }
  try {
    for await (const piece of text) {
      // Once a file has shown one NUL character, every later record is looked at; other files pay nothing.
      hasNul ||= piece.includes('\0');
      scanner.push(piece);
      for (const item of scanned()) yield item;
    }
    scanner.end();
    for (const item of scanned()) yield item;
  } catch (error) {
    yield unreadableFrom(error);
  }
}

function problemOf(record: ScannedRecord, columns: readonly string[], hasNul: boolean): string | null {
  if (record.cellCount !== columns.length) {
    const cells = record.cellCount === 1 ? '1 cell' : `${record.cellCount.toLocaleString('en')} cells`;
    return `The record has ${cells}, but the header has ${columns.length.toLocaleString('en')}.`;
  }
  const long = record.cells.findIndex((cell) => cell.length > FILE_LIMITS.cellChars);
  if (long >= 0) return longCellProblem(columns[long] ?? '');
  return hasNul && record.cells.some((cell) => cell.includes('\0')) ? NUL_PROBLEM : null;
}
