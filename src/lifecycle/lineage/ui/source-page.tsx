import { useQuery } from '@tanstack/react-query';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import {
  type Column,
  DataTable,
  type Fact,
  Facts,
  formatMoment,
  Page,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { SOURCES_KEY, type Source, sourceQuery } from './lineage-queries.ts';
import { DependentNames, JobNames, TableNames } from './name-lists.tsx';
import { StateMark } from './state-mark.tsx';
import './lineage.css';

const TRAIL = [{ label: 'Data', to: '/data' }] as const;

/** One table of the company: who depends on it, whether it keeps its rules, and what it is made from. */
export function SourcePage({ id }: { readonly id: string }) {
  useLiveTopic('sources', SOURCES_KEY);
  const source = useQuery(sourceQuery(id));
  return (
    <Page
      title={source.data?.name ?? 'A table'}
      trail={TRAIL}
      {...(source.data ? { lead: source.data.description ?? source.data.namespace } : {})}
    >
      <ProblemNotice error={source.error} onRetry={() => void source.refetch()} />
      {source.isPending && <p className="tl-muted">Reading the table</p>}
      {source.data && <TheSource source={source.data} />}
    </Page>
  );
}

function TheSource({ source }: { readonly source: Source }) {
  const facts: readonly Fact[] = [
    { term: 'Where', detail: source.uri ?? source.namespace },
    {
      term: 'Owner',
      detail: source.owners.length === 0 ? 'Nobody was named' : source.owners.map(({ name }) => name).join(', '),
    },
    { term: 'Last told of', detail: formatMoment(source.seenAt) },
    { term: 'Written by', detail: <JobNames jobs={source.writers} none="No job known" /> },
    { term: 'Made from', detail: <TableNames tables={source.madeFrom} none="No table known" /> },
    { term: 'Read by', detail: <JobNames jobs={source.readers} none="No job known" /> },
    { term: 'Made from it', detail: <TableNames tables={source.madeInto} none="No table known" /> },
    ...(source.otherFacets.length > 0
      ? [{ term: 'Also told', detail: `${source.otherFacets.join(', ')}: kept as it came` }]
      : []),
  ];
  return (
    <>
      <Section title="Initiatives that use it" aside={<StateMark tone={source.tone} state={source.state} />}>
        <DependentNames dependents={source.dependents} />
      </Section>
      <Section title="What is known of it">
        <Facts facts={facts} />
      </Section>
      {source.rules.length > 0 && (
        <Section title="Its rules" lead="What the last test of each found.">
          <DataTable
            label="Rules of this table"
            columns={RULE_COLUMNS}
            rows={source.rules}
            rowKey={({ sentence }) => sentence}
            empty={null}
          />
        </Section>
      )}
      {source.fields.length > 0 && (
        <Section title="Its columns">
          <DataTable
            label="Columns of this table"
            columns={FIELD_COLUMNS}
            rows={source.fields}
            rowKey={({ name }) => name}
            maxHeight={480}
            empty={null}
          />
        </Section>
      )}
    </>
  );
}

const RULE_COLUMNS: readonly Column<Source['rules'][number]>[] = [
  { key: 'rule', head: 'Rule', isRowHead: true, cell: ({ sentence }) => sentence },
  {
    key: 'found',
    head: 'Last test',
    cell: ({ isKept, isWarning }) => (
      <StateWord tone={isKept ? 'reached' : isWarning ? 'look' : 'broken'}>
        {isKept ? 'kept' : isWarning ? 'not kept, a warning' : 'broken'}
      </StateWord>
    ),
  },
  { key: 'at', head: 'When', isWideOnly: true, cell: ({ at }) => formatMoment(at), sortBy: ({ at }) => at },
  { key: 'by', head: 'Sent with the token of', isWideOnly: true, cell: ({ sentBy }) => sentBy },
];

const FIELD_COLUMNS: readonly Column<Source['fields'][number]>[] = [
  { key: 'name', head: 'Column', isRowHead: true, cell: ({ name }) => name },
  { key: 'type', head: 'Type', cell: ({ type }) => type ?? '' },
  { key: 'description', head: 'Meaning', isWideOnly: true, cell: ({ description }) => description ?? '' },
  {
    key: 'from',
    head: 'Made from',
    cell: ({ from }) => (
      <span className="tl-lineage-cell">{from.map(({ table, column }) => `${table}.${column}`).join(', ')}</span>
    ),
  },
];
