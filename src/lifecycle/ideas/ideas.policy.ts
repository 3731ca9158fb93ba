import { definePolicy } from '../people/index.ts';

/**
 * Who may do what with ideas. Where a sentence names the proposer or stewards, the rule is finished by `ideaRights`, which
 * knows the idea; the server and the buttons both ask it.
 */
export const ideasPolicy = definePolicy({
  'idea.see': { who: ['anybody'], sentence: 'Everybody of the organisation may read every idea.' },
  'idea.post': { who: ['anybody'], sentence: 'Everybody of the organisation may post an idea or a question.' },
  'idea.support': {
    who: ['anybody'],
    sentence: 'Everybody but the proposer may support an idea once, while it is open.',
  },
  'idea.comment': { who: ['anybody'], sentence: 'Everybody of the organisation may say something about an idea.' },
  'idea.answer': {
    who: ['anybody'],
    sentence: 'The proposer, stewards of ideas and administrators may answer the questions about an idea.',
  },
  'idea.promote': {
    who: ['anybody'],
    sentence: 'The proposer, stewards of ideas and administrators may start an initiative from an idea.',
  },
  'idea.merge': {
    who: ['anybody'],
    sentence: 'The proposer, stewards of ideas and administrators may merge an idea into another.',
  },
  'idea.decline': {
    who: ['anybody'],
    sentence: 'Stewards of ideas and administrators may decline an idea, with a reason.',
  },
  'idea.reopen': {
    who: ['anybody'],
    sentence: 'Stewards of ideas and administrators may open a declined idea again, with a reason.',
  },
  'idea.withdraw': { who: ['anybody'], sentence: 'Only the proposer may withdraw an idea.' },
  'ideas.manage': {
    who: ['administrator'],
    sentence: 'Administrators keep the departments, name the stewards of ideas and set when the business year begins.',
  },
});
