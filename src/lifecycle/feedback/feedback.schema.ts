import { z } from 'zod';
import { daySchema, defineApi, instantSchema } from '../../platform/contract/index.ts';
import { initiativeParams, stepSchema } from '../initiatives/index.ts';
import { storableText } from '../ledger/index.ts';
import { VERDICT_STATES } from '../outcomes/index.ts';
import { roleSchema } from '../people/index.ts';
import { ANSWER_KINDS } from './ticket.ts';

/** Limits of return tickets, stated once. */
export const FEEDBACK_LIMITS = {
  /** Longest answer, in characters. */
  answerLength: 2_000,
  /** Newest tickets that a list gives. */
  listedTickets: 200,
} as const;

/** What an addressed role can answer. */
const answerKindSchema = z.enum(ANSWER_KINDS);

/** A role's answer to a ticket. */
const ticketAnswerSchema = z
  .object({
    kind: answerKindSchema,
    /** What will be done, or why not, in the answerer's own words. */
    text: z.string(),
    at: instantSchema,
    accountId: z.uuid(),
    name: z.string(),
  })
  .meta({ id: 'TicketAnswer' });

/** A return ticket with the answers given so far. */
export const returnTicketSchema = z
  .object({
    id: z.uuid(),
    iteration: z.number().int().min(1),
    verdictNumber: z.number().int().min(1),
    state: z.enum(VERDICT_STATES),
    headline: z.string(),
    ask: z.string(),
    /** The step to which it goes back; `null` when nothing on the line has to be done again. */
    returnTo: stepSchema.nullable(),
    openedAt: instantSchema,
    answerBy: daySchema.nullable(),
    closedAt: instantSchema.nullable(),
    /** The addressed roles in the order of the ask. */
    roles: z.array(z.object({ role: roleSchema, answer: ticketAnswerSchema.nullable() })),
  })
  .meta({ id: 'ReturnTicket', description: 'What a verdict sends back; closed only by answers.' });

/** The endpoints of return tickets. */
export const feedbackApi = defineApi({
  tickets: {
    method: 'GET',
    path: '/api/initiatives/:slug/tickets',
    summary: 'What the verdicts of this initiative sent back, to whom, and what became of it; newest first.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({
      tickets: z.array(returnTicketSchema),
      /** Tickets that wait for an answer. */
      openCount: z.number().int(),
      /** Findings that verdicts sent back to an earlier step, over all iterations: the number on the returning arrow. */
      sentBackCount: z.number().int(),
    }),
  },
  answer: {
    method: 'POST',
    path: '/api/initiatives/:slug/tickets/:ticketId/answers',
    summary: "Answers a return ticket for one of the caller's roles; the last awaited answer closes it.",
    access: { action: 'ticket.answer' },
    params: initiativeParams.extend({ ticketId: z.uuid() }),
    body: z.object({
      role: roleSchema,
      kind: answerKindSchema,
      /** `accept`: what will be done. `dispute`: the reason. `new-iteration`: what will be different. */
      text: storableText(FEEDBACK_LIMITS.answerLength).trim().min(5),
    }),
    response: z.object({
      ticket: returnTicketSchema,
      /** The number of the iteration that this answer began, if it did. */
      iterationBegun: z.number().int().nullable(),
    }),
    status: 201,
  },
});
