import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
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
import { ALL_EXPERIMENTS, placedQuery, unconnectedQuery } from './experiment-queries.ts';
import { nameWithin } from './run-words.ts';

/** Every experiment that the reader may see: first the inbox of those without an initiative, then those with one. */
export function ExperimentsPage() {
  useLiveTopic('experiments', ALL_EXPERIMENTS);
  const unconnected = useInfiniteQuery(unconnectedQuery);
  const placed = useInfiniteQuery(placedQuery);
  const waiting = unconnected.data?.pages.flatMap(({ items }) => items) ?? [];
  const rows = placed.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Page
      title="Experiments"
      lead="An experiment is a folder of runs, and each run is one try. What belongs to an initiative is about its question."
      actions={<AppLink to="/deleted">What was deleted</AppLink>}
    >
      <ProblemNotice error={unconnected.error} onRetry={() => void unconnected.refetch()} />
      <ProblemNotice error={placed.error} onRetry={() => void placed.refetch()} />
      {waiting.length > 0 && (
        <Section
          title="Without an initiative"
          lead="They were logged and are kept, but nobody has said yet which question they belong to. Whoever made one, or an administrator, connects it to an initiative that they build for."
        >
          <DataTable
            label="Experiments without an initiative"
            rows={waiting}
            rowKey={({ id }) => id}
            rowTo={({ id }) => `/experiments/${id}`}
            columns={[
              { key: 'name', head: 'Experiment', cell: ({ name }) => name, sortBy: ({ name }) => name },
              ...COLUMNS,
              {
                key: 'next',
                head: 'What to do',
                cell: ({ id, name, mayChange }) => <WhatToDo id={id} name={name} isMine={mayChange} />,
              },
            ]}
            empty={null}
          />
          <Older of={unconnected} />
        </Section>
      )}
      {unconnected.data && placed.data && (
        <Section title="Of initiatives">
          <DataTable
            label="Experiments of initiatives"
            rows={rows}
            rowKey={({ id }) => id}
            rowTo={({ id }) => `/experiments/${id}`}
            columns={[
              {
                key: 'name',
                head: 'Experiment',
                cell: ({ name, initiative }) => nameWithin(initiative.slug, name),
                sortBy: ({ name }) => name,
              },
              {
                key: 'initiative',
                head: 'Initiative',
                cell: ({ initiative }) => initiative.name,
                sortBy: ({ initiative }) => initiative.name,
              },
              ...COLUMNS,
            ]}
            empty={
              <EmptyState
                sentence="No experiment belongs to an initiative yet."
                detail="One belongs to it whose name begins with the initiative’s address, or that somebody connects on its own page or at the step Build."
                action={<AppLink to="/initiatives">Go to the initiatives</AppLink>}
              />
            }
          />
          <Older of={placed} />
        </Section>
      )}
    </Page>
  );
}

interface Listed {
  readonly runCount: number;
  readonly hasTraces: boolean;
  readonly createdByName: string | null;
  readonly lastRunAt: string | null;
}

const COLUMNS: readonly Column<Listed>[] = [
  {
    key: 'runs',
    head: 'Holds',
    cell: ({ runCount, hasTraces }) => `${formatPlural(runCount, 'run', 'runs')}${hasTraces ? ' and traces' : ''}`,
  },
  {
    key: 'by',
    head: 'Made by',
    cell: ({ createdByName }) => createdByName ?? 'this installation',
    isWideOnly: true,
  },
  {
    key: 'last',
    head: 'Last run',
    cell: ({ lastRunAt }) => (lastRunAt === null ? 'None yet' : formatMoment(lastRunAt)),
    sortBy: ({ lastRunAt }) => lastRunAt,
    isWideOnly: true,
  },
];

interface OlderProps {
  readonly of: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
}

function Older({ of }: OlderProps) {
  if (!of.hasNextPage) return null;
  return (
    <Button variant="default" loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
      Show older ones
    </Button>
  );
}

/** The next step for one experiment: its own page asks which initiative it belongs to. */
function WhatToDo({ id, name, isMine }: { readonly id: string; readonly name: string; readonly isMine: boolean }) {
  if (!isMine) return <span className="tl-muted">Whoever made it connects it</span>;
  return (
    <AppLink to={`/experiments/${id}`}>
      Connect it<span className="tl-hidden">: {name}</span>
    </AppLink>
  );
}
