import { Button } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import { AppLink, type Column, DataTable, EmptyState, formatMoment, Section } from '../../../web/kit/index.ts';
import type { registryApi } from '../registry.schema.ts';
import { MODELS_KEY, registryClient } from './model-queries.ts';

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
      lead="A model comes back with its versions. What was live before it was deleted must be approved again."
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
  { key: 'restore', head: 'Bring it back', cell: (model) => <RestoreModel model={model} /> },
];

function RestoreModel({ model: { id, name } }: { readonly model: DeletedModel }) {
  const queryClient = useQueryClient();
  const restoring = useMutation({
    mutationFn: () => registryClient.restoreModel({ params: { id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: MODELS_KEY }),
  });
  return (
    <>
      <Button variant="subtle" loading={restoring.isPending} onClick={() => restoring.mutate()}>
        Restore<span className="tl-hidden"> the model {name}</span>
      </Button>
      <ProblemNotice error={restoring.error} />
    </>
  );
}
