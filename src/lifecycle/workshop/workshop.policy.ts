import { definePolicy } from '../people/index.ts';

/** Who may work on the board and in the framing document; whoever may see the initiative may read both. */
export const workshopPolicy = definePolicy({
  'workshop.work': {
    who: ['table'],
    sentence: 'Whoever has a seat at the table may write on the board and in the framing document.',
  },
});
