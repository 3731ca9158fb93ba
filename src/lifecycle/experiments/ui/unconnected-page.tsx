import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import { AppLink, DataTable, EmptyState, formatMoment, formatPlural, Page } from '../../../web/kit/index.ts';
import { slugInName } from '../experiment.ts';
import { unconnectedQuery } from './experiment-queries.ts';

/** The inbox of experiments: what was logged and belongs to no initiative yet. Nothing in it is ever lost. */
export function UnconnectedPage() {
  useLiveTopic('experiments', unconnectedQuery.queryKey);
  const unconnected = useInfiniteQuery(unconnectedQuery);
  const rows = unconnected.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Page
      title="Experiments without an initiative"
      lead="They were logged and are kept, but nobody has said yet which question they belong to. Whoever made one connects it at the step Build of an initiative."
      actions={<AppLink to="/deleted">What was deleted</AppLink>}
    >
      <ProblemNotice error={unconnected.error} onRetry={() => void unconnected.refetch()} />
      {unconnected.data && (
        <DataTable
          label="Experiments without an initiative"
          rows={rows}
          rowKey={({ id }) => id}
          rowTo={({ id }) => `/experiments/${id}`}
          columns={[
            { key: 'name', head: 'Experiment', cell: ({ name }) => name, sortBy: ({ name }) => name },
            {
              key: 'runs',
              head: 'Holds',
              cell: ({ runCount, hasTraces }) =>
                `${formatPlural(runCount, 'run', 'runs')}${hasTraces ? ' and traces' : ''}`,
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
            {
              key: 'next',
              head: 'What to do',
              cell: ({ name, mayChange }) => <WhatToDo name={name} isMine={mayChange} />,
            },
          ]}
          empty={
            <EmptyState
              sentence="Every experiment belongs to an initiative."
              detail="What somebody logs without naming an initiative waits here until it is connected."
              action={<AppLink to="/initiatives">Go to the initiatives</AppLink>}
            />
          }
        />
      )}
      {unconnected.hasNextPage && (
        <Button
          variant="default"
          loading={unconnected.isFetchingNextPage}
          onClick={() => void unconnected.fetchNextPage()}
        >
          Show older ones
        </Button>
      )}
    </Page>
  );
}

/** The next step for one experiment: its name may say where it was meant to go. */
function WhatToDo({ name, isMine }: { readonly name: string; readonly isMine: boolean }) {
  const slug = slugInName(name);
  if (!isMine) return <span className="tl-muted">Whoever made it connects it</span>;
  if (slug !== null) return <AppLink to={`/i/${slug}/build`}>Connect it at {slug}</AppLink>;
  return <AppLink to="/initiatives">Choose its initiative</AppLink>;
}
