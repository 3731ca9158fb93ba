import { z } from 'zod';
import {
  centsSchema,
  currencySchema,
  defineApi,
  instantSchema,
  intervalSchema,
  nothingSchema,
} from '../../platform/contract/index.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { familySchema } from './model.schema.ts';
import { saidByCheckSchema } from './said-by-check.ts';
import { TRAINING_STATES, trainingRequestSchema } from './training.ts';
import { qualitySchema, trainingResultSchema } from './training-result.schema.ts';

const count = z.number().int().min(0);

/** A table that can be learned from. */
export const sourceTableSchema = z
  .object({
    datasetId: z.uuid(),
    name: z.string(),
    version: z.number().int(),
    digest: z.string(),
    rows: count,
    columns: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['number', 'yes-no', 'time', 'text', 'id']),
        meaning: z.string().nullable(),
        distinct: count,
        values: z.array(z.string()),
        isProtected: z.boolean(),
      }),
    ),
    target: z.string().nullable(),
    moment: z.string().nullable(),
  })
  .meta({ id: 'SourceTable' });

/** A table that a model can be made from. */
export const offeredTableSchema = sourceTableSchema
  .extend({
    /** What the newest check whether there is anything to predict proposes; null where nobody asked. */
    said: saidByCheckSchema.nullable(),
  })
  .meta({ id: 'OfferedTable' });

/** What the signed framing says about acting; null figures were not given there. */
export const actingPolicySchema = z
  .object({
    version: z.number().int(),
    heuristic: z.string(),
    /** One and many of what is predicted about. */
    entity: z.object({ one: z.string(), many: z.string() }),
    action: z.string(),
    valueCents: centsSchema.nullable(),
    costCents: centsSchema.nullable(),
    capacityPerCycle: count.nullable(),
    cycleDays: count,
    currency: currencySchema,
  })
  .meta({ id: 'ActingPolicy' });

const summary = {
  id: z.uuid(),
  number: z.number().int(),
  name: z.string(),
  state: z.enum(TRAINING_STATES),
  datasetId: z.uuid(),
  tableName: z.string(),
  version: z.number().int(),
  target: z.string(),
  startedBy: z.string(),
  startedAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  /** Present while it is under way: fits done, of how many. */
  progress: z.object({ done: count, of: count }).nullable(),
  failure: z.string().nullable(),
};

/** A training as it is listed. */
export const trainingSummarySchema = z
  .object({ ...summary, family: familySchema.nullable(), quality: qualitySchema.nullable() })
  .meta({ id: 'TrainingSummary' });

/** A training with everything that it found out. */
export const trainingSchema = z
  .object({
    ...summary,
    request: trainingRequestSchema,
    tableDigest: z.string(),
    result: trainingResultSchema.nullable(),
    /** SHA-256 of the model's document: the same table, wishes and seed give the same. */
    modelDigest: z.string().nullable(),
    run: z.object({ experimentId: z.string(), runId: z.string(), modelId: z.string().nullable() }).nullable(),
    /** By the framing in force; null before one is signed. */
    policy: actingPolicySchema.nullable(),
    /** Columns of its table whose words are about persons and not shown to whoever asks. */
    withheld: z.array(z.string()),
  })
  .meta({ id: 'Training' });

const moneyPointSchema = z.object({
  threshold: z.number().nullable(),
  acted: count,
  successes: count,
  gain: z.number(),
  lift: z.number().nullable(),
  net: z.number(),
  netRange: intervalSchema,
});

/** What acting would have brought on rows that the model had not seen; money in minor units. */
export const moneySchema = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('estimated'),
      units: count,
      events: count,
      points: z.array(moneyPointSchema),
      best: moneyPointSchema,
      netAtRandom: z.number(),
      breakEven: z.number().nullable(),
    }),
    z.object({
      kind: z.literal('unavailable'),
      units: count,
      events: count,
      reason: z.enum(['no_units', 'not_probabilities']),
    }),
  ])
  .meta({ id: 'ActingMoney' });

const trainingParams = initiativeParams.extend({ id: z.uuid() });
const wholeNumber = z.coerce.number().int().min(0).max(1e12);

/** The endpoints of training. */
export const trainingApi = defineApi({
  offer: {
    method: 'GET',
    path: '/api/initiatives/:slug/training-offer',
    summary:
      'What can be learned from: the newest version of every table, and what the signed framing says about acting.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({ tables: z.array(offeredTableSchema), policy: actingPolicySchema.nullable() }),
  },
  list: {
    method: 'GET',
    path: '/api/initiatives/:slug/trainings',
    summary: 'The trainings of an initiative, the newest first.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({ trainings: z.array(trainingSummarySchema) }),
  },
  start: {
    method: 'POST',
    path: '/api/initiatives/:slug/trainings',
    summary:
      'Has a first model trained from a table, in the background; a live notice of the initiative tells of progress.',
    access: { action: 'training.start' },
    status: 202,
    params: initiativeParams,
    body: trainingRequestSchema,
    response: trainingSchema,
  },
  read: {
    method: 'GET',
    path: '/api/initiatives/:slug/trainings/:id',
    summary: 'One training: how far it is, or what it found out.',
    access: { action: 'initiative.see' },
    params: trainingParams,
    response: trainingSchema,
  },
  cancel: {
    method: 'POST',
    path: '/api/initiatives/:slug/trainings/:id/cancel',
    summary: 'Stops a training.',
    access: { action: 'training.start' },
    status: 204,
    params: trainingParams,
    response: nothingSchema,
  },
  money: {
    method: 'GET',
    path: '/api/initiatives/:slug/trainings/:id/money',
    summary: 'What acting on those with the highest probabilities would bring, by how many are acted upon.',
    access: { action: 'initiative.see' },
    params: trainingParams,
    query: z.object({ valueCents: wholeNumber, costCents: wholeNumber, capacity: wholeNumber.optional() }),
    response: moneySchema,
  },
  register: {
    method: 'POST',
    path: '/api/initiatives/:slug/trainings/:id/register',
    summary: 'Registers the model of a training as the next version of a model.',
    access: { action: 'model.build' },
    status: 201,
    params: trainingParams,
    body: z.object({ name: z.string().trim().min(1).max(250) }),
    response: z.object({ name: z.string(), version: z.number().int() }),
  },
});
