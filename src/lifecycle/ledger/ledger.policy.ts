import { definePolicy } from '../people/index.ts';

/** Who may write to the ledger. Whoever may read the initiative may read its ledger. */
export const ledgerPolicy = definePolicy({
  'ledger.bring': {
    who: ['table'],
    sentence: 'Whoever has a seat at the table may bring predictions, assignments, actions and outcomes.',
  },
});
