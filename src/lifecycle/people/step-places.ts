/**
 * The parts of the panel of the step under way to which a button leads from elsewhere, as ids in the page. Only that step
 * has them: a page may show several steps.
 */

/** Where people speak at the step: what "Say what you think" leads to. */
export const SAID_HERE = 'said-here';

/** Where the roles that the gate names approve the step. */
export const APPROVED_HERE = 'approvals';

/** Where the step is closed. */
export const CLOSED_HERE = 'close-step';
