import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, ConfirmButton, DataTable, formatMoment, formatPlural } from '../../../web/kit/index.ts';
import { initiativeKey, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { settled } from '../../people/ui/index.ts';
import { ALL_EXPERIMENTS, experimentsClient } from './experiment-queries.ts';
import { nameWithin } from './run-words.ts';

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly createdByName: string | null;
  readonly iteration: number | null;
  readonly runCount: number;
  readonly lastRunAt: string | null;
  readonly hasTraces: boolean;
}

export interface ConnectedListProps {
  readonly slug: string;
  readonly items: readonly Entry[];
  readonly rights: Rights;
}

/** The experiments that belong to the question; whoever builds may take one off again. */
export function ConnectedList({ slug, items, rights }: ConnectedListProps) {
  const queryClient = useQueryClient();
  const takeOff = useMutation({
    mutationFn: (experimentId: string) => experimentsClient.disconnect({ params: { slug, experimentId } }),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: initiativeKey(slug) }),
        queryClient.invalidateQueries({ queryKey: ALL_EXPERIMENTS }),
      ]),
  });
  const mayBuild = rightTo(rights, 'experiment.build').allowed;
  return (
    <>
      <ProblemNotice error={takeOff.error} />
      <DataTable
        label="Connected experiments"
        rows={items}
        rowKey={({ id }) => id}
        rowTo={({ id }) => `/experiments/${id}`}
        columns={[
          { key: 'name', head: 'Experiment', cell: ({ name }) => nameWithin(slug, name), sortBy: ({ name }) => name },
          {
            key: 'iteration',
            head: 'Since',
            cell: ({ iteration }) => (iteration === null ? '' : `iteration ${iteration}`),
            isWideOnly: true,
          },
          {
            key: 'runs',
            head: 'Holds',
            cell: ({ id, runCount, hasTraces }) => (
              <>
                {formatPlural(runCount, 'run', 'runs')}
                {hasTraces && (
                  <>
                    {' and '}
                    <AppLink to={`/experiments/${id}/traces`}>traces</AppLink>
                  </>
                )}
              </>
            ),
          },
          {
            key: 'last',
            head: 'Last run',
            cell: ({ lastRunAt }) => (lastRunAt === null ? 'None yet' : formatMoment(lastRunAt)),
            isWideOnly: true,
          },
          ...(mayBuild
            ? [
                {
                  key: 'off',
                  head: 'Change',
                  cell: ({ id, name }: Entry) => (
                    <ConfirmButton
                      question={`Take "${name}" off this initiative? Its runs stay, and it waits among those that are not connected.`}
                      confirmLabel="Take it off"
                      variant="subtle"
                      onConfirm={() => settled(takeOff.mutateAsync(id))}
                    >
                      Take off
                    </ConfirmButton>
                  ),
                },
              ]
            : []),
        ]}
        empty={<p className="tl-muted">None yet. One whose name begins with "{slug}/" belongs here by itself.</p>}
      />
    </>
  );
}
