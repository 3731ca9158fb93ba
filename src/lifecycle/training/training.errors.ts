import { defineErrors, type ErrorTable } from '../../platform/contract/errors.ts';

/** What is refused about trainings. */
export const TRAINING_ERRORS = {
  TRAINING_UNKNOWN: {
    status: 404,
    sentence: 'This initiative has no such training.',
    remedy: 'Open the step Build of the initiative: it lists every training.',
  },
  TRAINING_TABLE_UNKNOWN: {
    status: 422,
    sentence: 'This initiative has no such version of a table, or it cannot be used.',
    remedy: 'Choose one of the tables at Prepare whose reading is done.',
  },
  TRAINING_COLUMN_UNKNOWN: {
    status: 422,
    sentence: 'The table has no column "{column}".',
    remedy: 'Choose one of its columns.',
  },
  TRAINING_COLUMN_UNFIT: {
    status: 422,
    sentence: 'The column "{column}" cannot be used like this: {reason}',
    remedy: 'Choose another column.',
  },
  TRAINING_TOO_WIDE: {
    status: 422,
    sentence: 'The table has {columns} columns to learn from; {most} is the most.',
    remedy: 'Leave out those that cannot matter.',
  },
  TRAINING_TOO_MANY: {
    status: 409,
    sentence: '{limit} trainings of this initiative wait or are under way.',
    remedy: 'Wait until one is done, or stop one.',
  },
  TRAINING_OVER: {
    status: 409,
    sentence: 'This training is over already.',
    remedy: 'Reload the page: it shows how it ended.',
  },
  TRAINING_NOT_DONE: {
    status: 409,
    sentence: 'This training has no model.',
    remedy: 'Wait until it is done, or start another one.',
  },
  TRAINING_NOT_TWO_OUTCOMES: {
    status: 409,
    sentence: 'This model does not tell two outcomes apart, so that nobody can say whom to act upon first.',
    remedy: 'Train a model for a column with two values, such as left or stayed.',
  },
  TRAINING_NOT_KEPT: {
    status: 503,
    sentence: 'The files of the model cannot be kept: {reason}',
    remedy: 'Start another training when that is put right.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about trainings. */
export const refuseTraining = defineErrors(TRAINING_ERRORS);
