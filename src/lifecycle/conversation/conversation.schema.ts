import { z } from 'zod';
import {
  cursorSchema,
  defineApi,
  instantSchema,
  nextCursorSchema,
  nothingSchema,
  pageQuerySchema,
} from '../../platform/contract/index.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { roleSchema, stepIdSchema } from '../people/index.ts';
import { CONVERSATION_LIMITS } from './conversation-limits.ts';
import { COMMENT_KINDS, THREAD_KINDS } from './thread.ts';

const textSchema = z.string().trim().min(2).max(CONVERSATION_LIMITS.textLength);
const subjectTypeSchema = z.string().regex(/^[a-z][a-z-]{0,39}$/, 'Use a word in lower case such as "verdict".');
const subjectIdSchema = z.string().min(1).max(200);
const subjectPartSchema = z.string().max(80);

/** What a thread is about. */
export const subjectSchema = z
  .object({
    type: subjectTypeSchema,
    id: subjectIdSchema,
    part: subjectPartSchema,
    label: z.string().trim().min(1).max(160),
    shown: z.string().trim().max(240).nullable(),
    step: stepIdSchema.nullable(),
    path: z.string().max(300),
  })
  .meta({ id: 'ThreadSubject', description: 'An object of an initiative, or one number of it.' });

const mentionSchema = z.object({ accountId: z.uuid(), name: z.string().min(1).max(200) });

/** Accounts that a text mentions; each is named in the text behind an `@`. */
const mentionedSchema = z.array(z.uuid()).max(CONVERSATION_LIMITS.mentions).default([]);

/** One thing said. */
export const commentSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(COMMENT_KINDS),
    authorId: z.uuid(),
    authorName: z.string(),
    roles: z.array(roleSchema),
    /** Plain text; empty when its author removed it. */
    text: z.string(),
    mentions: z.array(mentionSchema),
    saidAt: instantSchema,
    editedAt: instantSchema.nullable(),
    removedAt: instantSchema.nullable(),
  })
  .meta({ id: 'Comment' });

const decisionSchema = z
  .object({
    id: z.uuid(),
    what: z.string(),
    why: z.string(),
    who: z.string(),
    recordedBy: z.string(),
    recordedAt: instantSchema,
  })
  .meta({ id: 'Decision' });

/** A thread as the caller sees it. */
export const threadSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(THREAD_KINDS),
    subject: subjectSchema,
    openedBy: z.uuid(),
    openedAt: instantSchema,
    addressed: z.array(roleSchema),
    /** Names of the people on the addressed seats. */
    addressees: z.array(z.string()),
    closedAt: instantSchema.nullable(),
    commentCount: z.number().int(),
    comments: z.array(commentSchema),
    decisions: z.array(decisionSchema),
    /** Whether the caller may speak here, and whether they may close it with an answer. */
    maySpeak: z.boolean(),
    mayClose: z.boolean(),
  })
  .meta({ id: 'Thread' });

const threadParams = initiativeParams.extend({ threadId: z.uuid() });
const commentParams = initiativeParams.extend({ commentId: z.uuid() });

/** The endpoints of conversations. */
export const conversationApi = defineApi({
  threads: {
    method: 'GET',
    path: '/api/initiatives/:slug/threads',
    summary: 'What is said about an initiative, or about one object or number of it; newest first.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    query: pageQuerySchema.extend({
      limit: z.coerce.number().int().min(1).max(50).default(20),
      cursor: cursorSchema(/^\d{1,15}$/),
      type: subjectTypeSchema.optional(),
      id: subjectIdSchema.optional(),
      part: subjectPartSchema.optional(),
      kind: z.enum(THREAD_KINDS).optional(),
      state: z.enum(['open', 'closed']).optional(),
    }),
    response: z.object({ threads: z.array(threadSchema), nextCursor: nextCursorSchema }),
  },
  thread: {
    method: 'GET',
    path: '/api/initiatives/:slug/threads/:threadId',
    summary: 'One conversation with all of its comments.',
    access: { action: 'initiative.see' },
    params: threadParams,
    response: threadSchema,
  },
  counts: {
    method: 'GET',
    path: '/api/initiatives/:slug/thread-counts',
    summary: 'How much is said about each object and number of an initiative, and how many flags wait there.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({
      subjects: z.array(
        z.object({
          type: z.string(),
          id: z.string(),
          part: z.string(),
          comments: z.number().int(),
          openFlags: z.number().int(),
        }),
      ),
    }),
  },
  mentionable: {
    method: 'GET',
    path: '/api/initiatives/:slug/mentionable',
    summary: 'People who may see this initiative and whose name begins so, those at the table first.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    query: z.object({ name: z.string().max(60).default('') }),
    response: z.object({
      people: z.array(z.object({ accountId: z.uuid(), name: z.string(), isAtTable: z.boolean() })),
    }),
  },
  open: {
    method: 'POST',
    path: '/api/initiatives/:slug/threads',
    summary: 'Says something about an object or a number; whoever holds a seat at its step counts as heard.',
    access: { action: 'table.speak' },
    params: initiativeParams,
    body: z.object({ subject: subjectSchema, text: textSchema, mentioned: mentionedSchema }),
    response: threadSchema,
    status: 201,
  },
  flag: {
    method: 'POST',
    path: '/api/initiatives/:slug/flags',
    summary: 'Says that something looks wrong; the builders owe an answer.',
    access: { action: 'number.flag' },
    params: initiativeParams,
    body: z.object({ subject: subjectSchema, text: textSchema.optional(), mentioned: mentionedSchema }),
    response: threadSchema,
    status: 201,
  },
  remark: {
    method: 'POST',
    path: '/api/initiatives/:slug/steps/:step/remarks',
    summary: 'Says something at a step; whoever holds a seat there counts as heard.',
    access: { action: 'table.speak' },
    params: initiativeParams.extend({ step: stepIdSchema }),
    body: z.object({ text: textSchema, mentioned: mentionedSchema }),
    response: threadSchema,
    status: 201,
  },
  reply: {
    method: 'POST',
    path: '/api/initiatives/:slug/threads/:threadId/comments',
    summary: 'Replies in a conversation.',
    access: { action: 'thread.reply' },
    params: threadParams,
    body: z.object({ text: textSchema, mentioned: mentionedSchema }),
    response: threadSchema,
    status: 201,
  },
  answer: {
    method: 'POST',
    path: '/api/initiatives/:slug/threads/:threadId/answer',
    summary: 'Closes a conversation with an answer; nothing else closes one.',
    access: { action: 'thread.reply' },
    params: threadParams,
    body: z.object({ text: textSchema, mentioned: mentionedSchema }),
    response: threadSchema,
    status: 201,
  },
  reopen: {
    method: 'POST',
    path: '/api/initiatives/:slug/threads/:threadId/reopening',
    summary: 'Opens a closed conversation again, with a reason.',
    access: { action: 'thread.reply' },
    params: threadParams,
    body: z.object({ text: textSchema, mentioned: mentionedSchema }),
    response: threadSchema,
    status: 201,
  },
  decide: {
    method: 'POST',
    path: '/api/initiatives/:slug/threads/:threadId/decisions',
    summary:
      'Records what was decided in a conversation: who, what and why. It stands in the log and is never changed.',
    access: { action: 'decision.record' },
    params: threadParams,
    body: z.object({
      what: z.string().trim().min(5).max(500),
      why: z.string().trim().min(5).max(1_000),
      who: z.string().trim().min(2).max(200),
    }),
    response: threadSchema,
    status: 201,
  },
  edit: {
    method: 'PUT',
    path: '/api/initiatives/:slug/comments/:commentId',
    summary: 'Changes the words of an own comment; the former words stay readable.',
    access: { action: 'thread.reply' },
    params: commentParams,
    body: z.object({ text: textSchema, mentioned: mentionedSchema }),
    response: commentSchema,
  },
  remove: {
    method: 'DELETE',
    path: '/api/initiatives/:slug/comments/:commentId',
    summary: 'Removes an own comment; that something was said there stays.',
    access: { action: 'thread.reply' },
    params: commentParams,
    response: nothingSchema,
    status: 204,
  },
  versions: {
    method: 'GET',
    path: '/api/initiatives/:slug/comments/:commentId/versions',
    summary: 'The former words of a comment, newest first.',
    access: { action: 'initiative.see' },
    params: commentParams,
    response: z.object({ versions: z.array(z.object({ text: z.string(), replacedAt: instantSchema })) }),
  },
});
