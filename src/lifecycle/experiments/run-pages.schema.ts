import { z } from 'zod';
import { defineApi, nothingSchema } from '../../platform/contract/index.ts';
import {
  conclusionSchema,
  experimentEntrySchema,
  loggedNumberSchema,
  runEntrySchema,
  runsPageSchema,
  runsQuerySchema,
} from './experiments.schema.ts';
import { FILTER_LIMITS } from './filter-language.ts';
import { VIEW_LIMITS } from './saved-view.ts';
import { COMPARED_RUNS, CURVES_AT_ONCE, TRACKING_LIMITS } from './tracking-limits.ts';

// An id that is none is refused by the use case, in the words of one that does not exist.
const experimentParams = z.object({ experimentId: z.string().max(40) });
const viewParams = experimentParams.extend({ viewId: z.string().max(40) });
const runParams = z.object({ runId: z.string().max(40) });

/** Several runs in an address: their ids with commas between them. */
const runListSchema = (most: number) =>
  z
    .string()
    .regex(/^[0-9a-f]{32}(,[0-9a-f]{32})*$/, 'Give the ids of runs with commas between them.')
    .refine((list) => list.split(',').length <= most, `Give at most ${most} runs.`);

const initiativeSchema = z.object({ slug: z.string(), name: z.string() }).nullable();

/** A saved view of the runs of an experiment. */
export const savedViewSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    columns: z.array(z.string()),
    filter: z.string(),
    orderBy: z.string(),
    /** Whether runs stand below the run that they are part of. */
    isGrouped: z.boolean(),
    /** Whether cells draw curves. */
    hasCurves: z.boolean(),
    savedByName: z.string(),
    /** Whether the caller may rename, change and remove it. */
    mayChange: z.boolean(),
  })
  .meta({ id: 'SavedView', description: 'How the runs of an experiment are looked at, under a name.' });

const viewSettingsSchema = z.object({
  name: z.string().trim().min(1).max(VIEW_LIMITS.nameLength),
  columns: z
    .array(
      z
        .string()
        .max(VIEW_LIMITS.columnLength)
        .regex(/^(attributes|metrics|params|tags)\../s, 'Name a column like metrics.auc.'),
    )
    .max(VIEW_LIMITS.columns),
  filter: z.string().trim().max(FILTER_LIMITS.characters),
  orderBy: z.string().trim().max(FILTER_LIMITS.characters),
  isGrouped: z.boolean(),
  hasCurves: z.boolean(),
});

/** A run as its own page shows it. */
export const runDetailSchema = runEntrySchema
  .extend({
    isDeleted: z.boolean(),
    /** What its author wrote about it, in Markdown. */
    description: z.string().nullable(),
    initiative: initiativeSchema,
    parent: z.object({ id: z.string(), name: z.string() }).nullable(),
    datasets: z.array(
      z.object({
        name: z.string(),
        digest: z.string(),
        context: z.string().nullable(),
        sourceType: z.string(),
        source: z.string(),
      }),
    ),
    models: z.array(
      z.object({ id: z.string(), name: z.string(), status: z.string(), direction: z.enum(['input', 'output']) }),
    ),
    conclusions: z.array(conclusionSchema),
  })
  .meta({ id: 'RunDetail', description: 'A run with everything that belongs to it but its files.' });

/** The endpoints of the pages of experiments and runs. */
export const runPagesApi = defineApi({
  experiment: {
    method: 'GET',
    path: '/api/experiments/:experimentId',
    summary: 'An experiment with the keys that its newest runs have, those that most have first.',
    access: 'signed-in',
    params: experimentParams,
    response: experimentEntrySchema.extend({
      /** What somebody wrote about it, in Markdown. */
      description: z.string().nullable(),
      initiative: initiativeSchema,
      /** Whether the caller may connect it while it belongs to no initiative: whoever made it, and administrators. */
      mayConnect: z.boolean(),
      keys: z.object({ metrics: z.array(z.string()), params: z.array(z.string()), tags: z.array(z.string()) }),
    }),
  },
  runsOfExperiment: {
    method: 'GET',
    path: '/api/experiments/:experimentId/runs',
    summary: "The runs of an experiment, by a filter and an order in the grammar of MLflow's searches.",
    access: 'signed-in',
    params: experimentParams,
    query: runsQuerySchema,
    response: runsPageSchema,
  },
  run: {
    method: 'GET',
    path: '/api/runs/:runId',
    summary: 'A run with everything that belongs to it but its files.',
    access: 'signed-in',
    params: runParams,
    response: runDetailSchema,
  },
  chosen: {
    method: 'GET',
    path: '/api/runs',
    summary: 'Chosen runs in the order asked for, to be compared.',
    access: 'signed-in',
    query: z.object({ ids: runListSchema(COMPARED_RUNS.most) }),
    response: z.object({ items: z.array(runEntrySchema) }),
  },
  curves: {
    method: 'GET',
    path: '/api/curves',
    summary: 'The histories of one metric of several runs, thinned out so that every extreme stays.',
    access: 'signed-in',
    query: z.object({
      runs: runListSchema(CURVES_AT_ONCE),
      key: z.string().min(1).max(TRACKING_LIMITS.keyLength),
      /** By step, or by milliseconds since the first value of the metric in the run. */
      axis: z.enum(['step', 'time']).default('step'),
      points: z.coerce.number().int().min(8).max(TRACKING_LIMITS.curvePoints).default(TRACKING_LIMITS.curvePoints),
    }),
    response: z.object({
      /** Runs without the metric have no curve. */
      curves: z.array(
        z.object({
          runId: z.string(),
          /** Where a curve stops being a number it has one point that says so; the last one does when it ended so. */
          points: z.array(z.object({ x: z.number(), value: loggedNumberSchema })),
          /** How many points were logged in all. */
          count: z.number().int(),
        }),
      ),
    }),
  },
  views: {
    method: 'GET',
    path: '/api/experiments/:experimentId/views',
    summary: 'The saved views of the runs of an experiment, by name.',
    access: 'signed-in',
    params: experimentParams,
    response: z.object({ items: z.array(savedViewSchema) }),
  },
  saveView: {
    method: 'POST',
    path: '/api/experiments/:experimentId/views',
    summary: "Saves a view for everybody who may see the experiment; one's own of the same name is replaced.",
    access: 'signed-in',
    params: experimentParams,
    body: viewSettingsSchema.extend({
      isGrouped: viewSettingsSchema.shape.isGrouped.default(false),
      hasCurves: viewSettingsSchema.shape.hasCurves.default(true),
    }),
    response: savedViewSchema,
    status: 201,
  },
  changeView: {
    method: 'PATCH',
    path: '/api/experiments/:experimentId/views/:viewId',
    summary: 'Renames a view or saves its settings again; whoever saved it and administrators may.',
    access: 'signed-in',
    params: viewParams,
    body: viewSettingsSchema.partial(),
    response: savedViewSchema,
  },
  removeView: {
    method: 'DELETE',
    path: '/api/experiments/:experimentId/views/:viewId',
    summary: 'Removes a view; whoever saved it and administrators may.',
    access: 'signed-in',
    params: viewParams,
    response: nothingSchema,
    status: 204,
  },
});
