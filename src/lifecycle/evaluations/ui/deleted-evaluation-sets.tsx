import { useQuery } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { type Column, DataTable, formatPlural, Section } from '../../../web/kit/index.ts';
import { Restore, whenAndBy } from '../../experiments/ui/index.ts';
import { type DeletedEvaluationSet, deletedEvaluationSetsQuery, evaluationsClient } from './evaluation-queries.ts';

/** The deleted evaluation sets; nothing while none is deleted, because few teams have any. */
export function DeletedEvaluationSets() {
  const sets = useQuery(deletedEvaluationSetsQuery);
  if (sets.data?.length === 0) return null;
  return (
    <Section title="Evaluation sets">
      <ProblemNotice error={sets.error} onRetry={() => void sets.refetch()} />
      {sets.data && (
        <DataTable
          label="Deleted evaluation sets"
          rows={sets.data}
          rowKey={({ id }) => id}
          columns={EVALUATION_SET_COLUMNS}
          empty={null}
        />
      )}
    </Section>
  );
}

const EVALUATION_SET_COLUMNS: readonly Column<DeletedEvaluationSet>[] = [
  { key: 'name', head: 'Evaluation set', cell: ({ name }) => name, sortBy: ({ name }) => name },
  {
    key: 'records',
    head: 'Holds',
    cell: ({ records }) => formatPlural(records, 'record', 'records'),
    isWideOnly: true,
  },
  ...whenAndBy<DeletedEvaluationSet>(),
  {
    key: 'restore',
    head: 'Bring it back',
    cell: ({ id, name }) => (
      <Restore name={name} restore={() => evaluationsClient.restore({ params: { setId: id } })} />
    ),
  },
];
