import { definePolicy } from '../people/index.ts';

/**
 * Who may do what with lineage. Names of tables and jobs belong to the organisation; what is made from them is seen by
 * whoever may see the initiative (`initiative.see`).
 */
export const lineagePolicy = definePolicy({
  'lineage.send': {
    who: ['anybody'],
    sentence: 'Everybody with an account may send lineage events; each keeps the name of whose access token sent it.',
  },
  'lineage.see': {
    who: ['anybody'],
    sentence:
      'Everybody with an account may see which tables and jobs are known; of initiatives each sees those that they may see.',
  },
  'lineage.link': {
    who: ['table'],
    sentence: 'Whoever has a seat at the table may say from which tables a data set is made.',
  },
});
