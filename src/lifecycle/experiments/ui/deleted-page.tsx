import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import { AppLink, type Column, DataTable, EmptyState, formatPlural, Page, Section } from '../../../web/kit/index.ts';
import { Restore, whenAndBy } from './deleted-columns.tsx';
import {
  DELETED_KEY,
  type DeletedExperiment,
  type DeletedRun,
  deletedClient,
  deletedExperimentsQuery,
  deletedRunsQuery,
} from './deleted-queries.ts';
import { RetentionSetting } from './retention-setting.tsx';
import './experiments.css';

export interface DeletedPageProps {
  readonly isAdministrator: boolean;
  /** The deleted evaluation sets, which a later room knows. */
  readonly evaluationSets: ReactNode;
  /** The deleted models: a later room of the line knows them. */
  readonly models: ReactNode;
}

/** What was deleted, by whom and when, and how it comes back. */
export function DeletedPage({ isAdministrator, evaluationSets, models }: DeletedPageProps) {
  useLiveTopic('experiments', DELETED_KEY);
  return (
    <Page
      title="What was deleted"
      lead="Deleting only puts things aside. Whoever may change what is listed here brings it back, with everything in it. Single records of evaluation sets and scorers are kept as long, but not brought back yet."
    >
      <RetentionSetting isAdministrator={isAdministrator} />
      <DeletedExperiments />
      <DeletedRuns />
      {evaluationSets}
      {models}
    </Page>
  );
}

function DeletedExperiments() {
  const experiments = useQuery(deletedExperimentsQuery);
  return (
    <Section title="Experiments">
      <ProblemNotice error={experiments.error} onRetry={() => void experiments.refetch()} />
      {experiments.data && (
        <DataTable
          label="Deleted experiments"
          rows={experiments.data}
          rowKey={({ id }) => id}
          columns={EXPERIMENT_COLUMNS}
          empty={
            <EmptyState
              sentence="No experiment is deleted."
              action={<AppLink to="/experiments">See the experiments</AppLink>}
            />
          }
        />
      )}
    </Section>
  );
}

const EXPERIMENT_COLUMNS: readonly Column<DeletedExperiment>[] = [
  { key: 'name', head: 'Experiment', cell: ({ name }) => name, sortBy: ({ name }) => name },
  { key: 'runs', head: 'Holds', cell: ({ runCount }) => formatPlural(runCount, 'run', 'runs'), isWideOnly: true },
  { key: 'initiative', head: 'Initiative', cell: initiativeOf, isWideOnly: true },
  ...whenAndBy<DeletedExperiment>(),
  {
    key: 'restore',
    head: 'Bring it back',
    cell: ({ id, name }) => (
      <Restore name={name} restore={() => deletedClient.restoreExperiment({ params: { experimentId: id } })} />
    ),
  },
];

function DeletedRuns() {
  const runs = useInfiniteQuery(deletedRunsQuery);
  const rows = runs.data?.pages.flatMap((page) => page.runs) ?? [];
  return (
    <Section title="Runs" lead="Runs of a deleted experiment come back with it and are not listed here.">
      <ProblemNotice error={runs.error} onRetry={() => void runs.refetch()} />
      {runs.data && (
        <DataTable
          label="Deleted runs"
          rows={rows}
          rowKey={({ id }) => id}
          columns={RUN_COLUMNS}
          empty={
            <EmptyState
              sentence="No run is deleted by itself."
              action={<AppLink to="/experiments">See the experiments</AppLink>}
            />
          }
        />
      )}
      {runs.hasNextPage && (
        <Button variant="default" loading={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
          Show those deleted earlier
        </Button>
      )}
    </Section>
  );
}

const RUN_COLUMNS: readonly Column<DeletedRun>[] = [
  {
    key: 'name',
    head: 'Run',
    cell: ({ name, experimentName, experimentId }) => (
      <>
        {name} <span className="tl-muted">of</span>{' '}
        <AppLink to={`/experiments/${experimentId}`}>{experimentName}</AppLink>
      </>
    ),
    sortBy: ({ name }) => name,
  },
  { key: 'initiative', head: 'Initiative', cell: initiativeOf, isWideOnly: true },
  ...whenAndBy<DeletedRun>(),
  {
    key: 'restore',
    head: 'Bring it back',
    cell: ({ id, name }) => <Restore name={name} restore={() => deletedClient.restoreRun({ params: { runId: id } })} />,
  },
];

function initiativeOf({ initiative }: DeletedExperiment | DeletedRun): ReactNode {
  if (!initiative) return <span className="tl-muted">None</span>;
  return <AppLink to={`/i/${initiative.slug}/build`}>{initiative.name}</AppLink>;
}
