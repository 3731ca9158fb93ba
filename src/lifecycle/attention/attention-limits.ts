/** Limits of notices and mails, stated once. */
export const ATTENTION_LIMITS = {
  /** Events that one transaction turns into notices. */
  eventsPerStep: 200,
  /** People told of one event. */
  addressees: 500,
  /** Newest notices of a person that the list looks at; older ones stay in the log of their initiative. */
  listedNotices: 2_000,
  /** Longest sentence of a notice, in characters; the page that it leads to has the rest. */
  sentenceLength: 400,
  /** A mail waits so long for more of the same, and for its reader to see it in the app first, ms. */
  mailWaitMs: 60_000,
  /** Notices in one mail; the page has the rest. */
  noticesPerMail: 40,
  /** Attempts to hand over a mail before it is given up. */
  mailAttempts: 6,
  /** The wait before the second attempt, ms; it doubles with each further one. */
  mailBackoffMs: 60_000,
  /** A hand-over that takes longer than this was cut off with its process, ms. */
  mailHandOverMs: 15 * 60_000,
  /** Days for which a link in a mail leads somewhere. */
  linkDays: 30,
  /** Failed mails that administrators see. */
  listedFailures: 50,
} as const;
