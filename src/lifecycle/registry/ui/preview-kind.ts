import { z } from 'zod';

/** How a file is shown in the page. */
export type PreviewKind = 'image' | 'text' | 'markdown' | 'json' | 'table' | 'packed-table' | 'html' | 'none';

const KINDS: Readonly<Record<string, PreviewKind>> = {
  png: 'image',
  jpg: 'image',
  jpeg: 'image',
  gif: 'image',
  webp: 'image',
  svg: 'image',
  csv: 'table',
  tsv: 'table',
  parquet: 'packed-table',
  json: 'json',
  html: 'html',
  htm: 'html',
  txt: 'text',
  md: 'markdown',
  log: 'text',
  yaml: 'text',
  yml: 'text',
  toml: 'text',
  mlmodel: 'text',
  ipynb: 'json',
  sql: 'text',
};

/** Code that people read: as letters on a page it does nothing. */
const WRITTEN_CODE: ReadonlySet<string> = new Set(['py', 'r', 'sh']);

/** How a file is shown, by its name; what runs code when it is opened is never opened, and source code is only shown as text. */
export function kindOfPreview(name: string, containsCode: boolean): PreviewKind {
  const ending = name.toLowerCase().split('.').at(-1) ?? '';
  if (WRITTEN_CODE.has(ending)) return 'text';
  return containsCode ? 'none' : (KINDS[ending] ?? 'none');
}

/** The text of a file: UTF-8 unless it cannot be, then as older spreadsheets write it. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** What stands between the cells of a delimited text: whatever its head has most of, a comma where it has none. */
export function delimiterOf(text: string): string {
  const [head = ''] = text.split('\n', 1);
  const [first] = [',', ';', '\t']
    .map((delimiter) => ({ delimiter, count: head.split(delimiter).length }))
    .toSorted((a, b) => b.count - a.count);
  return first?.delimiter ?? ',';
}

/** A table as MLflow's `log_table` and pandas write one into JSON (`orient="split"`), or `null`. */
export function tableOfJson(
  text: string,
): { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] } | null {
  const read = splitSchema.safeParse(parsed(text));
  if (!read.success) return null;
  const words = (row: readonly unknown[]) =>
    row.map((cell) => (typeof cell === 'string' ? cell : JSON.stringify(cell)));
  return { heads: read.data.columns, rows: read.data.data.slice(0, SHOWN_ROWS).map(words) };
}

const splitSchema = z.object({ columns: z.array(z.string()), data: z.array(z.array(z.unknown())) });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Rows of a table that are shown. */
export const SHOWN_ROWS = 100;

/** The head and the first rows of a delimited text, with quotation marks as spreadsheets write them. */
export function rowsOfText(
  text: string,
  delimiter: string,
): { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  const endCell = () => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  for (let at = 0; at < text.length && rows.length <= SHOWN_ROWS + 1; at += 1) {
    const character = text[at] ?? '';
    if (isQuoted && character === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === delimiter) endCell();
    else if (!isQuoted && character === '\n') {
      endCell();
      rows.push([]);
    } else if (isQuoted || character !== '\r') cell += character;
  }
  if (cell !== '' || (rows.at(-1)?.length ?? 0) > 0) endCell();
  const [heads = [], ...rest] = rows.filter((row) => row.length > 0);
  return { heads, rows: rest.slice(0, SHOWN_ROWS) };
}
