import { defineErrors, type ErrorTable } from '../../platform/contract/errors.ts';

/** What is refused about explanations. */
export const EXPLANATIONS_ERRORS = {
  EXPLANATION_TABLE_GONE: {
    status: 409,
    sentence:
      'The table that this model learned from cannot be read any more, so that nothing can be compared with it.',
    remedy: 'Have another first model made at Build, from a table that is there.',
  },
  EXPLANATION_ROW_UNKNOWN: {
    status: 404,
    sentence: 'None of the rows that this model learned from has the number or the name "{wanted}".',
    remedy: 'Look at the rows at Prepare, or choose one of those that the page offers.',
  },
  EXPLANATION_COLUMN_UNKNOWN: {
    status: 422,
    sentence: 'The model does not ask for a column "{column}".',
    remedy: 'Reload the page: it shows what the model asks for.',
  },
  EXPLANATION_VALUE_UNFIT: {
    status: 422,
    sentence: 'The value of "{column}" cannot be used: {reason}',
    remedy: 'Choose another value, or leave it empty if it is not known.',
  },
  EXPLANATION_POINT_UNKNOWN: {
    status: 422,
    sentence: 'The curve of "{column}" has no such point.',
    remedy: 'Reload the page: it shows the points that can be signed.',
  },
  EXPLANATION_OTHER_MODEL: {
    status: 409,
    sentence: 'What you looked at is not the model that stands here.',
    remedy: 'Reload the page and look at its curves again.',
  },
  EXPLANATION_TOO_MUCH_SAID: {
    status: 409,
    sentence: 'The curves of this model have been signed {limit} times, which is the most.',
    remedy: 'Have another first model made at Build, and sign that one.',
  },
  EXPLANATION_GIVEN_UP: {
    status: 503,
    sentence: 'The answer needs more time or memory than one question may take.',
    remedy: 'Try again in a minute. If it happens again, have a first model made with fewer columns.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about explanations. */
export const refuseExplanation = defineErrors(EXPLANATIONS_ERRORS);
