import { useMutation, useQueryClient } from '@tanstack/react-query';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import { ALL_EXPERIMENTS, experimentsClient } from './experiment-queries.ts';
import { RUN_PAGES } from './run-page-queries.ts';

/** Connects an experiment to an initiative, and has every page read again that tells where it belongs. */
export function useConnectExperiment() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ slug, experimentId }: { readonly slug: string; readonly experimentId: string }) =>
      experimentsClient.connect({ params: { slug }, body: { experimentId } }),
    onSuccess: (_, { slug }) =>
      Promise.all(
        [RUN_PAGES, ALL_EXPERIMENTS, initiativeKey(slug)].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
