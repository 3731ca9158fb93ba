import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import {
  ConfirmButton,
  Disclosure,
  formatBytes,
  formatMoment,
  formatPlural,
  Notice,
  StateWord,
} from '../../../web/kit/index.ts';
import { initiativeKey, type Right } from '../../initiatives/ui/index.ts';
import { connectionsClient, type Fetch, fetchesQuery } from './connection-queries.ts';
import { FetchForm } from './fetch-form.tsx';
import { FetchLog } from './fetch-log.tsx';

/** A new data set by a query: the form for those who may, and what is under way or went wrong, for everybody at the table. */
export function FetchesPart({
  slug,
  bringRight,
  fetchRight,
}: {
  readonly slug: string;
  readonly bringRight: Right;
  readonly fetchRight: Right;
}) {
  return (
    <div className="tl-stack">
      {bringRight.allowed && <FetchesUnderWay slug={slug} datasetId={null} />}
      {bringRight.allowed && <LastFetches slug={slug} datasetId={null} />}
      {fetchRight.allowed && (
        <Disclosure label="Fetch a table from a database" openLabel="Close the query" isPrinted={false} isMadeOnOpening>
          <FetchForm slug={slug} target={{ kind: 'new' }} />
        </Disclosure>
      )}
    </div>
  );
}

/** What was fetched last, where anything was. @param datasetId null for all data sets of the initiative. */
export function LastFetches({ slug, datasetId }: { readonly slug: string; readonly datasetId: string | null }) {
  const fetches = useQuery(fetchesQuery(slug));
  const mine = (fetches.data ?? []).filter((fetch) => datasetId === null || fetch.datasetId === datasetId);
  if (mine.length === 0) return null;
  return (
    <Disclosure
      label={mine.length === 1 ? 'The last fetch' : `The last ${mine.length} fetches`}
      isPrinted={false}
      isMadeOnOpening
    >
      <FetchLog
        label="Last fetches, newest first"
        fetches={mine.map((fetch) => ({ ...fetch, initiative: { slug, name: slug } }))}
        of={datasetId === null ? 'initiative' : 'dataset'}
      />
    </Disclosure>
  );
}

/** The queries under way, and the newest one where it went wrong. @param datasetId null for those that begin a data set. */
export function FetchesUnderWay({ slug, datasetId }: { readonly slug: string; readonly datasetId: string | null }) {
  const fetches = useQuery(fetchesQuery(slug));
  const queryClient = useQueryClient();
  const mine = (fetches.data ?? []).filter((fetch) => datasetId === null || fetch.datasetId === datasetId);
  const underWay = mine.filter(({ state }) => state === 'fetching');
  const count = underWay.length;
  const before = useRef(0);
  // A fetch that ended has become a version, which the lists do not know of yet.
  useEffect(() => {
    if (before.current > count) void queryClient.invalidateQueries({ queryKey: initiativeKey(slug, 'datasets') });
    before.current = count;
  }, [count, queryClient, slug]);
  // What was refused at once was told in the form.
  const newest = mine.find(({ state }) => state !== 'refused');
  return (
    <div className="tl-stack">
      {underWay.map((fetch) => (
        <UnderWay key={fetch.id} slug={slug} fetch={fetch} />
      ))}
      {newest?.state === 'failed' && (
        <Notice tone="broken" title={`"${newest.name}" could not be fetched. ${newest.failure ?? ''}`}>
          <p>
            Nothing of it was kept. {newest.askedBy} asked {newest.connection} on {formatMoment(newest.askedAt)}:
          </p>
          <pre className="tl-query">{newest.query}</pre>
        </Notice>
      )}
    </div>
  );
}

function UnderWay({ slug, fetch }: { readonly slug: string; readonly fetch: Fetch }) {
  const queryClient = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => connectionsClient.cancelFetch({ params: { slug, fetchId: fetch.id } }),
    onSettled: () => queryClient.invalidateQueries(fetchesQuery(slug)),
  });
  const done =
    fetch.rowsDone === 0
      ? 'waiting for the first row'
      : `${formatPlural(fetch.rowsDone, 'row', 'rows')}, ${formatBytes(fetch.bytesDone)} so far`;
  return (
    <div className="tl-row" role="status">
      <StateWord tone="accent">{`"${fetch.name}" is being fetched from ${fetch.connection}: ${done}`}</StateWord>
      <ConfirmButton
        size="compact-sm"
        question="Stop the query? Nothing of it is kept."
        confirmLabel="Stop it"
        keepLabel="Go on"
        onConfirm={async () => {
          await cancel.mutateAsync().catch(() => undefined);
        }}
      >
        Stop it
      </ConfirmButton>
      <ProblemNotice error={cancel.error} />
    </div>
  );
}
