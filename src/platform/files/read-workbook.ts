import { longCellProblem, NUL_PROBLEM } from './cell-problem.ts';
import { FILE_LIMITS } from './limits.ts';
import { nameColumns } from './name-columns.ts';
import { listZip, readZipPart, type ZipPart } from './read-zip.ts';
import type { Cell, Table, TableItem } from './table.ts';
import { FORMATS_THAT_WORK, tooManyColumns, UnreadableFile, unreadableFrom } from './unreadable.ts';
import { attributeOf, elementsOf, textIn } from './workbook-xml.ts';

type Parts = ReadonlyMap<string, ZipPart>;

/** What is needed of a workbook to read one of its sheets. */
interface Sheet {
  readonly part: ZipPart;
  readonly texts: readonly string[];
  /** Styles of cells whose numbers are days. */
  readonly dateStyles: ReadonlySet<number>;
  /** Days count from 1904 and not from 1900. */
  readonly isFrom1904: boolean;
}

/** Bytes of the small parts of a workbook: its list of sheets and its styles. */
const SMALL_PART_CHARS = 32 * 1024 * 1024;
const DAY_MS = 86_400_000;

/**
 * Opens the first sheet of an Excel workbook that has rows; its first row that is not blank has the names of the
 * columns. Values are what Excel computed last; formulas are never computed. Throws {@link UnreadableFile}.
 * Format: ECMA-376 part 1, 18.3 and 18.4, https://ecma-international.org/publications-and-standards/standards/ecma-376/
 */
export async function openWorkbook(path: string, sizeBytes: number): Promise<Table> {
  const parts = await listZip(path, sizeBytes);
  if (!parts.has('xl/workbook.xml')) {
    throw new UnreadableFile(
      'archive',
      `This is a ZIP archive, which holds other files. Unpack it and send one table. ${FORMATS_THAT_WORK}`,
    );
  }
  const shared = await readShared(path, parts);
  for (const part of await sheetsOf(path, parts)) {
    const sheet = { part, ...shared };
    const header = await readHeader(path, sheet);
    if (!header) continue;
    const { columns, isEmpty } = header;
    const rows = { [Symbol.asyncIterator]: () => readRows(path, sheet, columns) };
    return { kind: 'table', format: 'xlsx', columns, isEmpty, sizeBytes: Math.max(1, part.compressedBytes), rows };
  }
  throw new UnreadableFile('empty-file', 'The Excel workbook has no sheet with rows.');
}

async function readShared(path: string, parts: Parts): Promise<Omit<Sheet, 'part'>> {
  const workbook = await readSmall(path, parts.get('xl/workbook.xml'));
  const properties = /<(?:\w+:)?workbookPr\b[^>]*>/.exec(workbook)?.[0] ?? '';
  return {
    texts: await readTexts(path, parts.get('xl/sharedStrings.xml')),
    dateStyles: dateStylesOf(await readSmall(path, parts.get('xl/styles.xml'))),
    isFrom1904: /^(?:1|true)$/.test(attributeOf(properties, 'date1904') ?? ''),
  };
}

async function readSmall(path: string, part: ZipPart | undefined): Promise<string> {
  if (!part) return '';
  const blocks: Buffer[] = [];
  let bytes = 0;
  for await (const block of readZipPart(path, part)) {
    bytes += block.length;
    if (bytes > SMALL_PART_CHARS)
      throw new UnreadableFile('expands-too-much', 'The Excel workbook is too large inside.');
    blocks.push(block);
  }
  return Buffer.concat(blocks).toString('utf8');
}

async function readTexts(path: string, part: ZipPart | undefined): Promise<readonly string[]> {
  if (!part) return [];
  const texts: string[] = [];
  let chars = 0;
  for await (const item of elementsOf(readZipPart(path, part), 'si', FILE_LIMITS.sheetRowChars)) {
    // Guides to pronunciation are no part of the text.
    const text = textIn(item.replace(/<(?:\w+:)?rPh\b.*?<\/(?:\w+:)?rPh>/gs, ''), 't') ?? '';
    chars += text.length + 16;
    if (chars > FILE_LIMITS.sharedTextChars) {
      throw new UnreadableFile(
        'expands-too-much',
        'The Excel workbook has more text than can be read from one. Save the sheet as CSV and send that.',
      );
    }
    // A slice would keep the whole block alive.
    texts.push(Buffer.from(text, 'utf8').toString('utf8'));
  }
  return texts;
}

/** The sheets in the order of their tabs. */
async function sheetsOf(path: string, parts: Parts): Promise<readonly ZipPart[]> {
  const workbook = await readSmall(path, parts.get('xl/workbook.xml'));
  const links = await readSmall(path, parts.get('xl/_rels/workbook.xml.rels'));
  const targets = new Map(
    [...links.matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g)].map(([tag]) => [
      attributeOf(tag, 'Id'),
      attributeOf(tag, 'Target'),
    ]),
  );
  return [...workbook.matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)].flatMap(([tag]) => {
    const target = targets.get(/\br?:?id\s*=\s*"([^"]*)"/.exec(tag.slice(tag.indexOf(' r:') + 1))?.[1]) ?? '';
    const part = parts.get(target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    return part ? [part] : [];
  });
}

/** Formats of days among those that every workbook has: ECMA-376 part 1, 18.8.30. */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58);

function dateStylesOf(styles: string): ReadonlySet<number> {
  const own = new Map(
    [...styles.matchAll(/<(?:\w+:)?numFmt\s[^>]*>/g)].map(([tag]) => [
      Number(attributeOf(tag, 'numFmtId')),
      attributeOf(tag, 'formatCode') ?? '',
    ]),
  );
  const cells = /<(?:\w+:)?cellXfs\b.*?<\/(?:\w+:)?cellXfs>/s.exec(styles)?.[0] ?? '';
  const dates = new Set<number>();
  [...cells.matchAll(/<(?:\w+:)?xf\b[^>]*>/g)].forEach(([tag], style) => {
    const id = Number(attributeOf(tag, 'numFmtId'));
    const code = own.get(id);
    // Quoted words, colours and units in brackets are no part of the pattern.
    const pattern = code?.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '');
    if (pattern === undefined ? isBuiltInDate(id) : /[dyhs]|m{1,5}/i.test(pattern) && !/[0#]/.test(pattern))
      dates.add(style);
  });
  return dates;
}

async function readHeader(
  path: string,
  sheet: Sheet,
): Promise<{ readonly columns: string[]; readonly isEmpty: boolean } | null> {
  let columns: string[] | null = null;
  for await (const { cells } of readCells(path, sheet)) {
    if (columns) return { columns, isEmpty: false };
    if (cells.length > FILE_LIMITS.columns) throw tooManyColumns(cells.length);
    const names = cells.map((cell) => (cell instanceof Date ? cell.toISOString() : String(cell ?? '')));
    columns = nameColumns(names.map((name) => name.slice(0, FILE_LIMITS.columnNameChars)));
  }
  return columns && { columns, isEmpty: true };
}

async function* readRows(path: string, sheet: Sheet, columns: readonly string[]): AsyncGenerator<TableItem> {
  let isHeader = true;
  try {
    for await (const { line, cells, bytesRead } of readCells(path, sheet)) {
      if (isHeader) {
        isHeader = false;
        continue;
      }
      const problem = problemOf(cells, columns);
      if (problem) {
        yield { kind: 'malformed', line, problem, raw: cells.map(String).join(', ').slice(0, FILE_LIMITS.rawChars) };
        continue;
      }
      while (cells.length < columns.length) cells.push(null);
      yield { kind: 'row', line, values: cells, bytesRead };
    }
  } catch (error) {
    yield unreadableFrom(error);
  }
}

function problemOf(cells: readonly Cell[], columns: readonly string[]): string | null {
  if (cells.length > columns.length) {
    return `The row has ${cells.length} cells, but the header has ${columns.length}.`;
  }
  for (const [i, cell] of cells.entries()) {
    if (typeof cell !== 'string') continue;
    if (cell.length > FILE_LIMITS.cellChars) return longCellProblem(columns[i] ?? '');
    if (cell.includes('\0')) return NUL_PROBLEM;
  }
  return null;
}

/** The rows of a sheet that are not blank, each up to its last filled cell. */
async function* readCells(
  path: string,
  sheet: Sheet,
): AsyncGenerator<{ readonly line: number; readonly cells: Cell[]; readonly bytesRead: number }> {
  let line = 0;
  let bytesRead = 0;
  const blocks = readZipPart(path, sheet.part, (bytes) => {
    bytesRead = bytes;
  });
  for await (const row of elementsOf(blocks, 'row', FILE_LIMITS.sheetRowChars)) {
    line = Number(attributeOf(row, 'r')) || line + 1;
    const cells = cellsOf(row, sheet);
    if (cells.length > 0) yield { line, cells, bytesRead };
  }
}

const CELL = /<(?:\w+:)?c(\s[^>]*?)?(?:\/>|>(.*?)<\/(?:\w+:)?c\s*>)/gs;

function cellsOf(row: string, sheet: Sheet): Cell[] {
  const cells: Cell[] = [];
  let next = 0;
  for (const [, attributes = '', content = ''] of row.matchAll(CELL)) {
    const tag = `<c${attributes}>`;
    const at = columnOf(attributeOf(tag, 'r')) ?? next;
    next = at + 1;
    if (at > FILE_LIMITS.columns) throw tooManyColumns(at + 1);
    const value = cellValue(tag, content, sheet);
    if (value === null) continue;
    while (cells.length < at) cells.push(null);
    cells[at] = value;
  }
  return cells;
}

/** The place of a cell from its address: `C7` is 2. */
function columnOf(address: string | undefined): number | null {
  const letters = /^([A-Z]{1,3})\d*$/.exec(address ?? '')?.[1];
  if (letters === undefined) return null;
  let place = 0;
  for (const letter of letters) place = place * 26 + letter.charCodeAt(0) - 64;
  return place - 1;
}

function cellValue(tag: string, content: string, sheet: Sheet): Cell {
  const type = attributeOf(tag, 't') ?? 'n';
  if (type === 'inlineStr') return textIn(content, 't') ?? null;
  const written = textIn(content, 'v');
  if (written === undefined) return null;
  if (type === 's') return sheet.texts[Number(written)] ?? null;
  if (type === 'b') return written.trim() === '1';
  // What could not be computed is no value.
  if (type === 'e') return null;
  if (type === 'str') return written;
  if (type === 'd') return Number.isNaN(Date.parse(written)) ? written : new Date(written);
  const number = Number(written);
  if (!Number.isFinite(number)) return written;
  return sheet.dateStyles.has(Number(attributeOf(tag, 's'))) ? dayOf(number, sheet.isFrom1904) : number;
}

/**
 * The moment of a day's number. Excel counts from 1900-01-01 as 1 and holds 1900 for a leap year, so that from March 1900
 * on the days count from 1899-12-30.
 */
function dayOf(number: number, isFrom1904: boolean): Cell {
  const start = isFrom1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, number < 60 ? 31 : 30);
  const moment = new Date(start + Math.round(number * DAY_MS));
  return Number.isNaN(moment.getTime()) ? number : moment;
}
