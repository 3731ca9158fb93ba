import { definePolicy } from '../people/index.ts';

/** Who may ask why a model says what it says. How a model behaves as a whole is read by `initiative.see`. */
export const explanationsPolicy = definePolicy({
  'explanation.ask': {
    who: ['reader'],
    sentence: 'Everybody who may read an initiative may ask its first models about values that they type.',
  },
  'explanation.row': {
    who: ['table'],
    sentence: 'Whoever has a seat at the table may look at single rows, and at why a model says what it says of them.',
  },
  'explanation.sign': {
    who: ['sme'],
    sentence: 'The subject-matter expert of this initiative says whether the curves of a model are as they know it.',
  },
});
