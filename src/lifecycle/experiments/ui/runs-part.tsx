import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { type Column, DataTable, formatMoment, StateWord } from '../../../web/kit/index.ts';
import { resultsFirst } from '../measure.ts';
import { type RunEntry, runsQuery } from './experiment-queries.ts';
import { addressOfRun } from './run-trail.ts';
import { contextInWords, dataInWords, metricsInWords, nameWithin, RUN_STATE, shortCommit } from './run-words.ts';
import { RunsFilter } from './runs-filter.tsx';
import './runs.css';

/** The runs of an initiative, the newest first, with a filter; each experiment's own page shows more. */
export function RunsPart({ slug }: { readonly slug: string }) {
  const [filter, setFilter] = useState('');
  const runs = useInfiniteQuery(runsQuery(slug, filter));
  const rows = runs.data?.pages.flatMap(({ items }) => items) ?? [];
  const shared = sharedContext(rows);
  const some = rows.find(({ metrics, params }) => metrics.length > 0 && params.length > 0);
  return (
    <div className="tl-stack">
      <RunsFilter
        filter={filter}
        onFilter={setFilter}
        isBusy={runs.isFetching && !runs.isFetchingNextPage}
        metric={resultsFirst(some?.metrics ?? [])[0]?.key}
        param={some?.params[0]?.key}
      />
      <ProblemNotice error={runs.error} onRetry={() => void runs.refetch()} />
      {shared !== null && <p className="tl-muted tl-prose">All of these were started alike. {ended(shared)}</p>}
      {runs.data && (
        <DataTable
          label="Runs"
          rows={rows}
          rowKey={({ id }) => id}
          rowTo={addressOfRun}
          columns={shared === null ? [...columnsOf(slug), UNDER] : columnsOf(slug)}
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

/** A sentence that ends once, also where a hypothesis in it is a sentence of its own. */
function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

const UNDER: Column<RunEntry> = {
  key: 'under',
  head: 'Started under',
  cell: ({ context }) => (
    <span className="tl-small">{contextInWords(context && { ...context, hypothesis: null })}</span>
  ),
  isWideOnly: true,
};

/** Under what all runs were started, in one sentence; `null` where it differs, or there is only one. */
function sharedContext(rows: readonly RunEntry[]): string | null {
  const [first, ...others] = new Set(rows.map(({ context }) => contextInWords(context)));
  return rows.length > 1 && first !== undefined && others.length === 0 ? first : null;
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
  { key: 'metrics', head: 'Measured last', cell: ({ metrics }) => metricsInWords(metrics) },
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
    key: 'started',
    head: 'Started',
    cell: ({ startedAt, startedByName }) => (
      <>
        <span className="tl-runs-when">{formatMoment(startedAt)}</span>
        <div className="tl-muted tl-small">by {startedByName}</div>
      </>
    ),
    isWideOnly: true,
  },
];
