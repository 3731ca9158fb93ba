import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { Disclosure, formatMoment, formatPlural, Section } from '../../../web/kit/index.ts';
import { type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { connectionsClient, fetchesQuery } from './connection-queries.ts';
import { type DatasetEntry, datasetKey } from './dataset-queries.ts';
import { FetchForm } from './fetch-form.tsx';
import { FetchesUnderWay, LastFetches } from './fetches-part.tsx';

/** The query that a data set comes from, for the people at the table, and how to fetch it again; nothing for one of files alone. */
export function OriginPart({
  slug,
  dataset,
  rights,
}: {
  readonly slug: string;
  readonly dataset: DatasetEntry;
  readonly rights: Rights;
}) {
  const isAtTable = rightTo(rights, 'dataset.bring').allowed;
  const right = rightTo(rights, 'dataset.fetch');
  const fetches = useQuery({ ...fetchesQuery(slug), enabled: isAtTable });
  const queryClient = useQueryClient();
  const again = useMutation({
    mutationFn: () => connectionsClient.fetchVersion({ params: { slug, id: dataset.id }, body: {} }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: datasetKey(slug, 'fetches') }),
  });
  const newest = fetches.data?.find(({ datasetId, state }) => datasetId === dataset.id && state === 'brought');
  if (!newest) return null;
  return (
    <Section
      title={`It comes from ${newest.connection}`}
      lead={`Version ${newest.version}: ${formatPlural(newest.rowsDone, 'row', 'rows')}, as the database was on ${formatMoment(newest.askedAt)}; asked by ${newest.askedBy}.`}
    >
      <pre className="tl-query">{newest.query}</pre>
      <FetchesUnderWay slug={slug} datasetId={dataset.id} />
      <LastFetches slug={slug} datasetId={dataset.id} />
      <ProblemNotice error={again.error} />
      {right.allowed ? (
        <>
          <div>
            <Button loading={again.isPending} onClick={() => again.mutate()}>
              Fetch it again
            </Button>
          </div>
          <Disclosure label="Fetch it by another query" openLabel="Close the query" isPrinted={false} isMadeOnOpening>
            <FetchForm
              slug={slug}
              target={{ kind: 'next', datasetId: dataset.id, connection: newest.connection, query: newest.query }}
            />
          </Disclosure>
        </>
      ) : (
        <p className="tl-muted">{right.rule}</p>
      )}
    </Section>
  );
}
