import { definePolicy } from '../people/index.ts';

/** Who may change registered models and propose what goes live. Approving follows the duties of the step Review. */
export const registryPolicy = definePolicy({
  'model.build': {
    who: ['data-scientist', 'data-engineer', 'software-engineer', 'devops', 'architect'],
    sentence:
      'Whoever holds a seat that builds or runs (data scientist, data engineer, software engineer, DevOps or ML architect) registers and labels models of this initiative.',
  },
  'model.propose': {
    who: ['table'],
    sentence: 'Whoever has a seat at the table may propose which version goes live.',
  },
});
