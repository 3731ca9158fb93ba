import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, ConfirmButton, Disclosure, formatMoment, Section, TextField } from '../../../web/kit/index.ts';
import { initiativeKey, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { datasetSourcesQuery, lineageClient, sourceAddress, sourcesQuery } from './lineage-queries.ts';
import { StateMark } from './state-mark.tsx';
import './lineage.css';

export interface DatasetSourcesProps {
  readonly slug: string;
  readonly datasetId: string;
  readonly rights: Rights;
}

/** From which tables of the company a data set is made, what is wrong with them, and how to say it. */
export function DatasetSources({ slug, datasetId, rights }: DatasetSourcesProps) {
  const found = useQuery(datasetSourcesQuery(slug, datasetId));
  const right = rightTo(rights, 'lineage.link');
  const linked = new Set(found.data?.sources.map(({ id }) => id));
  return (
    <Section
      title="Where it comes from"
      lead="The tables of the company that this data set is made from. When a pipeline reports that one of them breaks a rule, whoever builds on it is told."
      aside={<AppLink to={`/i/${slug}/lineage`}>See the whole way</AppLink>}
    >
      <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      {found.data?.fetched && (
        <p>
          Its rows were fetched from the database {found.data.fetched.name} on {formatMoment(found.data.fetched.at)}, by{' '}
          {found.data.fetched.by}.
        </p>
      )}
      {found.data?.sources.length === 0 && <p className="tl-muted">No table was named yet.</p>}
      {found.data && found.data.sources.length > 0 && (
        <ul className="tl-lineage-choices">
          {found.data.sources.map((source) => (
            <li key={source.id}>
              <AppLink to={sourceAddress(source.id)}>{source.name}</AppLink>
              <StateMark tone={source.tone} state={source.state} />
              <span className="tl-muted tl-small">
                {source.namespace}, said by {source.linkedBy} on {formatMoment(source.linkedAt)}
              </span>
              {right.allowed && <TakeBack slug={slug} datasetId={datasetId} source={source} />}
            </li>
          ))}
        </ul>
      )}
      {!right.allowed && <p className="tl-muted">{right.rule}</p>}
      {right.allowed && found.data && (
        <>
          {found.data.suggested.length > 0 && (
            <ul className="tl-lineage-choices">
              {found.data.suggested.map((table) => (
                <li key={table.id}>
                  <LinkButton slug={slug} datasetId={datasetId} table={table} />
                  <span className="tl-muted tl-small">
                    {table.namespace}. {table.why}
                  </span>
                </li>
              ))}
            </ul>
          )}
          <Disclosure label="Name another table" isPrinted={false} isMadeOnOpening>
            <AnotherTable slug={slug} datasetId={datasetId} linked={linked} />
          </Disclosure>
        </>
      )}
    </Section>
  );
}

interface OfDataset {
  readonly slug: string;
  readonly datasetId: string;
}

interface NamedTable {
  readonly id: string;
  readonly name: string;
}

function useLinkChange({ slug, datasetId }: OfDataset) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, isLinked }: { readonly id: string; readonly isLinked: boolean }) => {
      const params = { slug, id: datasetId, sourceId: id };
      return isLinked ? lineageClient.unlinkSource({ params }) : lineageClient.linkSource({ params });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: initiativeKey(slug) }),
  });
}

function LinkButton({ table, ...dataset }: OfDataset & { readonly table: NamedTable }) {
  const change = useLinkChange(dataset);
  return (
    <>
      <Button
        variant="default"
        size="xs"
        loading={change.isPending}
        onClick={() => change.mutate({ id: table.id, isLinked: false })}
      >
        It is made from {table.name}
      </Button>
      <ProblemNotice error={change.error} />
    </>
  );
}

function TakeBack({ source, ...dataset }: OfDataset & { readonly source: NamedTable }) {
  const change = useLinkChange(dataset);
  return (
    <>
      <ConfirmButton
        size="xs"
        question={`Not made from ${source.name}? Nobody is told any more when it breaks a rule.`}
        confirmLabel="Take it back"
        onConfirm={async () => {
          await change.mutateAsync({ id: source.id, isLinked: true }).catch(() => {});
        }}
      >
        Take back
      </ConfirmButton>
      <ProblemNotice error={change.error} />
    </>
  );
}

const SHOWN = 8;

function AnotherTable({ linked, ...dataset }: OfDataset & { readonly linked: ReadonlySet<string> }) {
  const [text, setText] = useState('');
  const found = useInfiniteQuery(sourcesQuery(useDeferredValue(text.trim())));
  const rows = (found.data?.pages[0]?.sources ?? []).filter(({ id }) => !linked.has(id)).slice(0, SHOWN);
  return (
    <div className="tl-stack">
      <TextField
        label="A part of its name"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maxLength={200}
      />
      <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      {found.data && rows.length === 0 && (
        <p className="tl-muted">
          No other table is known by this name. <AppLink to="/data">See how pipelines tell of their tables</AppLink>.
        </p>
      )}
      <ul className="tl-lineage-choices">
        {rows.map((table) => (
          <li key={table.id}>
            <LinkButton {...dataset} table={table} />
            <span className="tl-muted tl-small">{table.namespace}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
