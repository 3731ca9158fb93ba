import { definePolicy } from '../people/index.ts';
import { SIGNING_ROLES } from './required-signers.ts';

/** Who may do what about the framing. */
export const framingPolicy = definePolicy({
  'framing.draft': {
    who: ['table'],
    sentence: 'Whoever has a seat at the table may write the framing and put it forward.',
  },
  'framing.approve-translation': {
    who: ['sme'],
    sentence: 'An expert of this initiative who did not write the translation may approve it.',
  },
  'framing.take-over-translation': {
    who: ['data-scientist'],
    sentence: 'A data scientist of this initiative may take over a translation that somebody else wrote.',
  },
  'framing.answer-assumption': {
    who: ['table'],
    sentence: 'Whoever has a seat at the table may say whether an assumption held, with the reason.',
  },
  'framing.sign': {
    who: SIGNING_ROLES,
    sentence:
      'The expert, the data scientist, the sponsor and the risk manager of this initiative may sign the framing.',
  },
});
