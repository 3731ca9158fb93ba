import { definePolicy } from '../people/index.ts';

/** Who may do what about the outcome. Whoever may read the initiative may read its answer. */
export const outcomesPolicy = definePolicy({
  'verdict.take': {
    who: ['sme', 'data-scientist', 'sponsor', 'risk-manager'],
    sentence:
      'The expert, the data scientist, the sponsor or the risk manager of this initiative may take its verdict.',
  },
  'verdict.sign-off': {
    who: ['sponsor'],
    sentence: 'The business sponsor of this initiative signs its value off.',
  },
});
