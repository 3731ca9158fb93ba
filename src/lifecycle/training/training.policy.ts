import { definePolicy } from '../people/index.ts';

/** Who may train. Reading follows `initiative.see`; registering follows the rights of the registry. */
export const trainingPolicy = definePolicy({
  'training.start': {
    who: ['table'],
    sentence: 'Whoever has a seat at the table may have a first model trained, and stop one that is under way.',
  },
});
