import { z } from 'zod';
import { defineApi, nextCursorSchema, nothingSchema } from '../../platform/contract/index.ts';
import { FILTER_LIMITS } from '../experiments/index.ts';
import { ASSESSMENT_LIMITS, ASSESSMENT_SOURCES } from './assessment.ts';
import { SPAN_LIMITS } from './span.ts';
import { pairsSchema, shownTextSchema, spanDetailSchema, spansPageSchema } from './spans-page.ts';
import { TRACE_LIMITS } from './trace.ts';

// An id that is none is refused by the use case, in the words of one that does not exist.
const experimentParams = z.object({ experimentId: z.string().max(40) });
const traceParams = z.object({ traceId: z.string().max(100) });

const runSchema = z
  .object({
    id: z.string(),
    /** `null` when the run is not in the experiment of the trace. */
    name: z.string().nullable(),
  })
  .nullable();

/** A trace in a list. */
export const traceEntrySchema = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    startedAt: z.iso.datetime(),
    /** `null` while it runs. */
    durationMs: z.number().nullable(),
    state: z.string(),
    /** The beginning of what was asked, and of what was answered. */
    request: z.string().nullable(),
    response: z.string().nullable(),
    run: runSchema,
    /** The first assessments that count. */
    said: z.array(z.object({ kind: z.enum(['feedback', 'expectation']), name: z.string(), value: z.string() })),
    /** How many assessments count in all. */
    saidCount: z.number().int(),
  })
  .meta({ id: 'TraceEntry', description: 'How one request went through an application.' });

/** What somebody said of a trace. */
export const traceAssessmentSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['feedback', 'expectation']),
    name: z.string(),
    value: shownTextSchema,
    error: z.object({ code: z.string(), message: z.string(), stack: z.string() }).nullable(),
    rationale: z.string(),
    sourceType: z.enum(ASSESSMENT_SOURCES),
    /** Which person, judge or program; empty when that was not said. */
    sourceId: z.string(),
    /** Whose account sent it. */
    givenByName: z.string(),
    spanId: z.string(),
    givenAt: z.iso.datetime(),
    /** Whether no other assessment corrects it. */
    isValid: z.boolean(),
    /** Whether it corrects another one. */
    isCorrection: z.boolean(),
    /** Whether the caller gave it, and so may take it back. */
    isOwn: z.boolean(),
  })
  .meta({ id: 'TraceAssessment', description: 'Feedback on a trace, or what should have come out.' });

/** The endpoints of the pages of traces. */
export const tracePagesApi = defineApi({
  tracesOfExperiment: {
    method: 'GET',
    path: '/api/experiments/:experimentId/traces',
    summary: "The traces of an experiment, the newest first, by a filter in the grammar of MLflow's searches.",
    access: 'signed-in',
    params: experimentParams,
    query: z.object({
      filter: z.string().max(FILTER_LIMITS.characters).default(''),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(TRACE_LIMITS.page).default(TRACE_LIMITS.page),
    }),
    response: z.object({ items: z.array(traceEntrySchema), nextCursor: nextCursorSchema }),
  },
  trace: {
    method: 'GET',
    path: '/api/traces/:traceId',
    summary: 'A trace with what was said of it, without its spans.',
    access: 'signed-in',
    params: traceParams,
    response: traceEntrySchema.omit({ said: true, saidCount: true, request: true, response: true }).extend({
      request: shownTextSchema.nullable(),
      response: shownTextSchema.nullable(),
      /** The runs that it was linked to, as an evaluation does, as far as the caller may see them. */
      linkedRuns: z.array(z.object({ id: z.string(), name: z.string(), experimentId: z.string() })),
      /** The versions of prompts that it used, which may have been registered anywhere. */
      prompts: z.array(z.object({ name: z.string(), version: z.string() })),
      experiment: z.object({ id: z.string(), name: z.string() }),
      initiative: z.object({ slug: z.string(), name: z.string() }).nullable(),
      tags: pairsSchema,
      metadata: pairsSchema,
      assessments: z.array(traceAssessmentSchema),
      /** Why the caller may not judge it, in a sentence; `null` when they may. */
      whyNotJudge: z.string().nullable(),
    }),
  },
  spans: {
    method: 'GET',
    path: '/api/traces/:traceId/spans',
    summary: 'The spans of a trace in the order of their tree, a stretch at a time.',
    access: 'signed-in',
    params: traceParams,
    query: z.object({
      from: z.coerce.number().int().min(0).max(10_000_000).default(0),
      limit: z.coerce.number().int().min(1).max(SPAN_LIMITS.mostPerPage).default(SPAN_LIMITS.page),
    }),
    response: spansPageSchema,
  },
  span: {
    method: 'GET',
    path: '/api/traces/:traceId/spans/:spanId',
    summary: 'One span with what went in, what came out and what happened; long texts are cut.',
    access: 'signed-in',
    params: traceParams.extend({ spanId: z.string().max(100) }),
    response: spanDetailSchema,
  },
  spansFile: {
    method: 'GET',
    path: '/api/traces/:traceId/file',
    summary: 'The spans of a trace as the client sent them.',
    access: 'signed-in',
    params: traceParams,
    response: z.unknown(),
    download: 'application/octet-stream',
  },
  judge: {
    method: 'POST',
    path: '/api/traces/:traceId/feedback',
    summary: 'Says whether an answer was good, and why; whoever may log to the experiment may.',
    access: 'signed-in',
    params: traceParams,
    body: z
      .object({
        isGood: z.boolean(),
        why: z.string().trim().max(ASSESSMENT_LIMITS.rationaleLength).default(''),
        /** The span that it is about; empty for the whole. */
        spanId: z.string().max(ASSESSMENT_LIMITS.spanIdLength).default(''),
      })
      .refine(({ isGood, why }) => isGood || why !== '', { path: ['why'], message: 'Say what was wrong with it.' }),
    response: z.object({ id: z.string() }),
    status: 201,
  },
  takeBack: {
    method: 'DELETE',
    path: '/api/traces/:traceId/feedback/:assessmentId',
    summary: 'Takes an assessment back, so that what it corrected counts again; whoever gave it may.',
    access: 'signed-in',
    params: traceParams.extend({ assessmentId: z.string().max(100) }),
    response: nothingSchema,
    status: 204,
  },
});
