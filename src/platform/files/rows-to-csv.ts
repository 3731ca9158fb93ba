import type { Cell } from './table.ts';

/** How a download is written. */
export interface CsvOptions {
  /** Between two cells; a comma unless given. */
  delimiter?: ',' | ';' | '\t';
  /** Starts with a byte order mark, without which Excel misreads accents. Off unless given. */
  withBom?: boolean;
}

/** What a spreadsheet takes for the start of a formula. Source: https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA_START = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:e[+-]?\d+)?$/i;
const LINE_END = '\r\n';

/**
 * Text made safe to open in a spreadsheet: what would start a formula gets a leading apostrophe. Text that is only a
 * number, such as `-5`, stays as it is.
 */
export function neutraliseFormula(text: string): string {
  return FORMULA_START.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

function csvCell(cell: Cell, delimiter: string): string {
  if (cell === null) return '';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  const text = cell instanceof Date ? cell.toISOString() : neutraliseFormula(cell);
  // An empty text is quoted, so that it differs from a missing value and a row of one such cell is no blank line.
  const needsQuotes = text === '' || /["\r\n]/.test(text) || text.includes(delimiter) || text.trim() !== text;
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of CSV with its line end (RFC 4180). Null is an empty cell, a date is ISO 8601. */
export function csvLine(cells: readonly Cell[], delimiter: NonNullable<CsvOptions['delimiter']> = ','): string {
  const line = cells.map((cell) => csvCell(cell, delimiter)).join(delimiter);
  return (line === '' ? '""' : line) + LINE_END;
}

/** Writes a header and rows as pieces of CSV, one row at a time, so that a download of any length takes no memory. */
export async function* rowsToCsv(
  columns: readonly string[],
  rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>,
  options: CsvOptions = {},
): AsyncGenerator<string, void, undefined> {
  yield (options.withBom ? '\ufeff' : '') + csvLine(columns, options.delimiter);
  for await (const row of rows) yield csvLine(row, options.delimiter);
}
