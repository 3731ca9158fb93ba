import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals about seats and gates. */
export const PEOPLE_ERRORS = {
  STEP_NOT_READY: {
    status: 409,
    sentence: '{step} cannot be closed yet. {missing}',
    remedy: 'Seat or ask the people named, or finish what is missing; then close the step.',
  },
  STEP_ALREADY_CLOSED: {
    status: 409,
    sentence: '{step} is closed already.',
    remedy: 'Open it again first, with a reason.',
  },
  STEP_NOT_CLOSED: { status: 409, sentence: '{step} is open.', remedy: 'There is nothing to open again.' },
  STEP_TOO_EARLY: {
    status: 409,
    sentence: '{step} cannot be closed before {earlier}.',
    remedy: 'Close the steps in the order of the line.',
  },
  STEP_UNKNOWN: {
    status: 404,
    sentence: 'The playbook of this initiative has no step "{step}".',
    remedy: 'Reload the page: the initiative may have been moved to another playbook.',
  },
  STEP_NOT_NEEDED: {
    status: 409,
    sentence: '{step} is not needed in the playbook of this initiative.',
    remedy: 'Work at another step, or move the initiative to a playbook that has it.',
  },
  APPROVAL_NOT_ASKED: {
    status: 409,
    sentence: '{step} asks for no approval of a {role}.',
    remedy: 'Approve in a role that the gate of the step names.',
  },
  APPROVAL_SEAT_NOT_HELD: {
    status: 403,
    sentence: 'You do not hold the seat of the {role} at {step}.',
    remedy: 'Ask somebody at the table to seat you, or ask the person who holds it.',
  },
  APPROVAL_OWN_WORK: {
    status: 403,
    sentence: 'You did the work that {step} looks at, and nobody approves their own work.',
    remedy: 'Ask somebody who did not build it.',
  },
  SEAT_UNKNOWN: {
    status: 404,
    sentence: 'Nobody holds this seat.',
    remedy: 'Reload the table: somebody may have emptied the seat already.',
  },
  SEAT_PERSON_UNKNOWN: {
    status: 404,
    sentence: 'There is no such person in this organisation.',
    remedy: 'Invite them first.',
  },
  SEAT_PERSON_LEFT: {
    status: 409,
    sentence: 'The account of {name} is disabled, so they cannot take a seat.',
    remedy: 'Seat somebody else, or ask an administrator to let them in again first.',
  },
  ROLE_NOT_IN_PLAYBOOK: {
    status: 422,
    sentence: 'The playbook gives a {role} no seat at {steps}.',
    remedy: 'Choose another role, or steps where the role has a seat.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about seats and gates. */
export const refusePeople = defineErrors(PEOPLE_ERRORS);
