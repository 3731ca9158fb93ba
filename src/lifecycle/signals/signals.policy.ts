import { definePolicy } from '../people/index.ts';

/** Who may do what with signal checks. Reading follows `initiative.see`. */
export const signalsPolicy = definePolicy({
  'signal.check': {
    who: ['table'],
    sentence: 'Whoever has a seat at the table may check whether there is anything to predict, and stop a check.',
  },
});
