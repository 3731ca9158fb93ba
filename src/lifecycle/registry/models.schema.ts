import { z } from 'zod';
import {
  createdShape,
  defineApi,
  instantSchema,
  nextCursorSchema,
  pageQuerySchema,
} from '../../platform/contract/index.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { deploymentSchema, proposalSchema } from './going-live.schema.ts';
import { modelParams, placeSchema, runParams, versionParams } from './model-address.schema.ts';

/** Where a version comes from, back to the question it answers. */
export const lineageSchema = z
  .object({
    experiment: z.object({ id: z.string(), name: z.string() }),
    initiative: placeSchema.nullable(),
    run: z.object({ id: z.string(), name: z.string(), by: z.string() }).nullable(),
    /** What its run measured last, by the one metric that compares runs. */
    measured: z.object({ metric: z.string(), value: z.number() }).nullable(),
    question: z.string().nullable(),
    iteration: z.number().int().nullable(),
    framingVersion: z.number().int().nullable(),
    hypothesis: z.string().nullable(),
    commit: z.string().nullable(),
    repository: z.string().nullable(),
    datasets: z.array(z.object({ name: z.string(), digest: z.string(), context: z.string().nullable() })),
  })
  .meta({ id: 'Lineage' });

/** One version of a model as it is shown. */
export const modelVersionSchema = z
  .object({
    version: z.number().int().min(1),
    description: z.string(),
    registeredBy: z.string(),
    registeredAt: instantSchema,
    deletedAt: instantSchema.nullable(),
    /** `null` while it is not deleted, or where that was not recorded. */
    deletedBy: z.string().nullable(),
    source: z.string(),
    /** Whether its files are kept here, so that they can be listed and are checked when they are read. */
    hasFiles: z.boolean(),
    aliases: z.array(z.string()),
    tags: z.array(z.object({ key: z.string(), value: z.string() })),
    /** Whether the caller registered or trained it, and so may not approve it. */
    isMine: z.boolean(),
    lineage: lineageSchema.nullable(),
  })
  .meta({ id: 'ModelVersion' });

/** One model of the list. */
export const modelLineSchema = z
  .object({
    name: z.string(),
    description: z.string(),
    versionCount: z.number().int(),
    newestVersion: z.number().int().nullable(),
    updatedAt: instantSchema,
    aliases: z.array(z.object({ alias: z.string(), version: z.number().int(), isProtected: z.boolean() })),
    initiatives: z.array(placeSchema),
    openProposals: z.number().int(),
  })
  .meta({ id: 'ModelLine' });

/** A model as the page of its initiative tells of it. */
const registeredForSchema = z
  .object({
    name: z.string(),
    versionCount: z.number().int(),
    newest: modelVersionSchema,
    /** Protected aliases that point to a version now; what one may load as the champion, for example. */
    live: z.array(deploymentSchema),
    /** What waits for approval. */
    proposals: z.array(proposalSchema),
  })
  .meta({ id: 'RegisteredFor' });

/** Registered models and their versions, those that were deleted included. */
/** A model as its page shows it. */
const modelSchema = modelLineSchema.extend({
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
  ...createdShape,
  proposals: z.array(proposalSchema),
  protectedAliases: z.array(z.string()),
  /** Whether the caller may change it: its labels, its aliases that are free, its versions. */
  mayChange: z.boolean(),
  /** Who may, as a sentence. */
  rule: z.string(),
});

export const modelsApi = defineApi({
  models: {
    method: 'GET',
    path: '/api/models',
    summary: 'The registered models that the caller may see, by name.',
    access: 'signed-in',
    query: pageQuerySchema.extend({ q: z.string().max(200).optional() }),
    response: z.object({ models: z.array(modelLineSchema), nextCursor: nextCursorSchema }),
  },
  model: {
    method: 'GET',
    path: '/api/models/:name',
    summary: 'A registered model: its aliases, what is proposed, and what the caller may do.',
    access: 'signed-in',
    params: modelParams,
    response: modelSchema,
  },
  registered: {
    method: 'GET',
    path: '/api/registered/:name',
    summary: 'What is registered under a name: a model, or a prompt, of which the address of its page is told.',
    access: 'signed-in',
    params: modelParams,
    response: z.object({ model: modelSchema.nullable(), prompt: z.string().nullable() }),
  },
  versions: {
    method: 'GET',
    path: '/api/models/:name/versions',
    summary: 'The versions of a model with where each comes from, newest first.',
    access: 'signed-in',
    params: modelParams,
    query: pageQuerySchema.extend({ deleted: z.enum(['true', 'false']).default('false') }),
    response: z.object({ versions: z.array(modelVersionSchema), nextCursor: nextCursorSchema }),
  },
  restoreVersion: {
    method: 'POST',
    path: '/api/models/:name/versions/:version/restoration',
    summary: 'Brings a deleted version back, without the aliases that it had.',
    access: 'signed-in',
    params: versionParams,
    response: z.object({ version: z.number().int() }),
  },
  deletedModels: {
    method: 'GET',
    path: '/api/deleted-models',
    summary: 'The deleted models that the caller may see; each can be restored.',
    access: 'signed-in',
    response: z.object({
      models: z.array(
        z.object({
          id: z.number().int(),
          name: z.string(),
          deletedAt: instantSchema,
          deletedBy: z.string().nullable(),
        }),
      ),
    }),
  },
  restoreModel: {
    method: 'POST',
    path: '/api/deleted-models/:id/restoration',
    summary: 'Brings a deleted model back under its name.',
    access: 'signed-in',
    params: z.object({ id: z.coerce.number().int().min(1) }),
    response: z.object({ name: z.string() }),
  },
  ofInitiative: {
    method: 'GET',
    path: '/api/initiatives/:slug/models',
    summary: 'The models that are registered for an initiative: the newest version, what is live, and what waits.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({ models: z.array(registeredForSchema) }),
  },
  versionsOfRun: {
    method: 'GET',
    path: '/api/runs/:runId/versions',
    summary: 'The versions of models that were registered from a run, newest first.',
    access: 'signed-in',
    params: runParams,
    response: z.object({
      versions: z.array(
        z.object({
          model: z.string(),
          version: z.number().int(),
          aliases: z.array(z.string()),
          registeredBy: z.string(),
          registeredAt: instantSchema,
        }),
      ),
    }),
  },
});
