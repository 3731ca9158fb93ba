import { z } from 'zod';
import { defineApi, instantSchema, pageQuerySchema } from '../../platform/contract/index.ts';
import { roleSchema } from '../people/index.ts';
import { PROPOSAL_STATES } from './proposal.ts';
import { REGISTRY_LIMITS } from './registry-limits.ts';

/** The part of an address that names a model. */
const modelParams = z.object({ name: z.string().min(1).max(REGISTRY_LIMITS.nameLength) });
const versionParams = modelParams.extend({ version: z.coerce.number().int().min(1).max(999_999_999) });
const aliasSchema = z.string().min(1).max(REGISTRY_LIMITS.aliasLength);
const reasonSchema = z.string().trim().min(5).max(REGISTRY_LIMITS.reasonLength);
const placeSchema = z.object({ slug: z.string(), name: z.string() });

/** From when until when an alias of a model pointed to a version, and who approved that. */
export const deploymentSchema = z
  .object({
    id: z.uuid(),
    model: z.string(),
    alias: z.string(),
    version: z.number().int().min(1),
    from: instantSchema,
    /** `null` while it lasts. */
    until: instantSchema.nullable(),
    movedBy: z.string(),
    /** Why it was proposed; `null` for aliases that move freely. */
    reason: z.string().nullable(),
    initiative: placeSchema.nullable(),
    /** Empty for aliases that move freely. */
    approvals: z.array(z.object({ role: roleSchema, name: z.string(), reason: z.string(), at: instantSchema })),
  })
  .meta({ id: 'Deployment', description: 'A version that an alias pointed to, from a time to a time.' });

/** Where a version comes from, back to the question it answers. */
export const lineageSchema = z
  .object({
    experiment: z.object({ id: z.string(), name: z.string() }),
    initiative: placeSchema.nullable(),
    run: z.object({ id: z.string(), name: z.string(), by: z.string() }).nullable(),
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

/** The wish to move a protected alias, and what was decided. */
export const proposalSchema = z
  .object({
    id: z.uuid(),
    alias: z.string(),
    /** `null` takes the alias away. */
    version: z.number().int().nullable(),
    initiative: placeSchema,
    reason: z.string(),
    proposedBy: z.string(),
    proposedAt: instantSchema,
    state: z.enum(PROPOSAL_STATES),
    closedAt: instantSchema.nullable(),
    decisions: z.array(
      z.object({
        role: roleSchema,
        decision: z.enum(['approve', 'refuse']),
        reason: z.string(),
        name: z.string(),
        at: instantSchema,
      }),
    ),
    /** The roles whose approval is awaited, with who holds them. */
    awaited: z.array(z.object({ role: roleSchema, names: z.array(z.string()) })),
    /** The awaited roles in which the caller can decide now. */
    mayDecideAs: z.array(roleSchema),
    /** Whether the caller made the version, so that they may refuse it and never approve it. */
    isAuthor: z.boolean(),
    mayWithdraw: z.boolean(),
  })
  .meta({ id: 'AliasProposal' });

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

/** An entry of a folder of files. */
export const fileEntrySchema = z
  .object({
    path: z.string(),
    name: z.string(),
    isFolder: z.boolean(),
    sizeBytes: z.number().int().nullable(),
    /** Whether opening it with the library that wrote it would run code from the file. The server never opens it. */
    containsCode: z.boolean(),
  })
  .meta({ id: 'FileEntry' });

/** The beginning of a table file, its cells as text; or why there is none to see. */
const tableSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('table'),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    hasMore: z.boolean(),
  }),
  z.object({ kind: z.literal('unreadable'), sentence: z.string() }),
]);

const nextCursor = z.string().nullable();
const runParams = z.object({ runId: z.string().max(40) });

/** The endpoints of registered models and of what was live when. */
export const registryApi = defineApi({
  models: {
    method: 'GET',
    path: '/api/models',
    summary: 'The registered models that the caller may see, by name.',
    access: 'signed-in',
    query: pageQuerySchema.extend({ q: z.string().max(200).optional() }),
    response: z.object({ models: z.array(modelLineSchema), nextCursor }),
  },
  model: {
    method: 'GET',
    path: '/api/models/:name',
    summary: 'A registered model: its aliases, what is proposed, and what the caller may do.',
    access: 'signed-in',
    params: modelParams,
    response: modelLineSchema.extend({
      tags: z.array(z.object({ key: z.string(), value: z.string() })),
      createdBy: z.string(),
      createdAt: instantSchema,
      proposals: z.array(proposalSchema),
      protectedAliases: z.array(z.string()),
      /** Whether the caller may change it: its labels, its aliases that are free, its versions. */
      mayChange: z.boolean(),
      /** Who may, as a sentence. */
      rule: z.string(),
    }),
  },
  versions: {
    method: 'GET',
    path: '/api/models/:name/versions',
    summary: 'The versions of a model with where each comes from, newest first.',
    access: 'signed-in',
    params: modelParams,
    query: pageQuerySchema.extend({ deleted: z.enum(['true', 'false']).default('false') }),
    response: z.object({ versions: z.array(modelVersionSchema), nextCursor }),
  },
  live: {
    method: 'GET',
    path: '/api/models/:name/live',
    summary: 'Which version an alias pointed to at a moment, and who approved that.',
    access: 'signed-in',
    params: modelParams,
    query: z.object({
      /** A moment, or a day, which means its end in UTC; now unless stated. */
      at: z.union([instantSchema, z.iso.date()]).optional(),
      alias: aliasSchema.default('champion'),
    }),
    response: z.object({ at: instantSchema, alias: z.string(), live: deploymentSchema.nullable() }),
  },
  deployments: {
    method: 'GET',
    path: '/api/models/:name/deployments',
    summary: 'From when until when each alias of a model pointed to which version, newest first.',
    access: 'signed-in',
    params: modelParams,
    query: pageQuerySchema.extend({ alias: aliasSchema.optional() }),
    response: z.object({ deployments: z.array(deploymentSchema), nextCursor }),
  },
  inventory: {
    method: 'GET',
    path: '/api/model-inventory',
    summary: 'Every version that was ever live by approval, retired ones included, newest first.',
    access: 'signed-in',
    query: pageQuerySchema.extend({ at: z.union([instantSchema, z.iso.date()]).optional() }),
    response: z.object({ deployments: z.array(deploymentSchema), nextCursor }),
  },
  move: {
    method: 'POST',
    path: '/api/models/:name/moves',
    summary: 'Points an alias to a version, or takes it away; a protected alias asks for approval instead.',
    access: 'signed-in',
    params: modelParams,
    body: z.object({ alias: aliasSchema, version: z.number().int().min(1).nullable(), reason: reasonSchema }),
    response: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('moved') }),
      z.object({
        kind: z.literal('proposed'),
        proposalId: z.uuid(),
        awaited: z.array(z.object({ role: roleSchema, names: z.array(z.string()) })),
      }),
    ]),
  },
  decide: {
    method: 'POST',
    path: '/api/models/:name/proposals/:proposalId/decisions',
    summary: "Approves or refuses a proposal for one of the caller's roles; the last approval moves the alias.",
    access: 'signed-in',
    params: modelParams.extend({ proposalId: z.uuid() }),
    body: z.object({ role: roleSchema, decision: z.enum(['approve', 'refuse']), reason: reasonSchema }),
    response: z.object({ state: z.enum(PROPOSAL_STATES), awaited: z.array(roleSchema) }),
    status: 201,
  },
  withdraw: {
    method: 'POST',
    path: '/api/models/:name/proposals/:proposalId/withdrawal',
    summary: 'Takes a proposal back.',
    access: 'signed-in',
    params: modelParams.extend({ proposalId: z.uuid() }),
    response: z.object({ state: z.literal('withdrawn') }),
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
  files: {
    method: 'GET',
    path: '/api/models/:name/versions/:version/files',
    summary: 'The files of a version, one folder at a time.',
    access: 'signed-in',
    params: versionParams,
    query: z.object({ folder: z.string().max(2_000).default('') }),
    response: z.object({ entries: z.array(fileEntrySchema) }),
  },
  file: {
    method: 'GET',
    path: '/api/models/:name/versions/:version/file',
    summary: 'One file of a version, checked on the way.',
    access: 'signed-in',
    params: versionParams,
    query: z.object({ path: z.string().min(1).max(2_000) }),
    response: z.unknown(),
    download: 'application/octet-stream',
  },
  table: {
    method: 'GET',
    path: '/api/models/:name/versions/:version/table',
    summary: 'The first rows of a table file of a version, Parquet included.',
    access: 'signed-in',
    params: versionParams,
    query: z.object({ path: z.string().min(1).max(2_000) }),
    response: tableSchema,
  },
  filesOfRun: {
    method: 'GET',
    path: '/api/runs/:runId/files',
    summary: 'The files of a run, one folder at a time.',
    access: 'signed-in',
    params: runParams,
    query: z.object({ folder: z.string().max(2_000).default('') }),
    response: z.object({ entries: z.array(fileEntrySchema) }),
  },
  fileOfRun: {
    method: 'GET',
    path: '/api/runs/:runId/file',
    summary: 'One file of a run, checked on the way.',
    access: 'signed-in',
    params: runParams,
    query: z.object({ path: z.string().min(1).max(2_000) }),
    response: z.unknown(),
    download: 'application/octet-stream',
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
  tableOfRun: {
    method: 'GET',
    path: '/api/runs/:runId/table',
    summary: 'The first rows of a table file of a run, Parquet included.',
    access: 'signed-in',
    params: runParams,
    query: z.object({ path: z.string().min(1).max(2_000) }),
    response: tableSchema,
  },
  protectedAliases: {
    method: 'GET',
    path: '/api/settings/protected-aliases',
    summary: 'The aliases that move only by approval.',
    access: 'signed-in',
    response: z.object({ aliases: z.array(z.string()) }),
  },
  protectAliases: {
    method: 'PUT',
    path: '/api/settings/protected-aliases',
    summary: 'Says which aliases move only by approval.',
    access: { action: 'installation.manage' },
    body: z.object({ aliases: z.array(aliasSchema).max(REGISTRY_LIMITS.protectedAliases) }),
    response: z.object({ aliases: z.array(z.string()) }),
  },
});
