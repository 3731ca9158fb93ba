import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { endpointUrl } from '../../../platform/contract/index.ts';
import { ProblemNotice, SendFile } from '../../../web/data/index.ts';
import {
  type Column,
  DataTable,
  EmptyState,
  formatCount,
  formatMoment,
  Section,
  StateWord,
  useGoOn,
} from '../../../web/kit/index.ts';
import { initiativeKey, type Right, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { HeldBack } from '../../people/ui/index.ts';
import { DATASET_LIMITS } from '../dataset.ts';
import { datasetsApi } from '../datasets.schema.ts';
import { type DatasetEntry, datasetAddress, datasetsQuery } from './dataset-queries.ts';
import { DatasetView } from './dataset-view.tsx';
import { FetchesPart } from './fetches-part.tsx';
import { ENDINGS } from './file-endings.ts';
import { stateOf } from './version-state.ts';
import './datasets.css';

const broughtSchema = z.object({ id: z.string(), number: z.number() });

export interface DatasetsTabProps {
  readonly slug: string;
  readonly rights: Rights;
  /** What is wrong upstream of a data set, or of all of them, above what it is about. */
  readonly troubles: (datasetId?: string) => ReactNode;
  /** From which tables of the company a data set is made, on its page. */
  readonly origin: (datasetId: string) => ReactNode;
  /** What later rooms know about one data set, on its page. */
  readonly ofDataset: (datasetId: string) => ReactNode;
  /** The rest of the step, below the data sets. */
  readonly children: ReactNode;
}

/** The tables of an initiative: what is there, and how to bring one; or one of them, when the address names it. */
export function DatasetsTab({ slug, rights, troubles, origin, ofDataset, children }: DatasetsTabProps) {
  const asked = useAsked();
  if (asked.isElsewhere) return children;
  if (asked.dataset !== undefined) {
    const { dataset, version, column } = asked;
    return (
      <>
        {troubles(dataset)}
        <DatasetView
          key={dataset}
          slug={slug}
          id={dataset}
          version={version}
          column={column}
          rights={rights}
          besides={ofDataset(dataset)}
          origin={origin(dataset)}
        />
      </>
    );
  }
  return (
    <>
      {troubles()}
      <TheDatasets slug={slug} right={rightTo(rights, 'dataset.bring')} fetchRight={rightTo(rights, 'dataset.fetch')} />
      {children}
    </>
  );
}

function useAsked() {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const text = (name: string): string | undefined => {
    const value = search[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  const version = Number(text('version'));
  return {
    /** A file on its way into the ledger has the page for itself. */
    isElsewhere: text('import') !== undefined,
    dataset: text('dataset'),
    version: Number.isInteger(version) && version > 0 ? version : undefined,
    column: text('column'),
  };
}

const COLUMNS: readonly Column<DatasetEntry>[] = [
  { key: 'name', head: 'Data set', isRowHead: true, cell: ({ name }) => name },
  {
    key: 'state',
    head: 'Newest version',
    cell: ({ newest }) => {
      const { tone, words } = stateOf(newest);
      return <StateWord tone={tone}>{words}</StateWord>;
    },
  },
  {
    key: 'rows',
    head: 'Rows',
    align: 'end',
    cell: ({ newest }) => (newest.rows === null ? '' : formatCount(newest.rows)),
  },
  {
    key: 'columns',
    head: 'Columns',
    align: 'end',
    isWideOnly: true,
    cell: ({ newest }) => (newest.columns === null ? '' : formatCount(newest.columns)),
  },
  {
    key: 'target',
    head: 'To be predicted',
    isWideOnly: true,
    cell: ({ target, label }) =>
      target === null ? <span className="tl-muted">Not chosen yet</span> : `${target}${label ? '' : ', not confirmed'}`,
  },
  {
    key: 'brought',
    head: 'Brought',
    isWideOnly: true,
    cell: ({ newest }) => `${newest.broughtBy}, ${formatMoment(newest.broughtAt)}`,
  },
];

function TheDatasets({
  slug,
  right,
  fetchRight,
}: {
  readonly slug: string;
  readonly right: Right;
  readonly fetchRight: Right;
}) {
  const datasets = useQuery(datasetsQuery(slug));
  const queryClient = useQueryClient();
  const goOn = useGoOn();
  const open = (answer: unknown) => {
    const { id } = broughtSchema.parse(answer);
    void queryClient.invalidateQueries({ queryKey: initiativeKey(slug, 'datasets') });
    const address = datasetAddress(slug, id);
    goOn(address);
    return address;
  };
  const bring = right.allowed ? (
    <HeldBack slug={slug} work="data" then="a table can be brought here">
      <SendFile
        label="A table with one row for each case, and what became of it where that is known"
        endings={ENDINGS}
        maxBytes={DATASET_LIMITS.fileBytes}
        urlOf={(file) => endpointUrl(datasetsApi.bring, { params: { slug }, query: { fileName: file.name } })}
        onArrived={open}
      />
    </HeldBack>
  ) : (
    <p className="tl-muted">{right.rule}</p>
  );
  return (
    <Section
      title="Data sets"
      lead="The tables that the question is answered from. Each import is kept as a version; nothing is overwritten."
    >
      <ProblemNotice error={datasets.error} onRetry={() => void datasets.refetch()} />
      {datasets.data && (
        <DataTable
          label="Data sets of this initiative"
          columns={COLUMNS}
          rows={datasets.data}
          rowKey={({ id }) => id}
          rowTo={({ id }) => datasetAddress(slug, id)}
          empty={null}
        />
      )}
      {datasets.data && (
        <EmptyState
          sentence="No table was brought yet."
          detail="Bring one to see within a minute what is in it, what is missing, and what goes together with what you want to predict."
          action={bring}
          isEmpty={datasets.data.length === 0}
        />
      )}
      {datasets.data && <FetchesPart slug={slug} bringRight={right} fetchRight={fetchRight} />}
    </Section>
  );
}
