import { longCellProblem, NUL_PROBLEM } from './cell-problem.ts';
import { FILE_LIMITS } from './limits.ts';
import type { ReadProgress } from './read-bytes.ts';
import { RecordScanner } from './scan-records.ts';
import type { Head } from './sniff-delimiter.ts';
import type { Cell, TableItem } from './table.ts';
import { tooManyColumns, UnreadableFile, unreadableFrom } from './unreadable.ts';

/** What the head of an NDJSON file says about the whole. */
export interface NdjsonLayout {
  columns: string[];
  isEmpty: boolean;
}

type JsonObject = Readonly<Record<string, unknown>>;
type ParsedLine = { kind: 'object'; object: JsonObject } | { kind: 'broken'; problem: string };

/**
 * A whole number with more digits than a number holds exactly. Strings are matched first so that digits inside them
 * stay; the pattern is applied only to text that `JSON.parse` accepted.
 */
const STRING_OR_LONG_INTEGER = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;
const LONG_INTEGER = /\d{16,}/;

function parseLine(line: string): ParsedLine {
  try {
    let value: unknown = JSON.parse(line);
    if (LONG_INTEGER.test(line)) {
      value = JSON.parse(line.replace(STRING_OR_LONG_INTEGER, (part) => (part.startsWith('"') ? part : `"${part}"`)));
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { kind: 'object', object: { ...value } };
    }
    return { kind: 'broken', problem: 'The line is JSON, but not an object of the form {"column": value}.' };
  } catch {
    return { kind: 'broken', problem: 'The line is not valid JSON.' };
  }
}

/**
 * Finds the columns: every key of the objects in the head, in the order in which they appear. Throws
 * {@link UnreadableFile} when the head holds no object on a line of its own.
 */
export function layOutNdjson(head: Head): NdjsonLayout {
  if (head.text.trimStart().startsWith('[')) {
    throw new UnreadableFile(
      'json-array',
      'The file is one JSON array. Write one JSON object on each line instead, without brackets and commas around them.',
    );
  }
  const columns = new Set<string>();
  let hasObject = false;
  const scanner = new RecordScanner(null);
  scanner.push(head.text);
  if (head.isWhole) scanner.end();
  for (let record = scanner.next(); record !== null; record = scanner.next()) {
    if (record.kind === 'broken') continue;
    const parsed = parseLine(record.cells[0] ?? '');
    if (parsed.kind === 'broken') continue;
    hasObject = true;
    for (const key of Object.keys(parsed.object)) columns.add(key);
    if (columns.size > FILE_LIMITS.columns) throw tooManyColumns(columns.size);
  }
  if (!hasObject || columns.size === 0) {
    throw new UnreadableFile(
      'not-ndjson',
      'No line at the beginning of the file is a JSON object. Write one JSON object on each line, each on a single line.',
    );
  }
  if ([...columns].some((name) => name.length > FILE_LIMITS.columnNameChars || name.includes('\0'))) {
    throw new UnreadableFile('bad-header', 'A key is too long, or not text, to be the name of a column.');
  }
  return { columns: [...columns], isEmpty: false };
}

/** Reads the rows of an NDJSON file from its text. A key that the head of the file does not have makes a record malformed, because its value would be lost. */
export async function* readNdjson(
  text: AsyncIterable<string>,
  columns: readonly string[],
  progress: ReadProgress,
): AsyncGenerator<TableItem, void, undefined> {
  const scanner = new RecordScanner(null);
  const known = new Set(columns);
  function* scanned(): Generator<TableItem, void, undefined> {
    for (let record = scanner.next(); record !== null; record = scanner.next()) {
      const { line } = record;
      if (record.kind === 'broken') {
        yield { kind: 'malformed', line, problem: record.problem, raw: record.raw };
        continue;
      }
      const row = toRow(record.cells[0] ?? '', columns, known);
      if (typeof row === 'string') yield { kind: 'malformed', line, problem: row, raw: scanner.lastRaw() };
      else yield { kind: 'row', line, values: row, bytesRead: progress.bytes };
    }
  }
  try {
    for await (const piece of text) {
      scanner.push(piece);
      for (const item of scanned()) yield item;
    }
    scanner.end();
    for (const item of scanned()) yield item;
  } catch (error) {
    yield unreadableFrom(error);
  }
}

/** The values in the order of the columns, or the sentence that says why there are none. */
function toRow(line: string, columns: readonly string[], known: ReadonlySet<string>): Cell[] | string {
  const parsed = parseLine(line);
  if (parsed.kind === 'broken') return parsed.problem;
  const { object } = parsed;
  for (const key of Object.keys(object)) {
    if (!known.has(key)) return `The key "${key.slice(0, 80)}" does not appear in the first records of the file.`;
  }
  const values: Cell[] = [];
  for (const column of columns) {
    const text = toText(Object.hasOwn(object, column) ? object[column] : null);
    if (text === 'too-deep') return 'The record is nested too deeply.';
    if (text !== null && text.value.length > FILE_LIMITS.cellChars) return longCellProblem(column);
    if (text?.value.includes('\0')) return NUL_PROBLEM;
    values.push(text === null ? null : text.value);
  }
  return values;
}

function toText(value: unknown): { value: string } | null | 'too-deep' {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return { value };
  try {
    return { value: JSON.stringify(value) };
  } catch {
    // Only the depth can fail here: the value came out of JSON.parse.
    return 'too-deep';
  }
}
