import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { type Column, DataTable, formatBytes, formatCount, formatMoment, StateWord } from '../../../web/kit/index.ts';
import { fileAddress } from './bring-file.tsx';
import { type FileSummary, filesQuery } from './client.ts';
import { STATE_WORDS } from './ledger-words.ts';

const COLUMNS: readonly Column<FileSummary>[] = [
  { key: 'name', head: 'File', isRowHead: true, cell: ({ fileName }) => fileName },
  {
    key: 'state',
    head: 'State',
    cell: ({ state }) => <StateWord tone={STATE_WORDS[state].tone}>{STATE_WORDS[state].words}</StateWord>,
  },
  { key: 'rows', head: 'Rows', align: 'end', isWideOnly: true, cell: rowWords },
  { key: 'size', head: 'Size', align: 'end', isWideOnly: true, cell: ({ sizeBytes }) => formatBytes(sizeBytes) },
  {
    key: 'by',
    head: 'Brought',
    isWideOnly: true,
    cell: ({ broughtBy, broughtAt }) => `${broughtBy}, ${formatMoment(broughtAt)}`,
  },
];

/** The files that were brought, newest first, with where each of them stands. */
export function FilesList({ slug }: { readonly slug: string }) {
  const files = useInfiniteQuery(filesQuery(slug));
  const rows = files.data?.pages.flatMap((page) => page.imports) ?? [];
  return (
    <>
      <ProblemNotice error={files.error} onRetry={() => void files.refetch()} />
      {files.data && (
        <DataTable
          label="Files, newest first"
          columns={COLUMNS}
          rows={rows}
          rowKey={({ id }) => id}
          rowTo={({ id }) => fileAddress(slug, id)}
          empty={<p className="tl-muted">No file was brought yet.</p>}
        />
      )}
      {files.hasNextPage && (
        <div>
          <Button variant="default" loading={files.isFetchingNextPage} onClick={() => void files.fetchNextPage()}>
            Show earlier files
          </Button>
        </div>
      )}
    </>
  );
}

function rowWords({ result, check, progress }: FileSummary): string {
  if (result) return formatCount(result.rows);
  if (check) return formatCount(check.rows);
  return progress ? `${formatCount(progress.rowsDone)} so far` : 'not counted yet';
}
