import { z } from 'zod';
import {
  defineApi,
  instantSchema,
  nextCursorSchema,
  pageQuerySchema,
  personSchema,
} from '../../platform/contract/index.ts';
import { STEPS } from '../line-order.ts';
import { QUESTION_KINDS, VISIBILITIES } from './initiative.ts';
import type { StepState } from './line.ts';

/** The address part that names an initiative in every path below `/api/initiatives`. */
export const initiativeParams = z.object({ slug: z.string().min(1).max(80) });

/** A step of the line. */
export const stepSchema = z.enum(STEPS);

/** An initiative as it is shown. */
export const initiativeSchema = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    question: z.string(),
    questionKind: z.enum(QUESTION_KINDS),
    visibility: z.enum(VISIBILITIES),
    iteration: z.number().int().min(1),
    createdBy: z.uuid(),
    createdAt: instantSchema,
    playbook: z.string(),
  })
  .meta({ id: 'Initiative', description: 'One business question followed end to end.' });

/** How far a step can be; a part of the line that the playbook leaves out is not needed. */
export const STEP_STATES = ['done', 'now', 'ahead', 'not-needed'] as const satisfies readonly StepState['state'][];

/** A step of an initiative's own line, as its playbook draws it. */
export const lineStepSchema = z.object({
  /** The id of the step: the word of its part, or one that the organisation chose. */
  step: z.string(),
  /** Which of the eight parts of the line it belongs to. */
  part: stepSchema,
  name: z.string(),
  question: z.string(),
});

/** How far one step of the present iteration is. */
export const stepStateSchema = lineStepSchema
  .extend({
    state: z.enum(STEP_STATES),
    closedAt: instantSchema.nullable(),
    closedBy: z.uuid().nullable(),
  })
  .meta({ id: 'StepState' });

/** A right of the caller on an initiative, with the rule in words, so that buttons and server agree. */
export const rightSchema = z.object({ allowed: z.boolean(), rule: z.string() }).meta({ id: 'Right' });

/** One line of an initiative's log. */
export const logEntrySchema = z
  .object({
    seq: z.number().int(),
    at: instantSchema,
    actorId: z.string().nullable(),
    actorName: z.string(),
    actingAs: z.string().nullable(),
    kind: z.string(),
    /** The id of the step where it happened. */
    step: z.string().nullable(),
    /** What happened, in a sentence without the actor's name. */
    sentence: z.string(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'LogEntry' });

/** The endpoints of the line itself. */
export const initiativesApi = defineApi({
  start: {
    method: 'POST',
    path: '/api/initiatives',
    summary: "Starts an initiative from a question in the asker's own words.",
    access: { action: 'initiative.start' },
    body: z.object({
      question: z.string().trim().min(8).max(2_000),
      name: z.string().trim().min(3).max(80).optional(),
      questionKind: z.enum(QUESTION_KINDS).optional(),
      visibility: z.enum(VISIBILITIES).default('open'),
      /** Key of the playbook, whose latest version it starts with; Standard unless told. */
      playbook: z.string().min(1).max(40).optional(),
    }),
    response: initiativeSchema,
    status: 201,
  },
  read: {
    method: 'GET',
    path: '/api/initiatives/:slug',
    summary: 'An initiative with its steps and what the caller may do.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({
      initiative: initiativeSchema,
      steps: z.array(stepStateSchema),
      rights: z.record(z.string(), rightSchema),
    }),
  },
  change: {
    method: 'PATCH',
    path: '/api/initiatives/:slug',
    summary: 'Changes the short name or who may read it; the question itself is never rewritten.',
    access: { action: 'initiative.change' },
    params: initiativeParams,
    body: z.object({ name: z.string().trim().min(3).max(80).optional(), visibility: z.enum(VISIBILITIES).optional() }),
    response: initiativeSchema,
  },
  log: {
    method: 'GET',
    path: '/api/initiatives/:slug/log',
    summary: 'What happened on this line, newest first.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    query: pageQuerySchema.extend({
      /** Id of a step of the playbook. */
      step: z.string().min(1).max(60).optional(),
      actorId: z.uuid().optional(),
      only: z.enum(['decisions']).optional(),
    }),
    response: z.object({ entries: z.array(logEntrySchema), nextCursor: nextCursorSchema }),
  },
  logActors: {
    method: 'GET',
    path: '/api/initiatives/:slug/log/actors',
    summary: 'The people who did something on an initiative, by name.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({ actors: z.array(personSchema) }),
  },
});
