import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals about the workshop. */
export const WORKSHOP_ERRORS = {
  NOTES_HIDDEN_ALREADY: {
    status: 409,
    sentence: 'New notes of this board are hidden already; {name} asked for it.',
    remedy: 'Write your notes; show them to everybody when all are done.',
  },
  NOTES_NOT_HIDDEN: {
    status: 409,
    sentence: 'No notes of this board are hidden.',
    remedy: 'All notes lie on the board; read it again to see them.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about the workshop. */
export const refuseWorkshop = defineErrors(WORKSHOP_ERRORS);
