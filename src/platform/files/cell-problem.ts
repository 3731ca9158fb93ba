import { FILE_LIMITS } from './limits.ts';

/** The sentence for a record with a NUL character, which no database column of text can hold. */
export const NUL_PROBLEM = 'The record contains a NUL character, which is not text.';

/** The sentence for a value that is longer than the limit. */
export function longCellProblem(column: string): string {
  return `The value of "${column}" is longer than ${FILE_LIMITS.cellChars.toLocaleString('en')} characters.`;
}
