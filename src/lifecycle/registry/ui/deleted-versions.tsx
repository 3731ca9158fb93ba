import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { type Column, DataTable, formatDay, formatMoment, Section } from '../../../web/kit/index.ts';
import { type Model, registryClient, type Version, versionsQuery } from './model-queries.ts';
import { RestoreButton } from './restore-button.tsx';

/** The deleted versions of a model or a prompt, each of which can be brought back; nothing where there is none. */
export function DeletedVersions({ model }: { readonly model: Pick<Model, 'name' | 'mayChange'> }) {
  const versions = useInfiniteQuery(versionsQuery(model.name, 'true'));
  const rows = versions.data?.pages.flatMap((page) => page.versions) ?? [];
  if (rows.length === 0) return <ProblemNotice error={versions.error} onRetry={() => void versions.refetch()} />;
  return (
    <Section
      title="Deleted versions"
      lead="They are kept for ever, and their numbers are never used again. One comes back with its files and labels, and without the aliases that it had."
    >
      <DataTable
        label="Deleted versions, the newest first"
        rows={rows}
        rowKey={({ version }) => String(version)}
        columns={columnsOf(model)}
        empty={null}
      />
      {versions.hasNextPage && (
        <Button variant="default" loading={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Section>
  );
}

function columnsOf({ name, mayChange }: Pick<Model, 'name' | 'mayChange'>): readonly Column<Version>[] {
  return [
    { key: 'version', head: 'Version', isRowHead: true, cell: ({ version }) => `Version ${version}` },
    {
      key: 'registered',
      head: 'Registered',
      isWideOnly: true,
      cell: ({ registeredBy, registeredAt }) => `by ${registeredBy} on ${formatDay(registeredAt)}`,
    },
    { key: 'by', head: 'Deleted by', isWideOnly: true, cell: ({ deletedBy }) => deletedBy ?? 'Not recorded' },
    { key: 'at', head: 'Deleted', cell: ({ deletedAt }) => (deletedAt === null ? '' : formatMoment(deletedAt)) },
    {
      key: 'restore',
      head: 'Bring it back',
      cell: ({ version, isMine }) =>
        mayChange || isMine ? (
          <RestoreButton
            what={`version ${version}`}
            restore={() => registryClient.restoreVersion({ params: { name, version } })}
          />
        ) : (
          <span className="tl-muted">Whoever may change the model does it.</span>
        ),
    },
  ];
}
