import { defineErrors, type ErrorTable } from '../contract/index.ts';

/** The refusals of accounts, sessions, links and access tokens. */
export const AUTH_ERRORS = {
  SETUP_DONE: {
    status: 409,
    sentence: 'This installation has been set up already.',
    remedy: 'Sign in, or ask an administrator for an invitation.',
  },
  SIGN_IN_FAILED: {
    status: 401,
    sentence: 'This e-mail address and this password do not open an account here.',
    remedy: 'Check both and try again; an administrator can make you a link to set a new password.',
  },
  SESSION_NEEDED: {
    status: 403,
    sentence: 'An access token cannot manage accounts, passwords, invitations or tokens.',
    remedy: 'Sign in on the page and do it there.',
  },
  PASSWORD_TOO_SHORT: {
    status: 422,
    sentence: 'The password is shorter than {minimum} characters.',
    remedy: 'Use at least {minimum} characters; a few words in a row are easy to remember.',
  },
  PASSWORD_WRONG: {
    status: 403,
    sentence: 'The current password is not right, so the password was not changed.',
    remedy: 'Type the password you sign in with; if it is lost, ask an administrator for a link to set a new one.',
  },
  EMAIL_TAKEN: {
    status: 409,
    sentence: 'There is already an account with the e-mail address {email}.',
    remedy: 'Sign in with it, or use another e-mail address.',
  },
  INVITATION_GONE: {
    status: 410,
    sentence: 'This invitation does not work: it was used, withdrawn or replaced, has expired, or was never made.',
    remedy: 'Ask an administrator for a new invitation.',
  },
  INVITATION_UNKNOWN: {
    status: 404,
    sentence: 'There is no open invitation with this id.',
    remedy: 'Reload the list of invitations; it may have been used or withdrawn meanwhile.',
  },
  INVITATION_LIMIT: {
    status: 409,
    sentence: 'There are already {limit} open invitations.',
    remedy: 'Withdraw some that nobody will use, then invite again.',
  },
  RESET_LINK_GONE: {
    status: 410,
    sentence: 'This link to set a new password does not work: it was used or replaced, has expired, or was never made.',
    remedy: 'Ask an administrator for a new link.',
  },
  ACCOUNT_UNKNOWN: {
    status: 404,
    sentence: 'There is no account with this id.',
    remedy: 'Reload the list of accounts.',
  },
  ACCOUNT_DISABLED: {
    status: 409,
    sentence: 'The account of {name} is disabled, so it needs no new password.',
    remedy: 'Enable the account first.',
  },
  LAST_ADMINISTRATOR: {
    status: 409,
    sentence: '{name} is the last administrator who can sign in.',
    remedy: 'Make somebody else an administrator first.',
  },
  ACCESS_TOKEN_UNKNOWN: {
    status: 404,
    sentence: 'You have no working access token with this id.',
    remedy: 'Reload the list of your access tokens; it may have been revoked meanwhile.',
  },
  ACCESS_TOKEN_LIMIT: {
    status: 409,
    sentence: 'You already have {limit} access tokens.',
    remedy: 'Revoke those that nothing uses any more, then make a new one.',
  },
} as const satisfies ErrorTable;

/** Makes a problem of this part of the error table. */
export const refuseAuth = defineErrors(AUTH_ERRORS);
