/** Limits of conversations, stated once. */
export const CONVERSATION_LIMITS = {
  /** Longest comment, answer or reason, in characters. */
  textLength: 4_000,
  /** People mentioned in one comment. */
  mentions: 20,
  /** People offered while a name is typed. */
  offeredNames: 8,
  /** Comments of one thread; a longer talk is closed with an answer and begun anew. */
  commentsOfThread: 500,
  /** Comments of a thread that a list of threads shows, the newest ones. */
  listedComments: 50,
  /** Former wordings of one comment that are shown. */
  listedVersions: 50,
  /** Subjects of one initiative whose threads are counted. */
  countedSubjects: 2_000,
} as const;
