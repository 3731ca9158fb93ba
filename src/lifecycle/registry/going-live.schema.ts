import { z } from 'zod';
import { defineApi, instantSchema, nextCursorSchema, pageQuerySchema } from '../../platform/contract/index.ts';
import { roleSchema } from '../people/index.ts';
import { modelParams, placeSchema } from './model-address.schema.ts';
import { PROPOSAL_STATES } from './proposal.ts';
import { REGISTRY_LIMITS } from './registry-limits.ts';

const aliasSchema = z.string().min(1).max(REGISTRY_LIMITS.aliasLength);
const reasonSchema = z.string().trim().min(5).max(REGISTRY_LIMITS.reasonLength);

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

/** What was live when, what is proposed, and who decides. */
export const goingLiveApi = defineApi({
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
    response: z.object({ deployments: z.array(deploymentSchema), nextCursor: nextCursorSchema }),
  },
  inventory: {
    method: 'GET',
    path: '/api/model-inventory',
    summary: 'Every version that was ever live by approval, retired ones included, newest first.',
    access: 'signed-in',
    query: pageQuerySchema.extend({ at: z.union([instantSchema, z.iso.date()]).optional() }),
    response: z.object({ deployments: z.array(deploymentSchema), nextCursor: nextCursorSchema }),
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
