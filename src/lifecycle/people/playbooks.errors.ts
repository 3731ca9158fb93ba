import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals about playbooks. */
export const PLAYBOOKS_ERRORS = {
  PLAYBOOK_UNKNOWN: {
    status: 404,
    sentence: 'There is no published playbook "{playbook}".',
    remedy: 'Choose one of those at /playbooks.',
  },
  PLAYBOOK_KEY_TAKEN: {
    status: 409,
    sentence: 'There is a playbook with the key "{key}" already.',
    remedy: 'Choose another name, or edit that one.',
  },
  PLAYBOOK_TOO_MANY: {
    status: 409,
    sentence: 'There are {limit} playbooks, which is the most there can be.',
    remedy: 'Change one of those instead.',
  },
  PLAYBOOK_VERSIONS_FULL: {
    status: 409,
    sentence: 'The playbook "{key}" has {limit} versions, which is the most there can be.',
    remedy: 'Go on with a new playbook that begins with this one.',
  },
  PLAYBOOK_DRAFT_CHANGED: {
    status: 409,
    sentence: 'This draft is no longer the newest: {what}.',
    remedy: 'Load the newest one and make your change there.',
  },
  PLAYBOOK_NO_DRAFT: {
    status: 409,
    sentence: 'The playbook "{key}" has no draft.',
    remedy: 'Change something first; then publish it.',
  },
  PLAYBOOK_NOT_SOUND: {
    status: 422,
    sentence: 'This playbook cannot be published: {first}',
    remedy: 'Mend what is listed as an error beside the table.',
  },
  PLAYBOOK_UNCHANGED: {
    status: 409,
    sentence: 'The draft says the same as the latest version of "{key}".',
    remedy: 'Change something, or discard the draft.',
  },
  PLAYBOOK_RETIRED: {
    status: 409,
    sentence: 'The playbook {playbook} is retired: {reason}',
    remedy: 'Choose one of those that are offered at /playbooks.',
  },
  PLAYBOOK_CHOSEN_BY_ITSELF: {
    status: 409,
    sentence: '{playbook} cannot be retired: questions start with it when nobody chooses a playbook.',
    remedy: 'Publish what you want instead as its next version.',
  },
  PLAYBOOK_FILE_INVALID: {
    status: 422,
    sentence: 'This file is not a playbook: {first}',
    remedy: 'Correct the lines that are listed; the schema at /api/playbook-schema says what may stand where.',
  },
  PLAYBOOK_SAME: {
    status: 409,
    sentence: 'The initiative is on {playbook} already.',
    remedy: 'Choose another playbook or version.',
  },
  PLAYBOOK_MOVED: {
    status: 409,
    sentence: 'Somebody moved this initiative to another playbook meanwhile.',
    remedy: 'Reload the page and look at what it goes by now.',
  },
  PLAYBOOK_HOLDS: {
    status: 409,
    sentence: '{work} cannot be connected yet: the framing is not signed by {missing}.',
    remedy: 'Sign the framing first, so that success is decided before the data are seen.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about playbooks. */
export const refusePlaybook = defineErrors(PLAYBOOKS_ERRORS);
