import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The outcome's part of the error table. */
export const OUTCOMES_ERRORS = {
  OUTCOME_NO_PHASE: {
    status: 409,
    sentence: 'Nothing can be measured yet: no framing of this initiative is signed.',
    remedy: 'Sign the framing first, so that what counts as success is decided before the data.',
  },
  VERDICT_TOO_EARLY: {
    status: 409,
    sentence: 'The verdict is due on {readOutOn}. {reason}',
    remedy:
      'Wait for that date. Before it a verdict may only be taken when it does harm, when the records are broken, when the plan cannot answer, or when the answer is settled after a full window and two cycles.',
  },
  VERDICT_UNKNOWN: {
    status: 404,
    sentence: 'There is no verdict {number} of this initiative.',
    remedy: 'Reload the list of its verdicts.',
  },
  VERDICT_LEDGER_BUSY: {
    status: 503,
    sentence: 'Records are being brought to this ledger right now, so the moment of the verdict cannot be fixed.',
    remedy: 'Try again when the delivery is done.',
  },
  OUTCOME_BUSY: {
    status: 503,
    sentence: 'Several answers are being measured right now.',
    remedy: 'Try again in a few seconds.',
  },
  VALUE_NOT_SHOWN: {
    status: 409,
    sentence: 'The value of verdict {number} cannot be signed off: {reason}',
    remedy: 'Only a value that a lottery or a threshold has shown can be signed off.',
  },
  VALUE_SIGNED_ALREADY: {
    status: 409,
    sentence: 'The value of verdict {number} is signed off as {label} already.',
    remedy: 'There is nothing more to do.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal of the outcome's part of the error table. */
export const refuseOutcome = defineErrors(OUTCOMES_ERRORS);
