import { z } from 'zod';
import {
  defineApi,
  instantSchema,
  nextCursorSchema,
  nothingSchema,
  pageQuerySchema,
} from '../../platform/contract/index.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { FILTER_LIMITS } from './filter-language.ts';
import { LOST_NUMBERS } from './logged-number.ts';
import { TRACKING_LIMITS } from './tracking-limits.ts';

const experimentIdSchema = z.string().regex(/^\d{1,16}$/, 'Use the number of the experiment.');
const runIdSchema = z.string().regex(/^[0-9a-f]{32}$/, 'Use the 32 characters of the run.');
const taggedSchema = z.object({ key: z.string(), value: z.string() });

/** An experiment as pages list it. */
export const experimentEntrySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    createdByName: z.string().nullable(),
    /** The pass of the initiative that it was connected to; `null` while it is connected to none. */
    iteration: z.number().int().nullable(),
    runCount: z.number().int(),
    createdAt: instantSchema,
    lastRunAt: instantSchema.nullable(),
    /** Whether requests to an application were traced in it. */
    hasTraces: z.boolean(),
  })
  .meta({ id: 'Experiment', description: 'A folder of runs, as MLflow knows it.' });

/** A value that was logged: what JSON has no number for travels as a text. */
export const loggedNumberSchema = z.union([z.number(), z.enum(LOST_NUMBERS)]);

/** A run as pages list it. */
export const runEntrySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    experimentId: z.string(),
    experimentName: z.string(),
    status: z.enum(['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED']),
    startedAt: instantSchema,
    endedAt: instantSchema.nullable(),
    startedByName: z.string(),
    /** The last value of each metric with its least and greatest, which are `null` where all were NaN. */
    metrics: z.array(
      z.object({
        key: z.string(),
        value: loggedNumberSchema,
        least: loggedNumberSchema.nullable(),
        greatest: loggedNumberSchema.nullable(),
      }),
    ),
    params: z.array(taggedSchema),
    /** What people and their programs wrote beside it; tags of MLflow itself are left out. */
    tags: z.array(taggedSchema),
    /** Runs of the same experiment that are part of this one. */
    childCount: z.number().int(),
    lineage: z.object({
      commit: z.string().nullable(),
      branch: z.string().nullable(),
      repository: z.string().nullable(),
      source: z.string().nullable(),
      author: z.string().nullable(),
      parentRunId: z.string().nullable(),
      datasets: z.array(z.object({ name: z.string(), digest: z.string(), context: z.string().nullable() })),
    }),
    /** Under what it was started; `null` when its experiment was connected to nothing then. */
    context: z
      .object({
        iteration: z.number().int(),
        question: z.string(),
        framingVersion: z.number().int().nullable(),
        hypothesis: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'Run', description: 'One try, as MLflow knows it, with what it was started under.' });

/** What somebody concluded from runs. */
export const conclusionSchema = z
  .object({
    id: z.uuid(),
    iteration: z.number().int(),
    text: z.string(),
    authorName: z.string(),
    at: instantSchema,
    runs: z.array(z.object({ id: z.string(), name: z.string(), experimentId: z.string(), experimentName: z.string() })),
  })
  .meta({ id: 'Conclusion', description: 'What somebody concluded from runs, never changed.' });

/** Which runs a page asks for. */
export const runsQuerySchema = pageQuerySchema.extend({
  cursor: z.string().max(2_000).optional(),
  filter: z.string().max(FILTER_LIMITS.characters).default(''),
  /** One clause: `metrics.auc DESC`. */
  orderBy: z.string().max(FILTER_LIMITS.characters).default(''),
});

/** A page of runs. */
export const runsPageSchema = z.object({ items: z.array(runEntrySchema), nextCursor: nextCursorSchema });

const measuredRunSchema = z.object({
  runId: z.string(),
  runName: z.string(),
  experimentId: z.string(),
  value: z.number(),
});

/** The endpoints of what was tried, for pages; clients log through the MLflow protocol. */
export const experimentsApi = defineApi({
  unconnected: {
    method: 'GET',
    path: '/api/experiments/unconnected',
    summary: 'The experiments that are connected to no initiative yet, newest first.',
    access: 'signed-in',
    query: pageQuerySchema,
    response: z.object({
      items: z.array(
        experimentEntrySchema.extend({
          /** Whether the caller may connect it: whoever made it, and administrators. */
          mayChange: z.boolean(),
        }),
      ),
      nextCursor: nextCursorSchema,
    }),
  },
  targets: {
    method: 'GET',
    path: '/api/experiments/initiatives',
    summary: 'The initiatives to which the caller may connect experiments, by name.',
    access: 'signed-in',
    response: z.object({ items: z.array(z.object({ slug: z.string(), name: z.string() })) }),
  },
  placed: {
    method: 'GET',
    path: '/api/experiments',
    summary: 'The experiments of the initiatives that the caller may see, newest first.',
    access: 'signed-in',
    query: pageQuerySchema,
    response: z.object({
      items: z.array(experimentEntrySchema.extend({ initiative: z.object({ slug: z.string(), name: z.string() }) })),
      nextCursor: z.string().nullable(),
    }),
  },
  connected: {
    method: 'GET',
    path: '/api/initiatives/:slug/experiments',
    summary: 'The experiments that are connected to this initiative, newest first.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({ items: z.array(experimentEntrySchema) }),
  },
  connect: {
    method: 'POST',
    path: '/api/initiatives/:slug/experiments',
    summary: 'Connects an experiment to the present iteration of this initiative.',
    access: { action: 'experiment.build' },
    params: initiativeParams,
    body: z.object({ experimentId: experimentIdSchema }),
    response: nothingSchema,
    status: 204,
  },
  disconnect: {
    method: 'DELETE',
    path: '/api/initiatives/:slug/experiments/:experimentId',
    summary:
      'Puts an experiment back among those that are connected to none; its runs keep what they were started under.',
    access: { action: 'experiment.build' },
    params: initiativeParams.extend({ experimentId: z.string().max(40) }),
    response: nothingSchema,
    status: 204,
  },
  runs: {
    method: 'GET',
    path: '/api/initiatives/:slug/runs',
    summary: "The runs of this initiative's experiments, by a filter and an order in the grammar of MLflow's searches.",
    access: { action: 'initiative.see' },
    params: initiativeParams,
    query: runsQuerySchema,
    response: runsPageSchema,
  },
  best: {
    method: 'GET',
    path: '/api/initiatives/:slug/best-run',
    summary: 'What is best so far among the runs of this initiative, by the metric that compares them.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({
      /** `null` while no run has a metric whose name says which values are good. */
      best: z
        .object({
          metric: z.string(),
          direction: z.enum(['higher', 'lower']),
          /** Whether it was measured on the data that the models learned from, which flatters them. */
          isOnLearnedData: z.boolean(),
          runCount: z.number().int(),
          best: measuredRunSchema,
          first: measuredRunSchema,
        })
        .nullable(),
    }),
  },
  conclusions: {
    method: 'GET',
    path: '/api/initiatives/:slug/conclusions',
    summary: 'What people concluded from the runs of this initiative, newest first.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({ items: z.array(conclusionSchema) }),
  },
  conclude: {
    method: 'POST',
    path: '/api/initiatives/:slug/conclusions',
    summary: 'Writes what runs show, next to the runs; it is never changed.',
    access: { action: 'experiment.conclude' },
    params: initiativeParams,
    body: z.object({
      text: z.string().trim().min(5).max(TRACKING_LIMITS.conclusionLength),
      runIds: z.array(runIdSchema).min(1).max(TRACKING_LIMITS.conclusionRuns),
    }),
    response: conclusionSchema,
    status: 201,
  },
});
