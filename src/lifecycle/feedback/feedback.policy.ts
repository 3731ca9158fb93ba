import { definePolicy } from '../people/index.ts';

/**
 * Who may raise and answer what came back. The use cases also ask whether a ticket is addressed to the role, who owns a
 * finding, and who raised it.
 */
export const feedbackPolicy = definePolicy({
  'ticket.answer': {
    who: ['table'],
    sentence: 'Whoever holds a role that a return ticket is addressed to may answer for that role.',
  },
  'finding.raise': {
    who: ['table'],
    sentence: 'Whoever has a seat at the table may raise a finding, name its cause and hand it over.',
  },
  'finding.answer': {
    who: ['table'],
    sentence: 'Whoever owns a finding answers it; while nobody owns it, anybody at the table may.',
  },
  'finding.settle': {
    who: ['table'],
    sentence:
      'Whoever raised a finding, or a model risk manager of the initiative, accepts its answer or sends it back.',
  },
});
