import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import {
  AppLink,
  type Column,
  DataTable,
  EmptyState,
  formatMoment,
  formatPlural,
  Page,
  Section,
} from '../../../web/kit/index.ts';
import {
  DELETED_KEY,
  type DeletedEvaluationSet,
  type DeletedExperiment,
  type DeletedRun,
  deletedClient,
  deletedEvaluationSetsQuery,
  deletedExperimentsQuery,
  deletedRunsQuery,
} from './deleted-queries.ts';
import { RetentionSetting } from './retention-setting.tsx';
import './experiments.css';

export interface DeletedPageProps {
  readonly isAdministrator: boolean;
  /** The deleted models: a later room of the line knows them. */
  readonly models: ReactNode;
}

/** What was deleted, by whom and when, and how it comes back. */
export function DeletedPage({ isAdministrator, models }: DeletedPageProps) {
  useLiveTopic('experiments', DELETED_KEY);
  return (
    <Page
      title="What was deleted"
      lead="Deleting only puts things aside. Whoever may change what is listed here brings it back, with everything in it. Single records of evaluation sets and scorers are kept as long, but not brought back yet."
    >
      <RetentionSetting isAdministrator={isAdministrator} />
      <DeletedExperiments />
      <DeletedRuns />
      <DeletedEvaluationSets />
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

/** Nothing while none is deleted: few teams have any. */
function DeletedEvaluationSets() {
  const sets = useQuery(deletedEvaluationSetsQuery);
  if (sets.data?.length === 0) return null;
  return (
    <Section title="Evaluation sets">
      <ProblemNotice error={sets.error} onRetry={() => void sets.refetch()} />
      {sets.data && (
        <DataTable
          label="Deleted evaluation sets"
          rows={sets.data}
          rowKey={({ id }) => id}
          columns={EVALUATION_SET_COLUMNS}
          empty={null}
        />
      )}
    </Section>
  );
}

const EVALUATION_SET_COLUMNS: readonly Column<DeletedEvaluationSet>[] = [
  { key: 'name', head: 'Evaluation set', cell: ({ name }) => name, sortBy: ({ name }) => name },
  {
    key: 'records',
    head: 'Holds',
    cell: ({ records }) => formatPlural(records, 'record', 'records'),
    isWideOnly: true,
  },
  ...whenAndBy<DeletedEvaluationSet>(),
  {
    key: 'restore',
    head: 'Bring it back',
    cell: ({ id, name }) => (
      <Restore name={name} restore={() => deletedClient.restoreEvaluationSet({ params: { setId: id } })} />
    ),
  },
];

function whenAndBy<Entry extends DeletedExperiment | DeletedRun | DeletedEvaluationSet>(): readonly Column<Entry>[] {
  return [
    { key: 'by', head: 'Deleted by', cell: ({ deletedBy }) => deletedBy ?? 'Not recorded', isWideOnly: true },
    {
      key: 'at',
      head: 'Deleted',
      cell: ({ deletedAt }) => formatMoment(deletedAt),
      sortBy: ({ deletedAt }) => deletedAt,
    },
  ];
}

function initiativeOf({ initiative }: DeletedExperiment | DeletedRun): ReactNode {
  if (!initiative) return <span className="tl-muted">None</span>;
  return <AppLink to={`/i/${initiative.slug}/build`}>{initiative.name}</AppLink>;
}

function Restore({ name, restore }: { readonly name: string; readonly restore: () => Promise<unknown> }) {
  const queryClient = useQueryClient();
  const restoring = useMutation({
    mutationFn: restore,
    // What comes back is shown on the pages of its experiment and initiative too.
    onSuccess: () => queryClient.invalidateQueries(),
  });
  return (
    <>
      <Button variant="subtle" loading={restoring.isPending} onClick={() => restoring.mutate()}>
        Restore<span className="tl-hidden"> {name}</span>
      </Button>
      <ProblemNotice error={restoring.error} />
    </>
  );
}
