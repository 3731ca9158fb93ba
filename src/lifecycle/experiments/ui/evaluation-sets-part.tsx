import { useQuery } from '@tanstack/react-query';
import { type Column, DataTable, formatCount, formatMoment, Section } from '../../../web/kit/index.ts';
import { evaluationSetsQuery, type runPagesClient } from './run-page-queries.ts';

type EvaluationSetEntry = Awaited<ReturnType<typeof runPagesClient.evaluationSets>>['items'][number];

/** What the answers of an application are judged on; nothing while there is none, or while it cannot be read. */
export function EvaluationSetsPart({ experimentId }: { readonly experimentId: string }) {
  const sets = useQuery(evaluationSetsQuery(experimentId));
  const { items, hasMore } = sets.data ?? { items: [], hasMore: false };
  if (items.length === 0) return null;
  return (
    <Section
      title="Evaluation sets"
      lead={`Questions with the answers that are expected, on which answers are judged.${
        hasMore ? ` These ${items.length} changed last.` : ''
      }`}
    >
      <DataTable label="Evaluation sets" rows={items} rowKey={({ id }) => id} columns={COLUMNS} empty={null} />
    </Section>
  );
}

const COLUMNS: readonly Column<EvaluationSetEntry>[] = [
  { key: 'name', head: 'Evaluation set', cell: ({ name }) => name },
  { key: 'records', head: 'Records', align: 'end', cell: ({ records }) => formatCount(records) },
  { key: 'changed', head: 'Last change', cell: ({ changedAt }) => formatMoment(changedAt) },
];
