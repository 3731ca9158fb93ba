import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { type Column, DataTable, formatMoment, StateWord, TextField } from '../../../web/kit/index.ts';
import { RUN_GRAMMAR } from '../filter-grammar.ts';
import { readFilter } from '../filter-language.ts';
import { type RunEntry, runsQuery } from './experiment-queries.ts';
import { contextInWords, dataInWords, metricsInWords, nameWithin, RUN_STATE, shortCommit } from './run-words.ts';

/** The runs of an initiative, the newest first, with a filter. */
export function RunsPart({ slug }: { readonly slug: string }) {
  const [text, setText] = useState('');
  const [filter, setFilter] = useState('');
  const runs = useInfiniteQuery(runsQuery(slug, filter));
  const rows = runs.data?.pages.flatMap(({ items }) => items) ?? [];
  const [wrong, setWrong] = useState<string>();
  const find = (event: FormEvent) => {
    event.preventDefault();
    // The grammar is the server's own, so that what it would refuse is said without asking it.
    const reading = readFilter(text, RUN_GRAMMAR);
    setWrong(reading.kind === 'refused' ? `It cannot be read: ${reading.message}` : undefined);
    if (reading.kind === 'read') setFilter(text.trim());
  };
  return (
    <div className="tl-stack">
      <form onSubmit={find} className="tl-runs-filter">
        <TextField
          label="Find runs"
          help={`Like metrics.auc > 0.7 AND params.depth = '4'. Leave it empty to see all.`}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={wrong}
        />
        <Button type="submit" variant="default" loading={runs.isFetching}>
          Find
        </Button>
      </form>
      <ProblemNotice error={runs.error} onRetry={() => void runs.refetch()} />
      {runs.data && (
        <DataTable
          label="Runs"
          rows={rows}
          rowKey={({ id }) => id}
          columns={columnsOf(slug)}
          empty={<p className="tl-muted">No run is like that. Change what you look for, or leave it empty.</p>}
        />
      )}
      {runs.hasNextPage && (
        <div>
          <Button variant="default" loading={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
            Show older runs
          </Button>
        </div>
      )}
    </div>
  );
}

const columnsOf = (slug: string): readonly Column<RunEntry>[] => [
  {
    key: 'name',
    head: 'Run',
    cell: ({ name, experimentName, lineage }) => (
      <>
        {name}
        <div className="tl-muted tl-small">
          {nameWithin(slug, experimentName)}
          {lineage.parentRunId !== null && ', part of another run'}
        </div>
      </>
    ),
  },
  {
    key: 'state',
    head: 'State',
    cell: ({ status }) => <StateWord tone={RUN_STATE[status].tone}>{RUN_STATE[status].word}</StateWord>,
  },
  { key: 'metrics', head: 'What it measured last', cell: ({ metrics }) => metricsInWords(metrics) },
  {
    key: 'from',
    head: 'Made from',
    cell: ({ lineage }) => (
      <>
        {lineage.datasets.length > 0 ? dataInWords(lineage.datasets) : <span className="tl-muted">No data named</span>}
        {lineage.commit !== null && <div className="tl-muted tl-small">Code {shortCommit(lineage.commit)}</div>}
      </>
    ),
    isWideOnly: true,
  },
  {
    key: 'under',
    head: 'Started under',
    cell: ({ context }) => <span className="tl-small">{contextInWords(context)}</span>,
    isWideOnly: true,
  },
  {
    key: 'started',
    head: 'Started',
    cell: ({ startedAt, startedByName }) => (
      <>
        {formatMoment(startedAt)}
        <div className="tl-muted tl-small">by {startedByName}</div>
      </>
    ),
    isWideOnly: true,
  },
];
