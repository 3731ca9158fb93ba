import { definePolicy } from '../people/index.ts';

/** Who may answer what a verdict sent back. The use case also asks whether the ticket is addressed to the role. */
export const feedbackPolicy = definePolicy({
  'ticket.answer': {
    who: ['table'],
    sentence: 'Whoever holds a role that a return ticket is addressed to may answer for that role.',
  },
});
