import { definePolicy, type Role } from '../people/index.ts';

/** The roles that build: their seats log runs and connect experiments. */
export const BUILDING_ROLES: readonly Role[] = ['data-scientist', 'data-engineer', 'software-engineer', 'architect'];

/** Who may log, connect, judge and conclude. Reading follows `initiative.see`. */
export const experimentsPolicy = definePolicy({
  'experiment.build': {
    who: BUILDING_ROLES,
    sentence:
      'Whoever holds a seat that builds (data scientist, data engineer, software engineer or ML architect) logs runs to this initiative and connects experiments to it.',
  },
  'experiment.judge': {
    who: ['table'],
    sentence: 'Whoever has a seat at the table may say whether an answer was good.',
  },
  'experiment.conclude': {
    who: ['table'],
    sentence: 'Whoever has a seat at the table may write what the runs show.',
  },
});
