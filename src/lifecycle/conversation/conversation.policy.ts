import { definePolicy } from '../people/index.ts';

/** Who may speak. What else a thread asks (being its author, or one of its addressees) the use cases ask. */
export const conversationPolicy = definePolicy({
  'table.speak': { who: ['table'], sentence: 'Whoever has a seat at the table may speak.' },
  'number.flag': {
    who: ['reader'],
    sentence: 'Everybody who may read an initiative may say that something looks wrong.',
  },
  'thread.reply': {
    who: ['reader'],
    sentence: 'Whoever has a seat at the table may reply, and whoever opened the conversation.',
  },
  'decision.record': {
    who: ['table'],
    sentence: 'Whoever has a seat at the table may record what was decided.',
  },
});
