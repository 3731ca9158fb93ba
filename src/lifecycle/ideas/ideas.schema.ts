import { z } from 'zod';
import {
  cursorSchema,
  daySchema,
  defineApi,
  instantSchema,
  nextCursorSchema,
  nothingSchema,
  pageQuerySchema,
  personSchema,
} from '../../platform/contract/index.ts';
import { initiativeParams, QUESTION_KINDS, rightSchema, VISIBILITIES } from '../initiatives/index.ts';
import { IDEA_LIMITS, IDEA_STATES } from './idea.ts';
import { IDEA_ACTIONS } from './idea-rights.ts';
import { kpiAnswersSchema } from './kpi-answers.ts';

const ideaParams = z.object({ ideaId: z.uuid() });
const sentence = z.string().trim().min(IDEA_LIMITS.shortestSentence).max(IDEA_LIMITS.sentence);
const reason = z.string().trim().min(IDEA_LIMITS.shortestReason).max(IDEA_LIMITS.reason);
const kindSchema = z.enum(QUESTION_KINDS);

/** A department of the organisation. */
export const departmentSchema = z.object({ id: z.uuid(), name: z.string() }).meta({ id: 'Department' });

/** What an idea became, as far as the reader may see it. */
export const cameOfSchema = z
  .object({
    slug: z.string(),
    name: z.string(),
    /** The name of the step where it is now; `null` when every step is closed. */
    stepName: z.string().nullable(),
    /** The last verdict's most important sentence; `null` before one was taken. */
    headline: z.string().nullable(),
  })
  .meta({ id: 'CameOf', description: 'The initiative that something became, and what is known of it.' });

/** An idea as lists show it. */
export const ideaSchema = z
  .object({
    id: z.uuid(),
    /** The proposer's own words, kept verbatim. */
    sentence: z.string(),
    kind: kindSchema,
    state: z.enum(IDEA_STATES),
    department: departmentSchema.nullable(),
    proposerId: z.uuid(),
    proposerName: z.string(),
    createdAt: instantSchema,
    supportCount: z.number().int(),
    decision: z.object({ byName: z.string(), at: instantSchema, reason: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'Idea', description: 'A proposal that anybody can make; may become an initiative.' });

/** One line of an idea's story. */
const storyEntrySchema = z.object({
  seq: z.number().int(),
  at: instantSchema,
  actorId: z.string().nullable(),
  actorName: z.string(),
  kind: z.string(),
  /** What happened, in a sentence without the actor's name. */
  sentence: z.string(),
  reason: z.string().nullable(),
  /** The words of the idea that the entry comes from, when that was merged into this one. */
  from: z.string().nullable(),
});

/** An idea with everything that its page shows. */
export const ideaPageSchema = z
  .object({
    idea: ideaSchema,
    answers: kpiAnswersSchema,
    /** Counts the savings of the answers. */
    revision: z.number().int(),
    supporters: z.array(personSchema).max(IDEA_LIMITS.namedSupporters),
    doISupport: z.boolean(),
    /** The idea that this one was merged into. */
    mergedInto: z.object({ id: z.uuid(), sentence: z.string() }).nullable(),
    /** What it became; `null` when it became nothing, or something that the reader may not see. */
    cameOf: cameOfSchema.nullable(),
    /** Oldest first. */
    story: z.array(storyEntrySchema).max(IDEA_LIMITS.story),
    rights: z.record(z.enum(IDEA_ACTIONS), rightSchema),
    fiscalYearStart: z.number().int(),
  })
  .meta({ id: 'IdeaPage' });

/** Something like what is being written: an earlier idea, or an initiative that began without one. */
export const similarSchema = z
  .object({
    /** The idea; `null` for an initiative. */
    ideaId: z.uuid().nullable(),
    sentence: z.string(),
    state: z.enum(IDEA_STATES),
    supportCount: z.number().int(),
    createdAt: instantSchema.nullable(),
    reason: z.string().nullable(),
    cameOf: cameOfSchema.nullable(),
  })
  .meta({ id: 'Similar' });

const summedValueSchema = z.object({
  label: z.enum(['measured', 'validated']),
  currency: z.string(),
  lowerMinor: z.number(),
  upperMinor: z.number(),
  initiatives: z.number().int(),
});
const count = z.number().int();
const days = z.number().nullable();

/** Where the ideas of one department went. */
export const funnelRowSchema = z
  .object({
    department: departmentSchema.nullable(),
    proposed: count,
    open: count,
    promoted: count,
    merged: count,
    declined: count,
    framed: count,
    live: count,
    measured: count,
    daysToPromoted: days,
    daysToFramed: days,
    daysToLive: days,
    daysToMeasured: days,
    /** One figure for each label and currency; they are never added together. */
    values: z.array(summedValueSchema),
  })
  .meta({ id: 'FunnelRow' });

/** The endpoints of ideas. */
export const ideasApi = defineApi({
  list: {
    method: 'GET',
    path: '/api/ideas',
    summary: 'Ideas, the newest or the most supported first; merged and withdrawn ones only when asked for.',
    access: { action: 'idea.see' },
    query: pageQuerySchema.extend({
      cursor: cursorSchema(/^\d{1,9}-\d{1,15}$/),
      state: z.enum(IDEA_STATES).optional(),
      department: z.uuid().optional(),
      q: z.string().trim().max(100).optional(),
      order: z.enum(['newest', 'support']).default('newest'),
    }),
    response: z.object({ ideas: z.array(ideaSchema), nextCursor: nextCursorSchema }),
  },
  post: {
    method: 'POST',
    path: '/api/ideas',
    summary: "Posts an idea or a question in the proposer's own words, which are kept as they are.",
    access: { action: 'idea.post' },
    body: z.object({
      sentence,
      /** Left out, it is read from the words; where those do not tell, it is an open question. */
      kind: kindSchema.optional(),
      departmentId: z.uuid().optional(),
    }),
    response: ideaSchema,
    status: 201,
  },
  similar: {
    method: 'POST',
    path: '/api/ideas/similar',
    summary: 'Earlier ideas and initiatives like a sentence, and what came of them, as far as the caller may see.',
    access: { action: 'idea.see' },
    scope: 'read',
    body: z.object({ text: z.string().max(IDEA_LIMITS.sentence), exceptId: z.uuid().optional() }),
    response: z.object({ similar: z.array(similarSchema).max(IDEA_LIMITS.similar) }),
  },
  funnel: {
    method: 'GET',
    path: '/api/ideas/funnel',
    summary: 'Where ideas go, by department: how many come how far, how long it takes, and what was measured.',
    access: { action: 'idea.see' },
    response: z.object({ rows: z.array(funnelRowSchema), isComplete: z.boolean() }),
  },
  settings: {
    method: 'GET',
    path: '/api/ideas/settings',
    summary: 'The departments, the stewards of ideas, the month in which the business year begins, and the day.',
    access: { action: 'idea.see' },
    response: z.object({
      departments: z.array(departmentSchema),
      stewards: z.array(personSchema),
      fiscalYearStart: z.number().int(),
      today: daySchema,
    }),
  },
  read: {
    method: 'GET',
    path: '/api/ideas/:ideaId',
    summary: 'An idea: its words, who supports it, what became of it, and what the caller may do.',
    access: { action: 'idea.see' },
    params: ideaParams,
    response: ideaPageSchema,
  },
  support: {
    method: 'PUT',
    path: '/api/ideas/:ideaId/support',
    summary: 'Supports an idea; a person counts once.',
    access: { action: 'idea.support' },
    params: ideaParams,
    response: z.object({ supportCount: count }),
  },
  unsupport: {
    method: 'DELETE',
    path: '/api/ideas/:ideaId/support',
    summary: "Takes the caller's support back.",
    access: { action: 'idea.support' },
    params: ideaParams,
    response: z.object({ supportCount: count }),
  },
  comment: {
    method: 'POST',
    path: '/api/ideas/:ideaId/comments',
    summary: 'Says something about an idea; it becomes part of its story.',
    access: { action: 'idea.comment' },
    params: ideaParams,
    body: z.object({ text: z.string().trim().min(2).max(IDEA_LIMITS.remark) }),
    response: z.object({ seq: count }),
    status: 201,
  },
  answer: {
    method: 'PUT',
    path: '/api/ideas/:ideaId/answers',
    summary: 'Saves the answers to the plain questions that turn a defined question into a KPI.',
    access: { action: 'idea.answer' },
    params: ideaParams,
    body: z.object({
      kind: kindSchema,
      departmentId: z.uuid().nullable(),
      answers: kpiAnswersSchema,
      revision: z.number().int().min(0),
    }),
    response: z.object({ revision: count }),
  },
  promote: {
    method: 'POST',
    path: '/api/ideas/:ideaId/promotion',
    summary: 'Starts an initiative from an idea; the answers become the KPI of its framing draft.',
    access: { action: 'idea.promote' },
    params: ideaParams,
    body: z.object({
      name: z.string().trim().min(3).max(80).optional(),
      visibility: z.enum(VISIBILITIES).default('open'),
      /** Key of the playbook; the one that suits the kind of question unless stated. */
      playbook: z.string().min(1).max(60).optional(),
      /** Who takes the seat of the subject-matter expert; the proposer unless stated. */
      expertId: z.uuid().optional(),
    }),
    response: z.object({
      /** `null` when the new initiative is private and the caller has no seat at its table. */
      slug: z.string().nullable(),
    }),
    status: 201,
  },
  merge: {
    method: 'POST',
    path: '/api/ideas/:ideaId/merge',
    summary: 'Merges an idea into another: supporters and story follow, and its address leads on.',
    access: { action: 'idea.merge' },
    params: ideaParams,
    body: z.object({ intoId: z.uuid(), reason }),
    response: ideaSchema,
  },
  decline: {
    method: 'POST',
    path: '/api/ideas/:ideaId/decline',
    summary: 'Declines an idea, with a reason that everybody can read.',
    access: { action: 'idea.decline' },
    params: ideaParams,
    body: z.object({ reason }),
    response: ideaSchema,
  },
  reopen: {
    method: 'POST',
    path: '/api/ideas/:ideaId/reopening',
    summary: 'Opens a declined idea again, with the reason; the proposer and the supporters are told.',
    access: { action: 'idea.reopen' },
    params: ideaParams,
    body: z.object({ reason }),
    response: ideaSchema,
  },
  ofInitiative: {
    method: 'GET',
    path: '/api/initiatives/:slug/idea',
    summary: 'The idea from which an initiative was started; nothing where it was started without one.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({ idea: ideaSchema.nullable() }),
  },
  withdraw: {
    method: 'POST',
    path: '/api/ideas/:ideaId/withdrawal',
    summary: "Withdraws the caller's own idea.",
    access: { action: 'idea.withdraw' },
    params: ideaParams,
    body: z.object({ reason: reason.optional() }),
    response: ideaSchema,
  },
  addDepartment: {
    method: 'POST',
    path: '/api/departments',
    summary: 'Adds a department that ideas can name.',
    access: { action: 'ideas.manage' },
    body: z.object({ name: z.string().trim().min(1).max(IDEA_LIMITS.departmentName) }),
    response: departmentSchema,
    status: 201,
  },
  renameDepartment: {
    method: 'PATCH',
    path: '/api/departments/:departmentId',
    summary: 'Gives a department another name; its ideas follow.',
    access: { action: 'ideas.manage' },
    params: z.object({ departmentId: z.uuid() }),
    body: z.object({ name: z.string().trim().min(1).max(IDEA_LIMITS.departmentName) }),
    response: departmentSchema,
  },
  nameSteward: {
    method: 'POST',
    path: '/api/ideas/stewards',
    summary: 'Makes a person a steward of ideas, who decides about them.',
    access: { action: 'ideas.manage' },
    body: z.object({ accountId: z.uuid() }),
    response: personSchema,
    status: 201,
  },
  dismissSteward: {
    method: 'DELETE',
    path: '/api/ideas/stewards/:accountId',
    summary: 'Ends the stewardship of a person.',
    access: { action: 'ideas.manage' },
    params: z.object({ accountId: z.uuid() }),
    response: nothingSchema,
    status: 204,
  },
  setFiscalYear: {
    method: 'PUT',
    path: '/api/ideas/fiscal-year',
    summary: 'Sets the month in which the business year begins, by which "this quarter" is read.',
    access: { action: 'ideas.manage' },
    body: z.object({ startMonth: z.number().int().min(1).max(12) }),
    response: z.object({ startMonth: count }),
  },
});
