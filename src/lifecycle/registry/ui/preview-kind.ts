/** How a file is shown in the page. */
export type PreviewKind = 'image' | 'text' | 'json' | 'table' | 'packed-table' | 'html' | 'none';

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
  md: 'text',
  log: 'text',
  yaml: 'text',
  yml: 'text',
  toml: 'text',
  mlmodel: 'text',
};

/** How a file is shown, by its name; what contains code is never opened. */
export function kindOfPreview(name: string, containsCode: boolean): PreviewKind {
  if (containsCode) return 'none';
  return KINDS[name.toLowerCase().split('.').at(-1) ?? ''] ?? 'none';
}

/** Rows of a table that are shown. */
const SHOWN_ROWS = 100;

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
