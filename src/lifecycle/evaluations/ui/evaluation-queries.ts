import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer, useLiveTopic } from '../../../web/data/index.ts';
import { DELETED_KEY } from '../../experiments/ui/index.ts';
import { evaluationsApi } from '../evaluations.schema.ts';

/** Calls the endpoints of what answers are judged on. */
export const evaluationsClient: Client<typeof evaluationsApi> = createClient(evaluationsApi, thisServer);

/** An evaluation set in the list of its experiment. */
export type EvaluationSetEntry = z.infer<(typeof evaluationsApi)['ofExperiment']['response']>['items'][number];

/** An evaluation set that was deleted. */
export type DeletedEvaluationSet = z.infer<(typeof evaluationsApi)['deleted']['response']>['evaluationSets'][number];

/** Every answer about evaluation sets of experiments has a key that begins with this. */
const EVALUATIONS_KEY = ['evaluations'] as const;

/** Reads the evaluation sets of an experiment again when something changes for its initiative, or for what is connected to none. */
export function useLiveEvaluations(slug: string | null): void {
  useLiveTopic(slug === null ? 'experiments' : `initiative:${slug}`, EVALUATIONS_KEY);
}

/** What answers of an experiment are judged on. */
export function evaluationSetsQuery(experimentId: string) {
  return queryOptions({
    queryKey: [...EVALUATIONS_KEY, 'of-experiment', experimentId],
    queryFn: () => evaluationsClient.ofExperiment({ params: { experimentId } }),
  });
}

/** The deleted evaluation sets that may be seen. */
export const deletedEvaluationSetsQuery = queryOptions({
  queryKey: [...DELETED_KEY, 'evaluation-sets'],
  queryFn: async () => (await evaluationsClient.deleted()).evaluationSets,
});
