import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import { instant } from '../experiments/index.ts';
import type { EvaluationSets } from './evaluation-set.ts';
import { evaluationsApi } from './evaluations.schema.ts';

/** The routes of what answers are judged on: the lists of pages, and how what was deleted comes back. */
export function evaluationsRoutes(sets: Pick<EvaluationSets, 'ofExperiment' | 'deleted' | 'restore'>): MountedApi {
  return mountApi('Evaluations', evaluationsApi, {
    ofExperiment: async ({ params }, { principal }) => {
      const { entries, next } = await sets.ofExperiment(principal, params.experimentId);
      const items = entries.map(({ id, name, records, updatedMs }) => ({
        id,
        name,
        records,
        changedAt: instant(updatedMs),
      }));
      return { items, hasMore: next !== null };
    },
    deleted: async (_input, { principal }) => ({
      evaluationSets: (await sets.deleted(principal)).map(({ deletedMs, deletedByName, ...set }) => ({
        ...set,
        deletedAt: new Date(deletedMs).toISOString(),
        deletedBy: deletedByName,
      })),
    }),
    restore: async ({ params }, { principal }) => sets.restore(principal, params.setId).then(() => undefined),
  });
}
