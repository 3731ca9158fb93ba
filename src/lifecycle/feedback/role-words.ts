import { ROLE_NAME, type Role } from '../people/index.ts';

/** A role inside a sentence: lower case, unless the word carries capitals of its own as in "DevOps" or "ML". */
export function roleInText(role: Role): string {
  return ROLE_NAME[role].replace(/^[A-Z](?=[a-z-]+( |$))/, (first) => first.toLowerCase());
}

/** Words as a list: "a, b and c". */
export function joinWords(words: readonly string[]): string {
  return words.length <= 1 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
