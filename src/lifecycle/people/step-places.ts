/*
 * Parts of pages to which a button leads from elsewhere, as ids in the page. Of several steps on a page only the one under
 * way has them.
 */

/** Where people speak at the step: what "Say what you think" leads to. */
export const SAID_HERE = 'said-here';

/** Where the seats of the step are filled. */
export const SEATED_HERE = 'seats';

/** Where the roles that the gate names approve the step. */
export const APPROVED_HERE = 'approvals';

/** Where the step is closed. */
export const CLOSED_HERE = 'close-step';

/** On the page of everybody at the table: where somebody is seated at any step. */
export const SEAT_PERSON_HERE = 'seat-a-person';
