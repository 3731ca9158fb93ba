import { definePolicy } from '../people/index.ts';

/** Who may do what with data sets. Reading follows `initiative.see`; single rows are shown at the table alone. */
export const datasetsPolicy = definePolicy({
  'dataset.bring': {
    who: ['table'],
    sentence: 'Whoever has a seat at the table may bring tables, correct how they are read and see their rows.',
  },
  'dataset.fetch': {
    who: ['data-engineer', 'data-scientist', 'software-engineer', 'architect'],
    sentence:
      'Whoever holds a seat that builds (data engineer, data scientist, software engineer or ML architect) fetches tables by a query, because a query may read whatever its connection may.',
  },
  'connection.manage': {
    who: ['administrator'],
    sentence:
      'Administrators add the databases from which tables may be fetched, and say which initiatives may use them.',
  },
  'dataset.describe': {
    who: ['table'],
    sentence: 'Whoever has a seat at the table may write what columns mean and which one is to be predicted.',
  },
  'dataset.confirm': {
    who: ['sme'],
    sentence:
      'The subject-matter expert of this initiative confirms that the label means what the business means by it.',
  },
  'dataset.check': {
    who: ['data-engineer', 'data-scientist', 'software-engineer', 'architect'],
    sentence:
      'Whoever holds a seat that builds (data engineer, data scientist, software engineer or ML architect) sets the checks that data must pass.',
  },
});
