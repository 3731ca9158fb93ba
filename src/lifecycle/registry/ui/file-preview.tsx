import { useQuery } from '@tanstack/react-query';
import { readProblem } from '../../../platform/contract/index.ts';
import { ProblemNotice } from '../../../web/data/index.ts';
import { FormattedText } from '../../../web/formatted/index.ts';
import { DataTable, formatBytes, Notice, Section } from '../../../web/kit/index.ts';
import { type FileEntry, type FileSource, fileUrl, tableQuery } from './file-queries.ts';
import { FileText } from './file-text.tsx';
import { PagePreview } from './page-preview.tsx';
import {
  delimiterOf,
  kindOfPreview,
  type PreviewKind,
  rowsOfText,
  SHOWN_ROWS,
  tableOfJson,
  textOf,
} from './preview-kind.ts';

/** Largest file that is shown in the page, in bytes. */
const SHOWN_BYTES = 2_000_000;

/** Kinds of which a beginning can be shown, however large the file is. */
const GROWING: ReadonlySet<PreviewKind> = new Set(['text', 'markdown', 'table', 'html']);

/** A look at one file: a picture, a text, a table, or a page in a closed frame. Anything else is only downloaded. */
export function FilePreview({ entry, of }: { readonly entry: FileEntry; readonly of: FileSource }) {
  const kind = kindOfPreview(entry.name, entry.containsCode);
  return (
    <Section level={3} look="boxed" title={entry.path}>
      {entry.withheld !== null ? (
        // Said from the list, so that nothing is asked that is sure to be refused.
        <Notice tone="look" title="This file is not shown to you.">
          <p>{entry.withheld}</p>
        </Notice>
      ) : kind === 'packed-table' ? (
        <PackedTable of={of} entry={entry} />
      ) : kind !== 'none' && (GROWING.has(kind) || (entry.sizeBytes ?? 0) <= SHOWN_BYTES) ? (
        <Content kind={kind} entry={entry} url={fileUrl(of, entry.path)} />
      ) : (
        <p className="tl-muted">
          {entry.containsCode
            ? 'This file contains executable code. It is kept as it is and never opened here.'
            : `This kind of file, or its size (${formatBytes(entry.sizeBytes ?? 0)}), is not shown here. Download it instead.`}
        </p>
      )}
    </Section>
  );
}

function Content({
  kind,
  entry,
  url,
}: {
  readonly kind: Exclude<PreviewKind, 'none' | 'packed-table'>;
  readonly entry: FileEntry;
  readonly url: string;
}) {
  const content = useQuery({
    queryKey: ['file', url],
    queryFn: async () => {
      const response = await fetch(url);
      if (!response.ok) {
        const body: unknown = await response.json().catch(() => undefined);
        throw readProblem(body) ?? new Error(`The file could not be read (${response.status}).`);
      }
      if (kind === 'image') return { text: await dataUrl(await response.arrayBuffer(), entry.name), isWhole: true };
      const { bytes, isWhole } = await beginningOf(response);
      return { text: textOf(bytes), isWhole };
    },
  });
  if (content.data === undefined) return <ProblemNotice error={content.error} />;
  const { text, isWhole } = content.data;
  return (
    <>
      {text === '' ? (
        <p className="tl-muted">The file is empty.</p>
      ) : (
        <Shown kind={kind} name={entry.name} text={text} isWhole={isWhole} url={url} />
      )}
      {!isWhole && kind !== 'html' && (
        <p className="tl-muted">The file goes on; this is its beginning. Download it to see all of it.</p>
      )}
    </>
  );
}

interface ShownProps {
  readonly kind: Exclude<PreviewKind, 'none' | 'packed-table'>;
  readonly name: string;
  readonly text: string;
  readonly isWhole: boolean;
  readonly url: string;
}

function Shown({ kind, name, text, isWhole, url }: ShownProps) {
  if (kind === 'image') return <img src={text} alt={name} className="tl-model-picture" />;
  if (kind === 'markdown') return <FormattedText text={text} about={name} below={3} />;
  if (kind === 'html') return <PagePreview name={name} html={text} isWhole={isWhole} url={url} />;
  if (kind === 'table') return <TextTable name={name} text={text} isWhole={isWhole} />;
  const table = kind === 'json' ? tableOfJson(text) : null;
  if (table) return <Cells name={name} {...table} />;
  return <FileText label={`The text of ${name}`} text={kind === 'json' ? prettyJson(text) : text} />;
}

/** At most as much of an answer as is shown; the rest is not fetched. */
async function beginningOf(response: Response): Promise<{ readonly bytes: Uint8Array; readonly isWhole: boolean }> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  while (reader && length < SHOWN_BYTES) {
    const { done, value } = await reader.read();
    if (done) return { bytes: joined(parts, length), isWhole: true };
    parts.push(value);
    length += value.length;
  }
  await reader?.cancel();
  return { bytes: joined(parts, length), isWhole: false };
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A picture as an address that holds it: drawn as a picture, it can do nothing, whatever its file contains. */
function dataUrl(bytes: ArrayBuffer, name: string): Promise<string> {
  const type = name.toLowerCase().endsWith('.svg') ? 'image/svg+xml' : 'image/*';
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result : ''));
    reader.addEventListener('error', () => reject(new Error('The picture could not be read.')));
    reader.readAsDataURL(new Blob([bytes], { type }));
  });
}

interface TextRow {
  readonly key: string;
  readonly cells: readonly string[];
}

function TextTable({ name, text, isWhole }: Omit<ShownProps, 'kind' | 'url'>) {
  const { heads, rows } = rowsOfText(text, delimiterOf(text));
  return (
    <>
      <Cells name={name} heads={heads} rows={rows} />
      {isWhole && rows.length === SHOWN_ROWS && (
        <p className="tl-muted">These are the first {SHOWN_ROWS} rows. Download the file to see all of them.</p>
      )}
    </>
  );
}

/** A table that a browser cannot read by itself: the server reads its beginning. */
function PackedTable({ of, entry }: { readonly of: FileSource; readonly entry: FileEntry }) {
  const table = useQuery(tableQuery(of, entry.path));
  if (!table.data) return <ProblemNotice error={table.error} />;
  if (table.data.kind === 'unreadable') return <p className="tl-muted">{table.data.sentence}</p>;
  const { columns, rows, hasMore } = table.data;
  return (
    <>
      <Cells name={entry.name} heads={columns} rows={rows} />
      {hasMore && <p className="tl-muted">The file goes on; this is its beginning. Download it to see all of it.</p>}
    </>
  );
}

interface CellsProps {
  readonly name: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function Cells({ name, heads, rows }: CellsProps) {
  return (
    <DataTable<TextRow>
      label={`The first rows of ${name}`}
      columns={heads.map((head, at) => ({
        key: `${at}`,
        head: head || `column ${at + 1}`,
        cell: (row) => row.cells[at] ?? '',
      }))}
      rows={rows.map((cells, at) => ({ key: String(at), cells }))}
      rowKey={({ key }) => key}
      empty={<p className="tl-muted">The file has no rows.</p>}
      maxHeight={320}
    />
  );
}

function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
