import { ROLES, type Role } from '../people/index.ts';

/** The role that a stored word names; `undefined` for a word that names none. */
export function roleOf(word: string): Role | undefined {
  return ROLES.find((role) => role === word);
}
