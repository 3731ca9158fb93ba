import {
  AppLink,
  type Column,
  DataTable,
  formatCount,
  formatPlural,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import type { BroughtFile } from './client.ts';
import { RECORD_WORDS } from './ledger-words.ts';
import { RefusedLink } from './refused-link.tsx';

type Result = NonNullable<BroughtFile['result']>;

const COLUMNS: readonly Column<Result['records'][number]>[] = [
  { key: 'kind', head: 'What', isRowHead: true, cell: ({ kind }) => capital(RECORD_WORDS[kind][1]) },
  { key: 'stored', head: 'Stored', align: 'end', cell: ({ stored }) => formatCount(stored) },
  { key: 'duplicates', head: 'There already', align: 'end', cell: ({ duplicates }) => formatCount(duplicates) },
  { key: 'mixed', head: 'In a second group', align: 'end', cell: ({ mixed }) => formatCount(mixed) },
  { key: 'refused', head: 'Refused', align: 'end', cell: ({ refused }) => formatCount(refused) },
];

/** What came of a loaded file. */
export function LoadResult({
  slug,
  file,
  result,
}: {
  readonly slug: string;
  readonly file: BroughtFile;
  readonly result: Result;
}) {
  const mixed = result.records.reduce((sum, one) => sum + one.mixed, 0);
  return (
    <Section
      title={`${formatPlural(result.rows - result.bad - result.leftOut, 'row is', 'rows are')} in the ledger`}
      aside={<StateWord tone="reached">Loaded</StateWord>}
    >
      <DataTable
        label="What was stored"
        columns={COLUMNS}
        rows={result.records}
        rowKey={({ kind }) => kind}
        empty={<p>Nothing of the file was stored.</p>}
      />
      {mixed > 0 && (
        <p>
          {formatPlural(mixed, 'row puts', 'rows put')} somebody into a second group. They keep their first one and are
          left out of the comparison.
        </p>
      )}
      {file.refusedRows > 0 && (
        <p>
          {formatPlural(file.refusedRows, 'row', 'rows')} could not be taken. <RefusedLink slug={slug} file={file} />
        </p>
      )}
      <div className="tl-row">
        <AppLink to={`/i/${slug}/overview`}>See what the ledger says now</AppLink>
        <AppLink to={`/i/${slug}/data`}>Bring more</AppLink>
      </div>
    </Section>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
