import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The ledger's part of the error table. Most of it answers single rows of a batch, whose other rows are stored. */
export const LEDGER_ERRORS = {
  LEDGER_ROW_INVALID: {
    status: 400,
    sentence: '{problems}',
    remedy: 'Correct the row and send it again; it was not stored.',
  },
  LEDGER_DATE_AHEAD: {
    status: 400,
    sentence: '{field}: {date} lies more than {hours} hours in the future.',
    remedy: 'Records say what has happened: check the clock and the time zone of the source.',
  },
  LEDGER_DATE_TOO_OLD: {
    status: 400,
    sentence: '{field}: {date} lies before {oldest}.',
    remedy: 'Check how the source writes its dates.',
  },
  LEDGER_CURRENCY_OTHER: {
    status: 422,
    sentence: 'currency: {given} is not the currency of this phase, which is {expected}.',
    remedy: 'Convert the amount before you bring it, at the rate of the day of the record.',
  },
  LEDGER_KEY_TAKEN: {
    status: 409,
    sentence: 'The {record} is already in the ledger with other content.',
    remedy: '{advice}',
  },
  LEDGER_METRICS_FULL: {
    status: 422,
    sentence: 'metric: "{metric}" would be one more than the {limit} different metrics of an initiative.',
    remedy: 'Use the name of a metric that the ledger has; put what varies into the unit or the segment.',
  },
  LEDGER_NO_PHASE: {
    status: 409,
    sentence: 'No phase is open: units are drawn by a signed framing only, so that success is decided before the data.',
    remedy: 'Have the framing signed by everybody who must sign it; predictions, actions and outcomes may come before.',
  },
  LEDGER_BUSY: {
    status: 503,
    sentence: 'The same records are being stored by somebody else right now.',
    remedy: 'Send the batch again in a moment: rows that arrive twice are stored once.',
  },
} as const satisfies ErrorTable;

/** Makes a problem of the ledger's part of the error table. */
export const refuseLedger = defineErrors(LEDGER_ERRORS);
