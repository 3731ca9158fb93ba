import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals about signal checks. */
export const SIGNALS_ERRORS = {
  SIGNAL_CHECK_UNKNOWN: {
    status: 404,
    sentence: 'This initiative has no such check.',
    remedy: 'Open "Is there anything to predict?" on the step Prepare: it lists the checks.',
  },
  SIGNAL_COLUMN_UNKNOWN: {
    status: 422,
    sentence: 'Version {number} of the data set has no column "{column}".',
    remedy: 'Choose one of the columns that the page lists.',
  },
  SIGNAL_TOO_MANY_COLUMNS: {
    status: 422,
    sentence: 'The check would look at {count} columns; it looks at {limit} at most.',
    remedy: 'Mark columns that are not known at the moment of prediction as known later, or bring a table with fewer.',
  },
  SIGNAL_CHECK_LIMIT: {
    status: 409,
    sentence: 'There are {limit} checks of this initiative under way, which is the most.',
    remedy: 'Wait until one has ended, or stop one.',
  },
  SIGNAL_CHECK_ENDED: {
    status: 409,
    sentence: 'This check is not running any more.',
    remedy: 'Open it: it shows how it ended. To ask again, start a new one.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about signal checks. */
export const refuseSignal = defineErrors(SIGNALS_ERRORS);
