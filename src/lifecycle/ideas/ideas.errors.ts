import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals about ideas. */
export const IDEAS_ERRORS = {
  IDEA_UNKNOWN: {
    status: 404,
    sentence: 'There is no such idea.',
    remedy: 'Look for it on the page Ideas: it may have been merged into another.',
  },
  IDEA_NOT_YOURS: {
    status: 403,
    sentence: 'You may not do this with the idea: {rule}',
    remedy: 'Ask the proposer, a steward of ideas or an administrator; the page Ideas names the stewards.',
  },
  IDEA_NOT_OPEN: {
    status: 409,
    sentence: 'The idea is no longer open: {state}.',
    remedy: 'Reload its page to see what became of it.',
  },
  IDEA_NOT_DECLINED: {
    status: 409,
    sentence: 'Only a declined idea is opened again, and this one is not: {state}.',
    remedy: 'Reload its page to see where it stands.',
  },
  IDEA_CHANGED: {
    status: 409,
    sentence: 'Somebody else changed the answers about this idea meanwhile.',
    remedy: 'Reload the page, compare, and save yours again.',
  },
  IDEA_MERGE_REFUSED: {
    status: 422,
    sentence: 'The idea cannot be merged into that one: {why}.',
    remedy: 'Choose another idea that is still in use.',
  },
  IDEA_EXPERT_UNKNOWN: {
    status: 422,
    sentence: 'Nobody with an account here was chosen as the expert.',
    remedy: 'Choose the proposer, yourself or somebody else of the organisation.',
  },
  DEPARTMENT_UNKNOWN: {
    status: 422,
    sentence: 'This organisation has no such department.',
    remedy: 'Choose one of the list, or leave it empty; an administrator can add one.',
  },
  DEPARTMENT_TAKEN: {
    status: 409,
    sentence: 'There is a department "{name}" already.',
    remedy: 'Use that one, or give another name.',
  },
  DEPARTMENTS_FULL: {
    status: 409,
    sentence: 'There are {most} departments, which is the most that this list holds.',
    remedy: 'Rename one that is no longer used.',
  },
  STEWARD_UNKNOWN: {
    status: 422,
    sentence: 'Nobody with such an account can be a steward of ideas.',
    remedy: 'Choose somebody who has an account here.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about ideas. */
export const refuseIdea = defineErrors(IDEAS_ERRORS);
