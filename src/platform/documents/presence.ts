import type { DocumentAuthor } from './document-kind.ts';
import { DOCUMENT_LIMITS } from './documents-limits.ts';

/** The presence of one page in a document, as it is told to the others; `user` is who the server knows them to be. */
export interface PresenceState {
  readonly [field: string]: unknown;
  readonly user: { readonly id: string; readonly name: string };
}

/**
 * What others are told of somebody's presence: what the page says of its cursor, under the name of the signed-in person.
 * Whatever the page says of the person is replaced, and a state that is too long shrinks to the name.
 */
export function honestPresence(state: Readonly<Record<string, unknown>>, author: DocumentAuthor): PresenceState {
  const user = { id: author.accountId, name: author.name };
  const isTooLong = JSON.stringify(state).length > DOCUMENT_LIMITS.presenceLength;
  return isTooLong ? { user } : { ...state, user };
}
