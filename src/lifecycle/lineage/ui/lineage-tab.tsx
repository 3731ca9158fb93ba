import { useQuery } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, type Column, DataTable, Disclosure, EmptyState, Section } from '../../../web/kit/index.ts';
import { LineageDrawing } from './lineage-drawing.tsx';
import { LineageList } from './lineage-list.tsx';
import { type Lineage, lineageQuery, sourceAddress } from './lineage-queries.ts';
import { TroubleNotice } from './troubles.tsx';
import './lineage.css';

/** What the answer of an initiative is made from: drawn, as a table, and column by column. */
export function LineageTab({ slug }: { readonly slug: string }) {
  const lineage = useQuery(lineageQuery(slug));
  return (
    <div className="tl-stack">
      <ProblemNotice error={lineage.error} onRetry={() => void lineage.refetch()} />
      {lineage.isPending && <p className="tl-muted">Following the data</p>}
      {lineage.data && <TheLineage slug={slug} lineage={lineage.data} />}
    </div>
  );
}

function TheLineage({ slug, lineage }: { readonly slug: string; readonly lineage: Lineage }) {
  const { nodes, origins, troubles, leftOut } = lineage;
  const has = (kind: Lineage['nodes'][number]['kind']): boolean => nodes.some((node) => node.kind === kind);
  if (nodes.length === 0) {
    return (
      <Section title="From source to decision">
        <EmptyState
          sentence="There is nothing to follow yet."
          detail="Once a table is brought, this page shows where it comes from, what was learned from it, and what was decided by it."
          action={<AppLink to={`/i/${slug}/data`}>Bring a table</AppLink>}
        />
      </Section>
    );
  }
  return (
    <>
      <TroubleNotice troubles={troubles} />
      <Section title="From source to decision">
        <p className="tl-muted tl-lineage-wide">
          Each thing stands right of what it is made from. Point at one to see its whole way; open it for its own page.
        </p>
        <p className="tl-muted tl-lineage-narrow">Each thing, and what it is made from. Open it for its own page.</p>
        <LineageDrawing lineage={lineage} />
        {lineage.edges.some(({ isAssumed }) => isAssumed) && (
          <p className="tl-muted tl-small tl-lineage-wide">
            A dashed arrow: both exist, but the records do not say that one came from the other.
          </p>
        )}
        {leftOut.map((sentence) => (
          <p key={sentence} className="tl-muted tl-small">
            {sentence}
          </p>
        ))}
        {!has('table') && <NoSources slug={slug} hasDatasets={has('dataset')} />}
        <div className="tl-lineage-wide">
          <Disclosure label="Show it as a table" openLabel="The same as a table" isMadeOnOpening>
            <LineageList lineage={lineage} />
          </Disclosure>
        </div>
        <div className="tl-lineage-narrow">
          <LineageList lineage={lineage} isNarrow />
        </div>
      </Section>
      {origins.length > 0 && <Origins origins={origins} />}
    </>
  );
}

function NoSources({ slug, hasDatasets }: { readonly slug: string; readonly hasDatasets: boolean }) {
  if (!hasDatasets) {
    return (
      <p className="tl-muted">
        No table was brought here as a data set, so that the way begins where it does.{' '}
        <AppLink to={`/i/${slug}/data`}>Bring the table that was learned from</AppLink>.
      </p>
    );
  }
  return (
    <p className="tl-muted">
      Nobody has said yet from which tables of the company these data are made.{' '}
      <AppLink to={`/i/${slug}/data`}>Open a data set and say it</AppLink>, or see{' '}
      <AppLink to="/data">how pipelines tell of their tables</AppLink>.
    </p>
  );
}

type Origin = Lineage['origins'][number];

const ORIGIN_COLUMNS: readonly Column<Origin>[] = [
  { key: 'column', head: 'Column', isRowHead: true, cell: ({ column }) => column, sortBy: ({ column }) => column },
  { key: 'dataset', head: 'Data set', isWideOnly: true, cell: ({ datasetName }) => datasetName },
  {
    key: 'way',
    head: 'Comes from',
    cell: ({ stops }) => {
      const [first, ...between] = [...stops].reverse();
      if (!first) return null;
      return (
        <span className="tl-lineage-cell">
          <span>
            {first.tableId === null ? (
              `${first.tableName}.${first.column}`
            ) : (
              <AppLink to={sourceAddress(first.tableId)}>
                {first.tableName}.{first.column}
              </AppLink>
            )}
          </span>
          {between.length > 0 && (
            <span className="tl-muted tl-small">
              by way of {between.map(({ tableName, column }) => `${tableName}.${column}`).join(', then ')}
            </span>
          )}
        </span>
      );
    },
  },
];

function Origins({ origins }: { readonly origins: readonly Origin[] }) {
  return (
    <Section
      title="Where the columns come from"
      lead="As far as the pipelines told it. A column that is made from several is listed once for each."
    >
      <DataTable
        label="Columns with their origins"
        columns={ORIGIN_COLUMNS}
        rows={origins}
        rowKey={({ datasetId, column, stops }) => JSON.stringify([datasetId, column, stops])}
        maxHeight={480}
        empty={null}
      />
    </Section>
  );
}
