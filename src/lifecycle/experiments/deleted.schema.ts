import { z } from 'zod';
import {
  defineApi,
  instantSchema,
  nextCursorSchema,
  nothingSchema,
  pageQuerySchema,
} from '../../platform/contract/index.ts';
import { KEPT_DAYS_RANGE } from './retention.ts';

const deletedSchema = z.object({
  id: z.string(),
  name: z.string(),
  deletedAt: instantSchema,
  /** `null` where it was deleted before that was recorded. */
  deletedBy: z.string().nullable(),
  initiative: z.object({ slug: z.string(), name: z.string() }).nullable(),
});

const retentionSchema = z.object({
  /** For how many days deleted experiments, runs, logged models, evaluation sets and scorers are kept; `null` for ever. */
  keptDays: z.number().int().min(KEPT_DAYS_RANGE.fewest).max(KEPT_DAYS_RANGE.most).nullable(),
});

/** The endpoints of what was deleted and may come back. */
export const deletedApi = defineApi({
  experiments: {
    method: 'GET',
    path: '/api/deleted-experiments',
    summary: 'The deleted experiments that the caller may see, those deleted last first.',
    access: 'signed-in',
    response: z.object({ experiments: z.array(deletedSchema.extend({ runCount: z.number().int() })) }),
  },
  restoreExperiment: {
    method: 'POST',
    path: '/api/deleted-experiments/:experimentId/restoration',
    summary: 'Brings a deleted experiment back with all of its runs.',
    access: 'signed-in',
    params: z.object({ experimentId: z.string().max(40) }),
    response: nothingSchema,
    status: 204,
  },
  runs: {
    method: 'GET',
    path: '/api/deleted-runs',
    summary: 'The deleted runs that the caller may see, those deleted last first.',
    access: 'signed-in',
    query: pageQuerySchema,
    response: z.object({
      runs: z.array(deletedSchema.extend({ experimentId: z.string(), experimentName: z.string() })),
      nextCursor: nextCursorSchema,
    }),
  },
  restoreRun: {
    method: 'POST',
    path: '/api/deleted-runs/:runId/restoration',
    summary: 'Brings a deleted run back.',
    access: 'signed-in',
    params: z.object({ runId: z.string().max(40) }),
    response: nothingSchema,
    status: 204,
  },
  retention: {
    method: 'GET',
    path: '/api/settings/retention',
    summary: 'How long deleted experiments, runs, logged models, evaluation sets and scorers are kept.',
    access: 'signed-in',
    response: retentionSchema,
  },
  changeRetention: {
    method: 'PUT',
    path: '/api/settings/retention',
    summary:
      'Says how long deleted experiments, runs, logged models, evaluation sets and scorers are kept before they are removed for good.',
    access: { action: 'installation.manage' },
    body: retentionSchema,
    response: retentionSchema,
  },
});
