import type { Cell } from '../files/table.ts';
import {
  type CellFormat,
  guessColumnType,
  isMissing,
  type ParsedCell,
  parseCell,
  parseId,
} from '../files/value-parsing.ts';
import type { ColumnFormat, ColumnReading, ColumnType } from './tables.schema.ts';

const TYPE_OF_FORMAT = {
  text: 'text',
  number: 'number',
  boolean: 'yes-no',
  date: 'time',
  epoch: 'time',
  id: 'id',
} as const satisfies Record<ColumnFormat['type'], ColumnType>;

/** The type of what a format reads. */
export function typeOfFormat(format: ColumnFormat): ColumnType {
  return TYPE_OF_FORMAT[format.type];
}

/** Names of columns that name things: `customerID`, `machine_id`, `InvoiceNo`, `Product ID`, `UDI`. */
const ID_NAME = /(?:^|[\s_.-])(?:id|uid|uuid|key|code|udi)$|(?:Id|ID|Code|No|Nr|Key|UUID)$/;

/** Whether the name of a column says that its values name things. */
export function isNamedLikeKey(name: string): boolean {
  return ID_NAME.test(name);
}

const WRITTEN_WITH_POINT_ZERO = /^\d+\.0+$/;
const WHOLE = /^\d+$/;

/**
 * Guesses how a column is read from a sample of its cells. Whole numbers in a column that is named like a key, and
 * whole numbers that are all written with `.0` beside gaps, name things and are kept as they stand.
 */
export function guessReading(name: string, sample: readonly Cell[]): ColumnReading {
  const guess = guessColumnType(sample, name);
  const format: ColumnFormat = namesThings(name, sample, guess.format) ? { type: 'id' } : guess.format;
  return { name, format, missingMarks: [], isCertain: format.type === 'id' || guess.isCertain, isSaid: false };
}

function namesThings(name: string, sample: readonly Cell[], format: CellFormat): boolean {
  if (format.type !== 'number' && format.type !== 'text') return false;
  let gaps = 0;
  let pointZero = 0;
  let whole = 0;
  let withDigits = 0;
  let present = 0;
  for (const cell of sample) {
    if (isMissing(cell)) {
      gaps++;
      continue;
    }
    present++;
    if (typeof cell === 'number') whole += Number.isInteger(cell) && cell >= 0 ? 1 : 0;
    else if (typeof cell === 'string') {
      const text = cell.trim();
      if (/\d/.test(text)) withDigits++;
      if (WRITTEN_WITH_POINT_ZERO.test(text)) pointZero++;
      else if (WHOLE.test(text)) whole++;
    }
  }
  if (present === 0) return false;
  // A key is written with digits; a column of plain words that is called a code is one of categories.
  if (isNamedLikeKey(name)) {
    return format.type === 'text' ? withDigits >= present / 2 : pointZero + whole >= present * 0.95;
  }
  return gaps > 0 && pointZero === present;
}

/** What a column is read as when it turns out that its cells do not have the format: the next wider one. */
export function widerFormat(format: ColumnFormat, unfit: readonly string[]): ColumnFormat {
  if (format.type === 'boolean') {
    const { format: again } = guessColumnType(['0', '1', ...unfit]);
    if (again.type === 'number') return again;
  }
  return { type: 'text' };
}

/** Makes the reader of a column's cells. */
export function cellReader(reading: ColumnReading): (cell: Cell) => ParsedCell {
  const marks = new Set(reading.missingMarks.map((mark) => mark.trim().toLowerCase()));
  const { format } = reading;
  const read: (cell: Cell) => ParsedCell = (cell) => {
    // Among words "none" is an answer ("other debtors: none"); tools that mean a gap write it with a capital letter.
    if (format.type === 'text' && cell === 'none') return { kind: 'value', value: cell };
    if (format.type !== 'id') return parseCell(cell, format);
    const id = parseId(cell);
    return id === null ? { kind: 'missing' } : { kind: 'value', value: id };
  };
  if (marks.size === 0) return read;
  return (cell) => (isMarked(cell, marks) ? { kind: 'missing' } : read(cell));
}

function isMarked(cell: Cell, marks: ReadonlySet<string>): boolean {
  if (cell === null || cell instanceof Date) return false;
  return marks.has(String(cell).trim().toLowerCase());
}
