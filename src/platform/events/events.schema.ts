import { z } from 'zod';
import { defineApi } from '../contract/index.ts';

/** What a verification of the recorded history found. */
export const chainReportSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('whole'), sealed: z.number().int(), unsealed: z.number().int(), head: z.string() }),
    z.object({
      kind: z.literal('broken'),
      position: z.number().int(),
      seq: z.number().int().nullable(),
      sentence: z.string(),
    }),
  ])
  .meta({ id: 'ChainReport' });

/** The endpoint by which an auditor verifies a running installation. */
export const eventsApi = defineApi({
  verify: {
    method: 'GET',
    path: '/api/history/verification',
    summary: 'Recomputes the chain of recorded events and names the first row that was changed or removed.',
    access: { action: 'history.verify' },
    query: z.object({
      /** The hash of a link that was kept elsewhere; it also finds a history that was cut short. */
      expect: z.string().length(64).optional(),
    }),
    response: chainReportSchema,
  },
});
