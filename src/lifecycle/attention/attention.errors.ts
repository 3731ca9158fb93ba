import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals about notices and mails. */
export const ATTENTION_ERRORS = {
  NOTICE_UNKNOWN: {
    status: 404,
    sentence: 'You have no such notification.',
    remedy: 'Open the page of notifications: it lists yours.',
  },
  MAIL_LINK_UNKNOWN: {
    status: 410,
    sentence: 'This link was not made by this installation, or it is older than {days} days.',
    remedy: 'Open Today: what waits for you stands there.',
  },
  MAIL_LINK_FOREIGN: {
    status: 403,
    sentence: 'This link was sent to somebody else.',
    remedy: 'Sign in as the person to whom the mail was sent, or open Today for what waits for you.',
  },
  TIME_ZONE_UNKNOWN: {
    status: 422,
    sentence: '"{timeZone}" is no time zone.',
    remedy: 'Use a name such as Europe/Madrid.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about notices and mails. */
export const refuseAttention = defineErrors(ATTENTION_ERRORS);
