import { z } from 'zod';
import { defineApi, instantSchema, intervalSchema } from '../../platform/contract/index.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { sourceTableSchema } from '../training/index.ts';
import { expectationContentSchema } from './expectation.ts';
import { EXPECTATION_LIMITS } from './expectation-limits.ts';
import { modelGroupsSchema } from './groups.schema.ts';
import { CANDIDATE_KINDS, JUDGED_STATES } from './judged-model.ts';
import { judgementSchema } from './judgement.schema.ts';

const count = z.number().int().min(0);
const reasonSchema = z.string().trim().max(EXPECTATION_LIMITS.reasonLength).nullable().default(null);

/** One version of an expectation. */
export const expectationSchema = z
  .object({
    /** Of the expectation; the same for all its versions. */
    id: z.uuid(),
    versionId: z.uuid(),
    number: z.number().int(),
    version: z.number().int(),
    content: expectationContentSchema,
    /** The expectation as a sentence. */
    sentence: z.string(),
    isRetired: z.boolean(),
    reason: z.string().nullable(),
    writtenBy: z.string(),
    writtenAt: instantSchema,
  })
  .meta({ id: 'Expectation' });

/** A model with how what is expected fared on it. */
export const modelReportSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(CANDIDATE_KINDS),
    ref: z.string(),
    name: z.string(),
    state: z.enum(JUDGED_STATES),
    sentence: z.string().nullable(),
    modelDigest: z.string().nullable(),
    datasetId: z.uuid(),
    dataVersion: z.number().int(),
    dataDigest: z.string().nullable(),
    finishedAt: instantSchema.nullable(),
    lines: z.array(
      z.object({
        expectation: expectationSchema,
        /** Null where it was not judged: it is about another outcome, or the model cannot be judged. */
        result: z.object({ judgement: judgementSchema, judgedAt: instantSchema }).nullable(),
      }),
    ),
  })
  .meta({ id: 'ModelReport' });

/** What is expected, and how the models fared. */
export const expectationsReportSchema = z
  .object({ expectations: z.array(expectationSchema), models: z.array(modelReportSchema) })
  .meta({ id: 'ExpectationsReport' });

const rowsTodaySchema = z.object({
  label: z.string(),
  rows: count,
  mean: z.number().nullable(),
  interval: intervalSchema.nullable(),
});

/** What the data themselves say today, without any model. */
export const dataTodaySchema = z
  .object({
    version: z.number().int(),
    rows: count,
    of: count,
    parts: z.array(rowsTodaySchema),
    ratio: z.object({ estimate: z.number(), interval: intervalSchema }).nullable(),
  })
  .meta({ id: 'DataToday' });

const expectationParams = initiativeParams.extend({ id: z.uuid() });
const writtenSchema = z.object({ content: expectationContentSchema, reason: reasonSchema });
/** The version that was read before it is changed: somebody else's change is not overwritten. */
const read = z.number().int().min(1);

const reportsSchema = z.object({
  reports: z.array(z.object({ slug: z.string(), name: z.string(), report: expectationsReportSchema })),
});

/** The endpoints of expectations. */
export const expectationsApi = defineApi({
  offer: {
    method: 'GET',
    path: '/api/initiatives/:slug/expectation-offer',
    summary: 'What expectations can be about: the tables with their columns, and which of those are protected.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({
      tables: z.array(z.object({ table: sourceTableSchema, protectedColumns: z.array(z.string()) })),
    }),
  },
  report: {
    method: 'GET',
    path: '/api/initiatives/:slug/expectations',
    summary: 'What is expected of a model of this initiative, and how every model that was judged fared.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: expectationsReportSchema,
  },
  write: {
    method: 'POST',
    path: '/api/initiatives/:slug/expectations',
    summary: 'Writes an expectation; every model of the initiative is judged by it in the background.',
    access: { action: 'expectation.write' },
    status: 201,
    params: initiativeParams,
    body: writtenSchema,
    response: expectationSchema,
  },
  preview: {
    method: 'POST',
    path: '/api/initiatives/:slug/expectation-preview',
    summary: 'What the newest data themselves say about an expectation, without any model. Nothing is stored.',
    access: { action: 'initiative.see' },
    scope: 'read',
    params: initiativeParams,
    body: z.object({ content: expectationContentSchema }),
    response: dataTodaySchema,
  },
  change: {
    method: 'PUT',
    path: '/api/initiatives/:slug/expectations/:id',
    summary: 'Changes an expectation: a new version supersedes the one that was read.',
    access: { action: 'expectation.write' },
    params: expectationParams,
    body: writtenSchema.extend({ read }),
    response: expectationSchema,
  },
  retire: {
    method: 'POST',
    path: '/api/initiatives/:slug/expectations/:id/retire',
    summary: 'Takes an expectation back; its versions and results stay.',
    access: { action: 'expectation.write' },
    params: expectationParams,
    body: z.object({ read, reason: reasonSchema }),
    response: expectationSchema,
  },
  story: {
    method: 'GET',
    path: '/api/initiatives/:slug/expectations/:id/versions',
    summary: 'Every version of an expectation, the newest first.',
    access: { action: 'initiative.see' },
    params: expectationParams,
    response: z.object({ versions: z.array(expectationSchema) }),
  },
  groups: {
    method: 'POST',
    path: '/api/initiatives/:slug/model-groups',
    summary:
      'How a model treats the groups of one column: shares acted upon, found and falsely alarmed, order and calibration, with ranges. Nothing is stored.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    body: z.object({
      kind: z.enum(CANDIDATE_KINDS),
      ref: z.string().min(1).max(100),
      datasetId: z.uuid(),
      version: z.number().int().min(1),
      target: z.string().min(1).max(500),
      outcome: z.string().min(1).max(500).nullable(),
      column: z.string().min(1).max(500),
      /** Whoever is at or above it is acted upon; null for as many as have the outcome. */
      threshold: z.number().min(0).max(1).nullable(),
    }),
    response: modelGroupsSchema,
  },
  ofRun: {
    method: 'GET',
    path: '/api/runs/:runId/expectations',
    summary: 'How the models of a run fared by what is expected of them, by initiative.',
    access: 'signed-in',
    params: z.object({ runId: z.string().min(1).max(100) }),
    response: reportsSchema,
  },
  ofVersion: {
    method: 'GET',
    path: '/api/models/:name/versions/:version/expectations',
    summary: 'How a version of a registered model fared by what is expected of it, by initiative.',
    access: 'signed-in',
    params: z.object({ name: z.string().min(1).max(1_000), version: z.coerce.number().int().min(1).max(1e9) }),
    response: reportsSchema,
  },
});
