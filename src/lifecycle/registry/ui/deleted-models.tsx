import { queryOptions, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import { AppLink, type Column, DataTable, EmptyState, formatMoment, Section } from '../../../web/kit/index.ts';
import type { registryApi } from '../registry.schema.ts';
import { MODELS_KEY, registryClient } from './model-queries.ts';
import { RestoreButton } from './restore-button.tsx';

type DeletedModel = z.infer<(typeof registryApi)['deletedModels']['response']>['models'][number];

const deletedModelsQuery = queryOptions({
  queryKey: [...MODELS_KEY, 'deleted'],
  queryFn: async () => (await registryClient.deletedModels()).models,
});

/** The deleted models, each of which can be brought back with its versions. */
export function DeletedModels() {
  useLiveTopic('models', MODELS_KEY);
  const models = useQuery(deletedModelsQuery);
  return (
    <Section
      title="Models"
      lead="Deleted models are kept for ever. One comes back with its versions; what was live before must be approved again. A version that was deleted alone is on the page of its model."
    >
      <ProblemNotice error={models.error} onRetry={() => void models.refetch()} />
      {models.data && (
        <DataTable
          label="Deleted models"
          rows={models.data}
          rowKey={({ id }) => String(id)}
          columns={COLUMNS}
          empty={
            <EmptyState
              sentence="No model is deleted."
              action={<AppLink to="/models">See the registered models</AppLink>}
            />
          }
        />
      )}
    </Section>
  );
}

const COLUMNS: readonly Column<DeletedModel>[] = [
  { key: 'name', head: 'Model', cell: ({ name }) => name, sortBy: ({ name }) => name },
  { key: 'by', head: 'Deleted by', cell: ({ deletedBy }) => deletedBy ?? 'Not recorded', isWideOnly: true },
  {
    key: 'at',
    head: 'Deleted',
    cell: ({ deletedAt }) => formatMoment(deletedAt),
    sortBy: ({ deletedAt }) => deletedAt,
  },
  {
    key: 'restore',
    head: 'Bring it back',
    cell: ({ id, name }) => (
      <RestoreButton what={`the model ${name}`} restore={() => registryClient.restoreModel({ params: { id } })} />
    ),
  },
];
