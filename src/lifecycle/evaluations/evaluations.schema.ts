import { z } from 'zod';
import { defineApi, instantSchema, nothingSchema } from '../../platform/contract/index.ts';

/** The endpoints of what answers are judged on. */
export const evaluationsApi = defineApi({
  ofExperiment: {
    method: 'GET',
    path: '/api/experiments/:experimentId/evaluation-sets',
    summary: 'The evaluation sets of an experiment, those changed last first.',
    access: 'signed-in',
    params: z.object({ experimentId: z.string().max(40) }),
    response: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          records: z.number().int(),
          changedAt: instantSchema,
        }),
      ),
      /** Whether there are others, which changed longer ago. */
      hasMore: z.boolean(),
    }),
  },
  deleted: {
    method: 'GET',
    path: '/api/deleted-evaluation-sets',
    summary: 'The deleted evaluation sets that the caller may see, those deleted last first.',
    access: 'signed-in',
    response: z.object({
      evaluationSets: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          records: z.number().int(),
          deletedAt: instantSchema,
          /** `null` where it was deleted before that was recorded. */
          deletedBy: z.string().nullable(),
        }),
      ),
    }),
  },
  restore: {
    method: 'POST',
    path: '/api/deleted-evaluation-sets/:setId/restoration',
    summary: 'Brings a deleted evaluation set back with the records that it had.',
    access: 'signed-in',
    params: z.object({ setId: z.string().max(40) }),
    response: nothingSchema,
    status: 204,
  },
});
