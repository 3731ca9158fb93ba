import { defineErrors, type ErrorTable } from '../../platform/contract/errors.ts';

/** What is refused about expectations. */
export const EXPECTATIONS_ERRORS = {
  EXPECTATION_UNKNOWN: {
    status: 404,
    sentence: 'This initiative has no such expectation.',
    remedy: 'Open the step Build of the initiative: it lists every expectation.',
  },
  EXPECTATION_TABLE_UNKNOWN: {
    status: 422,
    sentence: 'This initiative has no such table, or it cannot be used.',
    remedy: 'Choose one of the tables at Prepare whose reading is done.',
  },
  EXPECTATION_COLUMN_UNFIT: {
    status: 422,
    sentence: 'The column "{column}" cannot be used like this: {reason}',
    remedy: 'Choose another column.',
  },
  EXPECTATION_UNFIT: {
    status: 422,
    sentence: 'This cannot be expected: {reason}',
    remedy: 'Change the sentence, and look at its preview.',
  },
  EXPECTATION_CHANGED: {
    status: 409,
    sentence: 'Somebody changed this expectation in the meantime: version {version} counts now.',
    remedy: 'Reload the page, read their version, and change that one.',
  },
  EXPECTATION_TOO_MANY: {
    status: 409,
    sentence: '{limit} are as many as can be kept.',
    remedy: 'Take one back that nobody needs any more.',
  },
  MODEL_TO_JUDGE_UNKNOWN: {
    status: 404,
    sentence: 'This initiative has no such model.',
    remedy: 'Open the step Build of the initiative: it lists the models that were judged.',
  },
  MODEL_NOT_JUDGED: {
    status: 503,
    sentence: 'The groups cannot be compared now: {reason}',
    remedy: 'Try it again in a moment; if it happens again ask whoever runs this installation.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about expectations. */
export const refuseExpectation = defineErrors(EXPECTATIONS_ERRORS);
