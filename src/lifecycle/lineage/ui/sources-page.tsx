import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { FoundList, useLiveTopic } from '../../../web/data/index.ts';
import { AppLink, type Column, CopyField, Disclosure, EmptyState, formatMoment, Page } from '../../../web/kit/index.ts';
import { type ListedSource, SOURCES_KEY, sourceAddress, sourcesQuery } from './lineage-queries.ts';
import { DependentNames, JobNames } from './name-lists.tsx';
import { StateMark } from './state-mark.tsx';
import './lineage.css';

/** The tables of the company that pipelines told of, and which initiatives use each. */
export function SourcesPage() {
  useLiveTopic('sources', SOURCES_KEY);
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const sources = useInfiniteQuery(sourcesQuery(asked));
  const rows = sources.data?.pages.flatMap((page) => page.sources) ?? [];
  return (
    <Page
      title="Data"
      lead="The tables of the company that pipelines told of: who writes them, whether they keep their rules, and which initiatives depend on them."
    >
      {sources.isPending && <p className="tl-muted">Reading the tables</p>}
      <FoundList
        title="Tables"
        foundTitle="What was found"
        find="Find a table"
        text={text}
        onText={setText}
        found={sources}
        rowsOf={(page) => page.sources}
        label="Tables, the ones told of last first"
        columns={COLUMNS}
        rowKey={({ id }) => id}
        rowTo={({ id }) => sourceAddress(id)}
        notFound="No table has this in its name."
        showAll="Show all tables"
        empty={<NoTables />}
      />
      {sources.data && (
        <Disclosure label="How pipelines tell of their tables" startsOpen={text === '' && rows.length === 0}>
          <HowToSend />
        </Disclosure>
      )}
    </Page>
  );
}

const COLUMNS: readonly Column<ListedSource>[] = [
  {
    key: 'name',
    head: 'Table',
    width: '38%',
    isRowHead: true,
    cell: ({ name, namespace }) => (
      <span className="tl-lineage-cell">
        {name}
        <span className="tl-muted tl-small">{namespace}</span>
      </span>
    ),
    sortBy: ({ name }) => name,
  },
  { key: 'state', head: 'Rules', cell: (source) => <StateMark tone={source.tone} state={source.state} /> },
  {
    key: 'writers',
    head: 'Written by',
    isWideOnly: true,
    cell: ({ writers }) => <JobNames jobs={writers} none="No job known" />,
  },
  {
    key: 'used',
    head: 'Initiatives that use it',
    cell: ({ dependents }) => <DependentNames dependents={dependents} />,
    sortBy: ({ dependents }) => dependents.length,
  },
  {
    key: 'seen',
    head: 'Last told of',
    isWideOnly: true,
    cell: ({ seenAt }) => formatMoment(seenAt),
    sortBy: ({ seenAt }) => seenAt,
  },
];

function NoTables() {
  return (
    <EmptyState
      sentence="No pipeline has told of a table yet."
      detail="When one does, this page shows who depends on which table, and whoever builds on it is told when a rule breaks."
      action={<AppLink to="/me/tokens">Make an access token for a pipeline</AppLink>}
    />
  );
}

/** The two settings with which the OpenLineage clients of Airflow, dbt, Spark and others send to this installation. */
function HowToSend() {
  return (
    <div className="tl-stack">
      <p className="tl-muted">
        Airflow, dbt, Spark and other tools speak OpenLineage, an open standard. Set two variables where they run; the
        first is this installation, the second an access token that may write.
      </p>
      <CopyField label="Where to send" value={`OPENLINEAGE_URL=${window.location.origin}`} />
      <CopyField label="By whom" value="OPENLINEAGE_API_KEY=your access token" />
      <p className="tl-muted">
        <AppLink to="/me/tokens">Make an access token</AppLink>, then run a pipeline: its tables appear here. Names of
        tables and jobs are seen by everybody with an account; statements, programs and rows are never kept.
      </p>
    </div>
  );
}
