import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals about candidate prediction tasks. */
export const CANDIDATES_ERRORS = {
  CANDIDATE_UNKNOWN: {
    status: 404,
    sentence: 'This initiative has no possible task with this id.',
    remedy: 'Reload the page and choose one of the tasks that are compared there.',
  },
  CANDIDATE_CHANGED: {
    status: 409,
    sentence: '{name} changed this task after you began; nothing of yours was stored.',
    remedy: 'Look at what it says now, and save your change again if it still holds.',
  },
  CANDIDATE_LIMIT: {
    status: 409,
    sentence: 'This initiative already compares {limit} tasks.',
    remedy: 'Change one of them instead; discarded ones can be taken up again.',
  },
  CANDIDATE_NOT_OPEN: {
    status: 409,
    sentence: 'This task is {state} already.',
    remedy: 'Reload the page to see who decided that and why; a discarded task can be taken up again.',
  },
  CANDIDATE_NOTE_UNKNOWN: {
    status: 404,
    sentence: 'The board of this initiative has no note with this id.',
    remedy: 'Reload the page and choose one of the notes that are shown, or write the task without a note.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about a candidate prediction task. */
export const refuseCandidate = defineErrors(CANDIDATES_ERRORS);
