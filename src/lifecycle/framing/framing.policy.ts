import { definePolicy } from '../people/index.ts';
import { SIGNING_ROLES } from './required-signers.ts';

/** Who may do what about the framing. */
export const framingPolicy = definePolicy({
  'framing.draft': {
    who: ['table'],
    sentence: 'Whoever has a seat at the table may write the framing and put it forward.',
  },
  'framing.sign': {
    who: SIGNING_ROLES,
    sentence:
      'The expert, the data scientist, the sponsor and the risk manager of this initiative may sign the framing.',
  },
});
