import { definePolicy } from '../people/index.ts';

/** Who writes expectations. Reading follows `initiative.see`. */
export const expectationsPolicy = definePolicy({
  'expectation.write': {
    who: ['sme', 'data-scientist'],
    sentence:
      'The subject-matter expert and the data scientist of this initiative write what they expect of a model; everybody at the table may read it.',
  },
});
