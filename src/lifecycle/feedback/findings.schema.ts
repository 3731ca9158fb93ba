import { z } from 'zod';
import {
  cursorSchema,
  daySchema,
  defineApi,
  instantSchema,
  nextCursorSchema,
  pageQuerySchema,
  personSchema,
} from '../../platform/contract/index.ts';
import { initiativeParams, stepSchema } from '../initiatives/index.ts';
import { storableText } from '../ledger/index.ts';
import { roleSchema, stepIdSchema } from '../people/index.ts';
import { FINDING_ACTS, FINDING_STATES, OBJECT_TYPES, SEVERITIES } from './finding.ts';
import { MISSED_HOWS } from './lateness.ts';

/** Limits of findings, stated once. */
export const FINDING_LIMITS = {
  titleLength: 120,
  /** Longest account of what was seen, longest answer and longest reason, in characters. */
  textLength: 4_000,
  objectIdLength: 300,
  /** Entries of one finding's history that are read, the oldest first. */
  historyEntries: 500,
  /** Returns of one initiative that are weighed together, the newest first. */
  weighedReturns: 2_000,
} as const;

const namedStepSchema = z.object({ step: stepIdSchema, name: z.string() });
const words = storableText(FINDING_LIMITS.textLength).trim();

const objectSchema = z.object({
  type: z.enum(OBJECT_TYPES),
  id: storableText(FINDING_LIMITS.objectIdLength).trim().min(1),
  label: storableText(FINDING_LIMITS.titleLength).trim().min(1),
});

/** A finding. */
export const findingSchema = z
  .object({
    id: z.uuid(),
    number: z.number().int().min(1),
    iteration: z.number().int().min(1),
    title: z.string(),
    seen: z.string(),
    severity: z.enum(SEVERITIES),
    state: z.enum(FINDING_STATES),
    /** The part of the line where it was raised. */
    raisedStep: stepSchema,
    /** The step of the playbook within that part, by its name. */
    raisedPlace: namedStepSchema,
    raisedAt: instantSchema,
    raisedBy: personSchema.extend({ roles: z.array(roleSchema) }),
    owner: personSchema.nullable(),
    due: daySchema.nullable(),
    /** The part of the line where its cause lies; `null` until somebody names it. */
    causeStep: stepSchema.nullable(),
    causePlace: namedStepSchema.nullable(),
    object: objectSchema.nullable(),
    answer: personSchema.extend({ text: z.string(), at: instantSchema }).nullable(),
    closedAt: instantSchema.nullable(),
  })
  .meta({ id: 'Finding', description: 'A problem that somebody saw at a step, with its owner and its answer.' });

/** What it cost that a finding came back; numbers that nobody counts yet are `null`, never nought. */
const latenessSchema = z.object({
  findings: z.number().int(),
  initiatives: z.number().int(),
  stepsBack: z.number().int(),
  daysLost: z.number().int().nullable(),
  runsRedone: z.number().int().nullable(),
  sentence: z.string(),
});

/** What was late, over many initiatives, by the role that was missed. */
export const latenessByRoleSchema = latenessSchema.extend({ role: roleSchema }).meta({ id: 'LatenessByRole' });

/** What one return cost. */
const returnCostSchema = z.object({
  stepsBack: z.number().int().min(1),
  daysLost: z.number().int().nullable(),
  runsRedone: z.number().int().nullable(),
  missed: z.array(z.object({ role: roleSchema, how: z.enum(MISSED_HOWS) })),
});

/** What came back, whoever found it: a person (a finding) or a verdict (a return ticket). */
const sentBackSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('finding'), finding: findingSchema, cost: returnCostSchema.nullable() }),
    z.object({
      kind: z.literal('ticket'),
      ticket: z.object({
        id: z.uuid(),
        verdictNumber: z.number().int(),
        iteration: z.number().int(),
        headline: z.string(),
        ask: z.string(),
        returnTo: stepSchema.nullable(),
        openedAt: instantSchema,
        answerBy: daySchema.nullable(),
        closedAt: instantSchema.nullable(),
        roles: z.array(roleSchema),
      }),
      cost: returnCostSchema.nullable(),
    }),
  ])
  .meta({ id: 'SentBack' });

const findingParams = initiativeParams.extend({ findingId: z.uuid() });

/** The endpoints of findings. */
export const findingsApi = defineApi({
  list: {
    method: 'GET',
    path: '/api/initiatives/:slug/findings',
    summary: 'Everything that was found on this line, by people and by verdicts, newest first, and what lateness cost.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    query: pageQuerySchema.extend({
      cursor: cursorSchema(/^\d{1,15}-[0-9a-f-]{36}$/),
    }),
    response: z.object({
      items: z.array(sentBackSchema),
      nextCursor: nextCursorSchema,
      /** Over the whole initiative: what waits, and what went back to an earlier step (the number on the returning arrow). */
      counts: z.object({
        open: z.number().int(),
        openHigh: z.number().int(),
        sentBack: z.number().int(),
        openSentBack: z.number().int(),
      }),
      /** The steps that something went back to, in the order of the line. */
      sentBackTo: z.array(stepSchema),
      lateness: z.array(latenessSchema.extend({ raisedStep: stepSchema, causeStep: stepSchema })),
    }),
  },
  read: {
    method: 'GET',
    path: '/api/initiatives/:slug/findings/:findingId',
    summary: 'One finding with its whole history, oldest first.',
    access: { action: 'initiative.see' },
    params: findingParams,
    response: z.object({
      finding: findingSchema,
      history: z.array(
        z.object({
          act: z.enum(FINDING_ACTS),
          sentence: z.string(),
          text: z.string().nullable(),
          at: instantSchema,
          name: z.string(),
        }),
      ),
    }),
  },
  raise: {
    method: 'POST',
    path: '/api/initiatives/:slug/findings',
    summary: 'Raises a finding at a step: what was seen, how bad it is, who must answer and until when.',
    access: { action: 'finding.raise' },
    params: initiativeParams,
    body: z.object({
      /** A step of the initiative's playbook, or a part of the line. */
      step: stepIdSchema,
      title: storableText(FINDING_LIMITS.titleLength).trim().min(3),
      seen: words.min(5),
      severity: z.enum(SEVERITIES).default('medium'),
      ownerId: z.uuid().optional(),
      due: daySchema.optional(),
      causeStep: stepIdSchema.optional(),
      object: objectSchema.optional(),
    }),
    response: findingSchema,
    status: 201,
  },
  change: {
    method: 'PATCH',
    path: '/api/initiatives/:slug/findings/:findingId',
    summary: 'Names the step of its cause, hands it over, or changes its due date or severity; the history keeps each.',
    access: { action: 'finding.raise' },
    params: findingParams,
    body: z.object({
      causeStep: stepIdSchema.optional(),
      ownerId: z.uuid().optional(),
      due: daySchema.nullable().optional(),
      severity: z.enum(SEVERITIES).optional(),
      /** Needed when the finding becomes less severe. */
      reason: words.min(5).optional(),
    }),
    response: findingSchema,
  },
  answer: {
    method: 'POST',
    path: '/api/initiatives/:slug/findings/:findingId/answers',
    summary: 'Answers a finding; whoever raised it, or a model risk manager, then accepts the answer or sends it back.',
    access: { action: 'finding.answer' },
    params: findingParams,
    body: z.object({ text: words.min(5) }),
    response: findingSchema,
    status: 201,
  },
  settle: {
    method: 'POST',
    path: '/api/initiatives/:slug/findings/:findingId/settlements',
    summary: 'Accepts the answer of a finding, which closes it, or sends the answer back with a reason.',
    access: { action: 'finding.settle' },
    params: findingParams,
    body: z.discriminatedUnion('decision', [
      z.object({ decision: z.literal('accept') }),
      z.object({ decision: z.literal('send-back'), reason: words.min(5) }),
    ]),
    response: findingSchema,
    status: 201,
  },
});
