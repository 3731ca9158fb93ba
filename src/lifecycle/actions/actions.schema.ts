import { z } from 'zod';
import { defineApi, instantSchema } from '../../platform/contract/index.ts';
import { framingContentSchema } from '../framing/index.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { ARMS } from './assignment.ts';

/** An arm of an assignment plan. */
export const armSchema = z.enum(ARMS);

/** A phase as it is shown. */
export const phaseSchema = z
  .object({
    id: z.uuid(),
    number: z.number().int().min(1),
    iteration: z.number().int().min(1),
    framingVersion: z.number().int().min(1),
    /** Later versions of the framing that left the measured part as it was, so that the phase went on. */
    confirmedBy: z.array(z.number().int().min(1)),
    contentHash: z.string(),
    content: framingContentSchema,
    salt: z.string(),
    openedAt: instantSchema,
    closedAt: instantSchema.nullable(),
  })
  .meta({ id: 'Phase', description: 'One run of an assignment plan under one locked framing.' });

/** The endpoints of the assignment plan. */
export const actionsApi = defineApi({
  phases: {
    method: 'GET',
    path: '/api/initiatives/:slug/phases',
    summary: 'The phases of this initiative: what was decided before the data, and since when it holds.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({ phases: z.array(phaseSchema) }),
  },
});
