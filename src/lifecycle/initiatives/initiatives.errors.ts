import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals of the line itself. */
export const INITIATIVES_ERRORS = {
  INITIATIVE_UNKNOWN: {
    status: 404,
    sentence: 'There is no initiative "{slug}", or you may not see it.',
    remedy: 'Check the address, or ask somebody at its table for a seat.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal of the line. */
export const refuseInitiative = defineErrors(INITIATIVES_ERRORS);
