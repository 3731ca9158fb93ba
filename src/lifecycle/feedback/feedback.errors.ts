import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals about return tickets. */
export const FEEDBACK_ERRORS = {
  TICKET_UNKNOWN: {
    status: 404,
    sentence: 'This initiative has no such return ticket.',
    remedy: 'Open the step Learn of the initiative: it lists every ticket.',
  },
  TICKET_ROLE_NOT_ADDRESSED: {
    status: 422,
    sentence: 'This return ticket is not addressed to the {role}, but to: {addressed}.',
    remedy: 'Answer for one of the addressed roles, or say what you think as a remark at Learn.',
  },
  TICKET_ROLE_NOT_HELD: {
    status: 403,
    sentence: 'You may not answer for the {role}: you do not hold that role on this initiative.',
    remedy: 'Ask somebody who holds it, or take a seat in that role first.',
  },
  TICKET_ROLE_ANSWERED: {
    status: 409,
    sentence: 'The {role} has answered this return ticket already; an answer is never changed.',
    remedy: 'Read the answer on the ticket; say what has changed since as a remark at Learn.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about return tickets. */
export const refuseFeedback = defineErrors(FEEDBACK_ERRORS);
