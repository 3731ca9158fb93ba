import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals about return tickets and findings. */
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
  FINDING_UNKNOWN: {
    status: 404,
    sentence: 'This initiative has no such finding.',
    remedy: 'Open the step Learn of the initiative: it lists every finding.',
  },
  FINDING_NOT_OPEN: {
    status: 409,
    sentence: 'Finding {number} does not wait for an answer: {state}.',
    remedy: 'Reload the finding and read what was answered.',
  },
  FINDING_NOT_ANSWERED: {
    status: 409,
    sentence: 'Finding {number} has no answer to accept or send back: {state}.',
    remedy: 'Reload the finding; it is accepted or sent back once somebody has answered it.',
  },
  FINDING_OF_ANOTHER: {
    status: 403,
    sentence: 'Finding {number} is to be answered by {owner}.',
    remedy: 'Ask them, or hand the finding over to yourself first; the history keeps who did.',
  },
  FINDING_OWN_ANSWER: {
    status: 403,
    sentence: 'You answered finding {number} yourself, so somebody else has to accept it.',
    remedy: 'Ask whoever raised it, or a model risk manager of this initiative.',
  },
  FINDING_NOT_RAISER: {
    status: 403,
    sentence: 'Finding {number} is accepted by {raiser}, who raised it, or by a model risk manager of this initiative.',
    remedy: 'Ask one of them to read the answer.',
  },
  FINDING_OWNER_NOT_SEATED: {
    status: 422,
    sentence: 'The owner of a finding needs a seat on this initiative.',
    remedy: 'Choose somebody at the table, or seat them first.',
  },
  FINDING_STEP_UNKNOWN: {
    status: 422,
    sentence: 'The playbook of this initiative has no step "{step}".',
    remedy: 'Name a step that the page of the table shows, by its id, or one of the eight parts of the line.',
  },
  FINDING_CAUSE_LATER: {
    status: 422,
    sentence: 'A finding raised at {raised} cannot have its cause at {cause}, which comes later.',
    remedy: 'Name the step where it was raised, or an earlier one.',
  },
  FINDING_CLOSED: {
    status: 409,
    sentence: 'Finding {number} is settled and is not changed any more; only the step of its cause can still be named.',
    remedy: 'Raise a new finding if the problem has come back.',
  },
  FINDING_REASON_NEEDED: {
    status: 422,
    sentence: 'Making finding {number} less severe can let a step close, so it needs a reason.',
    remedy: 'Say in a sentence why it is less severe than it was.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about return tickets and findings. */
export const refuseFeedback = defineErrors(FEEDBACK_ERRORS);
