import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals of conversations. */
export const CONVERSATION_ERRORS = {
  THREAD_UNKNOWN: {
    status: 404,
    sentence: 'This initiative has no such conversation.',
    remedy: 'Open the page Conversation of the initiative: it lists all of them.',
  },
  COMMENT_UNKNOWN: {
    status: 404,
    sentence: 'There is no such comment in this initiative, or its author removed it.',
    remedy: 'Reload the conversation.',
  },
  COMMENT_NOT_YOURS: {
    status: 403,
    sentence: 'Only its author changes or removes a comment.',
    remedy: 'Reply to it instead.',
  },
  SPEAKING_NEEDS_SEAT: {
    status: 403,
    sentence: 'Whoever has a seat at the table may speak here, and whoever opened this conversation.',
    remedy: 'Ask somebody at the table for a seat.',
  },
  SUBJECT_PAGE_FOREIGN: {
    status: 422,
    sentence: 'The address "{path}" is no page of this initiative.',
    remedy: 'Name a page below /i/{slug}/.',
  },
  MENTION_UNKNOWN: {
    status: 422,
    sentence: 'Somebody mentioned may not see this initiative, or is not named in the text behind an @.',
    remedy: 'Choose the name from the list that appears while you type, or seat the person first.',
  },
  THREAD_CLOSED: {
    status: 409,
    sentence: 'This conversation was closed with an answer.',
    remedy: 'Read the answer; open the conversation again with a reason if it does not settle the matter.',
  },
  THREAD_OPEN: { status: 409, sentence: 'This conversation is open.', remedy: 'There is nothing to open again.' },
  THREAD_FULL: {
    status: 409,
    sentence: 'This conversation has {limit} comments, which is as many as one can hold.',
    remedy: 'Close it with an answer and begin a new one.',
  },
  ANSWER_NOT_YOURS: {
    status: 403,
    sentence: 'This is answered by the {roles}, or taken back by whoever raised it.',
    remedy: 'Say what you think as a reply.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal of a conversation. */
export const refuseConversation = defineErrors(CONVERSATION_ERRORS);
