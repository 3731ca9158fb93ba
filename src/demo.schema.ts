import { z } from 'zod';
import { defineApi } from './platform/contract/index.ts';

/** How far the demo stories are. */
export const demoStateSchema = z
  .object({
    /** `none`: nobody asked for them. `failed`: what was brought until then stays; asking again goes on. */
    state: z.enum(['none', 'running', 'done', 'failed']),
    /** Stories that are complete. */
    done: z.number().int().min(0),
    /** Stories in all. */
    total: z.number().int().min(0),
    /** The story that is being brought in. */
    current: z.string().nullable(),
  })
  .meta({ id: 'DemoState' });

/** How far the demo stories are. */
export type DemoState = z.infer<typeof demoStateSchema>;

/** Fills an installation with stories whose truth is known, through the same endpoints that everybody uses. */
export const demoApi = defineApi({
  fill: {
    method: 'POST',
    path: '/api/demo',
    summary: 'Begins to fill the installation with demo stories, or goes on where it failed; a story comes once.',
    access: { action: 'installation.manage' },
    response: demoStateSchema,
    status: 202,
  },
  read: {
    method: 'GET',
    path: '/api/demo',
    summary: 'Tells how far the demo stories are.',
    access: 'signed-in',
    response: demoStateSchema,
  },
});
