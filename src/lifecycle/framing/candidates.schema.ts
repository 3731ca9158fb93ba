import { z } from 'zod';
import { defineApi, instantSchema, personSchema } from '../../platform/contract/index.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { CANDIDATE_LIMITS, CANDIDATE_STATES, candidateContentSchema, sourceNoteSchema } from './candidate.ts';
import { PREFILLED_PATHS } from './prefill-draft.ts';

/** A note of the board that a candidate can be made from. */
export const boardNoteSchema = z
  .object({
    id: z.string(),
    text: z.string(),
    groupTitle: z.string().nullable(),
    votes: z.number().int(),
    authorName: z.string(),
  })
  .meta({ id: 'BoardNoteOffered' });

/** A candidate prediction task. */
export const candidateSchema = z
  .object({
    id: z.uuid(),
    state: z.enum(CANDIDATE_STATES),
    content: candidateContentSchema,
    /** The note of the board that it came from, as it read then. */
    note: sourceNoteSchema.nullable(),
    revision: z.number().int(),
    createdByName: z.string(),
    updatedByName: z.string(),
    updatedAt: instantSchema,
    decision: z.object({ byName: z.string(), at: instantSchema, reason: z.string() }).nullable(),
    supporters: z.array(personSchema),
  })
  .meta({ id: 'Candidate', description: 'A possible prediction task while it is compared with others.' });

const candidateParams = initiativeParams.extend({ candidateId: z.uuid() });
const reasonSchema = z.string().trim().min(5).max(CANDIDATE_LIMITS.reasonLength);

/** The endpoints of candidate prediction tasks. */
export const candidatesApi = defineApi({
  candidates: {
    method: 'GET',
    path: '/api/initiatives/:slug/candidates',
    summary: 'The possible prediction tasks of an initiative, by what they would bring at the low end.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({
      candidates: z.array(candidateSchema),
      /** Notes of the board from which no candidate was made yet, those with most votes first. */
      notes: z.array(boardNoteSchema),
    }),
  },
  add: {
    method: 'POST',
    path: '/api/initiatives/:slug/candidates',
    summary: 'Adds a possible prediction task, from nothing or from a note of the board.',
    access: { action: 'framing.draft' },
    params: initiativeParams,
    body: z.object({ content: candidateContentSchema, noteId: z.string().max(100).optional() }),
    response: candidateSchema,
    status: 201,
  },
  change: {
    method: 'PUT',
    path: '/api/initiatives/:slug/candidates/:candidateId',
    summary: 'Changes what a possible task says; refused when somebody changed it meanwhile.',
    access: { action: 'framing.draft' },
    params: candidateParams,
    body: z.object({ content: candidateContentSchema, revision: z.number().int().min(1) }),
    response: candidateSchema,
  },
  support: {
    method: 'PUT',
    path: '/api/initiatives/:slug/candidates/:candidateId/support',
    summary: "Gives or takes back the caller's support; everybody supports a task once.",
    access: { action: 'framing.draft' },
    params: candidateParams,
    body: z.object({ isGiven: z.boolean() }),
    response: candidateSchema,
  },
  choose: {
    method: 'POST',
    path: '/api/initiatives/:slug/candidates/:candidateId/choice',
    summary: 'Chooses a task with a reason and writes it into the empty fields of the framing.',
    access: { action: 'framing.draft' },
    params: candidateParams,
    body: z.object({
      reason: reasonSchema,
      /** Fields in which the words of the task replace what somebody wrote; all others keep what they have. */
      replace: z.array(z.enum(PREFILLED_PATHS)).max(PREFILLED_PATHS.length).default([]),
    }),
    response: z.object({ candidate: candidateSchema, revision: z.number().int(), kept: z.array(z.string()) }),
    status: 201,
  },
  discard: {
    method: 'POST',
    path: '/api/initiatives/:slug/candidates/:candidateId/discard',
    summary: 'Sets a task aside with a reason; it stays readable and can be taken up again.',
    access: { action: 'framing.draft' },
    params: candidateParams,
    body: z.object({ reason: reasonSchema }),
    response: candidateSchema,
  },
  takeUp: {
    method: 'POST',
    path: '/api/initiatives/:slug/candidates/:candidateId/take-up',
    summary: 'Takes up a discarded task again.',
    access: { action: 'framing.draft' },
    params: candidateParams,
    body: z.object({ reason: reasonSchema }),
    response: candidateSchema,
  },
});
