import { useQuery } from '@tanstack/react-query';
import { type Column, DataTable, formatCount, formatMoment, Section } from '../../../web/kit/index.ts';
import { type EvaluationSetEntry, evaluationSetsQuery, useLiveEvaluations } from './evaluation-queries.ts';

export interface EvaluationSetsPartProps {
  readonly experimentId: string;
  /** The initiative that the experiment is connected to, if any. */
  readonly slug: string | null;
}

/** What the answers of an application are judged on; nothing while there is none, or while it cannot be read. */
export function EvaluationSetsPart({ experimentId, slug }: EvaluationSetsPartProps) {
  useLiveEvaluations(slug);
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
