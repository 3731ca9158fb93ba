import { type DateOrder, guessDateOrder, type ParsedDate, parseDate } from './parse-date.ts';
import type { Cell } from './table.ts';

/** How the cells of a column are read. */
export type CellFormat =
  | { type: 'text' }
  | { type: 'number'; decimalComma: boolean }
  | { type: 'boolean' }
  | { type: 'date'; order: DateOrder }
  | { type: 'epoch'; unit: 's' | 'ms' };

/** A cell read by its format: null when the cell is a missing mark, `unfit` when it does not have the format. */
export type ParsedCell =
  | { kind: 'value'; value: string | number | boolean | Date }
  | { kind: 'missing' }
  | { kind: 'unfit' };

/** What a sample says about a column. */
export interface ColumnGuess {
  /** The format in which at least 95 of 100 cells can be read; text when there is none. */
  format: CellFormat;
  /** Share (0 to 1) of the cells that are not missing and have the format; 1 when all are missing. */
  fitShare: number;
  /** Share (0 to 1) of the cells that are missing; 1 for an empty sample. */
  missingShare: number;
  /** False when the format can be read in two ways (day or month first) and a person has to say which. */
  isCertain: boolean;
}

/** The share of readable cells below which a column is text. Yes or no needs all of them: most counts are 0 and 1, too. */
const FIT_SHARE_NEEDED = 0.95;

const MISSING = new Set(['', 'na', 'n/a', '#n/a', 'nan', 'null', 'nil', 'none', '-', '--', '?', '\\n']);

const YES = new Set([
  'yes',
  'y',
  'true',
  't',
  '1',
  'on',
  'ja',
  'j',
  'wahr',
  'oui',
  'o',
  'vrai',
  'si',
  'sí',
  'sì',
  'vero',
  'verdadero',
  'sim',
  'tak',
  'да',
]);
const NO = new Set([
  'no',
  'n',
  'false',
  'f',
  '0',
  'off',
  'nein',
  'falsch',
  'non',
  'faux',
  'falso',
  'não',
  'nej',
  'nee',
  'nie',
  'нет',
]);

/** Whether a cell says that there is no value: blank, `NA`, `N/A`, `null`, `None`, `NaN`, `-`, `?` and their like. */
export function isMissing(cell: Cell): boolean {
  if (cell === null) return true;
  return typeof cell === 'string' && cell.length < 8 && MISSING.has(cell.trim().toLowerCase());
}

const CURRENCY = '(?:[€$£¥₹]|EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|kr|zł)';
const CURRENCY_BEFORE = new RegExp(String.raw`^([+-]?)\s*${CURRENCY}\s*`, 'i');
const CURRENCY_AFTER = new RegExp(String.raw`\s*${CURRENCY}$`, 'i');
const PLAIN_NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;
const GROUPED_BY_COMMA = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const GROUPED_BY_DOT = /^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d*)?$/;
const GROUPED_BY_SPACE = /^[+-]?\d{1,3}(?:[ \u00a0\u202f'\u2019]\d{3})+(?:[.,]\d*)?$/;
/** A number with decimals between up to four signs of currency or percent; captures the decimal sign and the decimals. */
const WITH_DECIMALS =
  /^[^\d\s]{0,4}\s?(?:\d+|\d{1,3}(?:[.,' \u00a0\u202f\u2019]\d{3})+)([.,])(\d+)(?:e[+-]?\d+)?\s?[^\d\s]{0,4}$/i;
const LONGEST_NUMBER_CHARS = 64;

/**
 * Reads a number as people write it: `1234.5`, `1,234.50`, `1.234,50` (with `decimalComma`), `1 234,5`, `€ 12`, `(3.20)`
 * as a negative amount. A percent sign divides by 100, because rates are 0 to 1 inside. Null when it is no number.
 */
export function parseNumber(text: string, options: { decimalComma: boolean }): number | null {
  let rest = text.trim().replace('\u2212', '-');
  if (rest.length === 0 || rest.length > LONGEST_NUMBER_CHARS) return null;
  // Most cells are plain numbers, and these take none of the steps below.
  if (!options.decimalComma && PLAIN_NUMBER.test(rest)) return finite(Number(rest));
  const isNegative = rest.startsWith('(') && rest.endsWith(')');
  if (isNegative) rest = rest.slice(1, -1).trim();
  const isPercent = rest.endsWith('%');
  if (isPercent) rest = rest.slice(0, -1).trimEnd();
  rest = rest.replace(CURRENCY_BEFORE, '$1').replace(CURRENCY_AFTER, '');
  const plain = withoutGroups(rest, options.decimalComma);
  if (!PLAIN_NUMBER.test(plain)) return null;
  const value = finite(Number(plain));
  if (value === null || (isNegative && value < 0)) return null;
  return (isNegative ? -value : value) / (isPercent ? 100 : 1);
}

function withoutGroups(text: string, decimalComma: boolean): string {
  const ungrouped = GROUPED_BY_SPACE.test(text) ? text.replace(/[ \u00a0\u202f'\u2019]/g, '') : text;
  if (!decimalComma) return GROUPED_BY_COMMA.test(ungrouped) ? ungrouped.replaceAll(',', '') : ungrouped;
  if (GROUPED_BY_DOT.test(ungrouped)) return ungrouped.replaceAll('.', '').replace(',', '.');
  // With a decimal comma a dot that groups nothing has no meaning, so that 12.5 is refused and not read as 125.
  return ungrouped.includes('.') ? '' : ungrouped.replace(',', '.');
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/**
 * Whether numbers in a sample are written with a decimal comma. A comma before exactly three digits proves nothing,
 * because it may group thousands, and neither does such a dot.
 */
export function usesDecimalComma(sample: readonly string[]): boolean {
  let commas = 0;
  let dots = 0;
  for (const text of sample) {
    if (text.length > LONGEST_NUMBER_CHARS) continue;
    const [, sign, decimals] = WITH_DECIMALS.exec(text.trim()) ?? [];
    if (decimals === undefined || decimals.length === 3) continue;
    if (sign === ',') commas++;
    else dots++;
  }
  return commas > dots;
}

/** Reads yes or no in several languages, also `true`/`false`, `y`/`n`, `1`/`0`. Null when it is neither. */
export function parseBoolean(text: string): boolean | null {
  const word = text.trim().toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : null;
}

/** The text of an identifier: trimmed, and `17850.0` as `17850`, because tools write whole numbers with gaps that way. */
export function parseId(cell: Cell): string | null {
  if (isMissing(cell)) return null;
  const text = cell instanceof Date ? cell.toISOString() : String(cell).trim();
  return /^\d+\.0+$/.test(text) ? text.slice(0, text.indexOf('.')) : text;
}

/** Reads one cell by the format of its column. Cells that are no text already (Parquet) are taken as they are where they fit. */
export function parseCell(cell: Cell, format: CellFormat): ParsedCell {
  if (cell === null || isMissing(cell)) return { kind: 'missing' };
  const value = readValue(cell, format);
  return value === null ? { kind: 'unfit' } : { kind: 'value', value };
}

function readValue(cell: NonNullable<Cell>, format: CellFormat): string | number | boolean | Date | null {
  switch (format.type) {
    case 'text':
      return cell instanceof Date ? cell.toISOString() : String(cell);
    case 'number':
      if (typeof cell === 'number') return cell;
      return typeof cell === 'string' ? parseNumber(cell, format) : null;
    case 'boolean':
      if (typeof cell === 'boolean') return cell;
      return cell instanceof Date ? null : parseBoolean(String(cell));
    case 'date':
      if (cell instanceof Date) return cell;
      return typeof cell === 'string' ? toDate(parseDate(cell, format.order)) : null;
    case 'epoch':
      return cell instanceof Date || typeof cell === 'boolean' ? null : parseEpoch(String(cell), format.unit);
  }
}

const toDate = (parsed: ParsedDate | null): Date | null => parsed && new Date(parsed.epochMs);

const EPOCH = /^\d{9,13}(?:\.\d+)?$/;
/** 2000-01-01 to 2100-01-01 in seconds: outside of it a large number is not taken for a time. */
const EPOCH_SECONDS = { from: 946_684_800, to: 4_102_444_800 };

/** Reads seconds or milliseconds since 1970, between the years 2000 and 2100. Null when it is neither. */
export function parseEpoch(text: string, unit: 's' | 'ms'): Date | null {
  const trimmed = text.trim();
  if (!EPOCH.test(trimmed)) return null;
  const seconds = Number(trimmed) / (unit === 'ms' ? 1_000 : 1);
  return seconds >= EPOCH_SECONDS.from && seconds < EPOCH_SECONDS.to ? new Date(Math.round(seconds * 1_000)) : null;
}

/** Names of columns that hold times; only there are large whole numbers taken for times, since most are identifiers. */
const TIME_NAME = /time|date|datum|zeit|stamp|epoch|heure|fecha|(?:^|_)ts$|(?:_at|At)$/i;

/**
 * Guesses what a column holds from a sample of its cells: yes or no, a number, a date, a time since 1970, or text.
 * Numbers with leading zeros or more than 15 digits are text, because they are identifiers and a number would damage them.
 */
export function guessColumnType(sample: readonly Cell[], columnName = ''): ColumnGuess {
  const present = sample.filter((cell) => !isMissing(cell));
  const missingShare = sample.length === 0 ? 1 : 1 - present.length / sample.length;
  const text: ColumnGuess = { format: { type: 'text' }, fitShare: 1, missingShare, isCertain: true };
  if (present.length === 0) return text;
  const texts = present.filter((cell) => typeof cell === 'string');
  if (texts.some((cell) => /^\s*[+-]?(?:0\d+|\d{16,})\s*$/.test(cell))) return text;
  const { order, isCertain } = guessDateOrder(texts);
  const candidates: { format: CellFormat; isCertain: boolean }[] = [
    { format: { type: 'boolean' }, isCertain: true },
    { format: { type: 'date', order }, isCertain },
    { format: { type: 'number', decimalComma: usesDecimalComma(texts) }, isCertain: true },
  ];
  if (TIME_NAME.test(columnName)) {
    candidates.unshift(
      { format: { type: 'epoch', unit: 's' }, isCertain: true },
      { format: { type: 'epoch', unit: 'ms' }, isCertain: true },
    );
  }
  for (const candidate of candidates) {
    const fitShare = shareThatFits(present, candidate.format);
    const needed = candidate.format.type === 'boolean' ? 1 : FIT_SHARE_NEEDED;
    if (fitShare >= needed) return { ...candidate, fitShare, missingShare };
  }
  return text;
}

function shareThatFits(present: readonly Cell[], format: CellFormat): number {
  let fitting = 0;
  for (const cell of present) if (parseCell(cell, format).kind === 'value') fitting++;
  return fitting / present.length;
}
