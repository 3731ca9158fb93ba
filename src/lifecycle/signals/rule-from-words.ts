import type { z } from 'zod';
import type { ruleSchema } from './check-choice.ts';

/** The rule of thumb as one condition on one column. */
export type ColumnRule = z.infer<typeof ruleSchema>;

/** A column as the words of a rule of thumb may name it. */
export interface NamedColumn {
  readonly name: string;
  readonly type: 'number' | 'yes-no' | 'time' | 'text' | 'id';
  /** The words of a column of words, the most frequent first. */
  readonly values: readonly string[];
}

/** A limit as people write it: "tenure under 12", "calls >= 3", "less than 1.5 visits". */
const LIMITS: readonly { readonly isAbove: boolean; readonly words: string }[] = [
  { isAbove: true, words: 'more than|over|above|at least|longer than|older than|higher than|from|>=|>' },
  { isAbove: false, words: 'less than|fewer than|under|below|at most|shorter than|younger than|lower than|<=|<' },
];

/** One end of a column as people name it. */
const ENDS: readonly { readonly isHigherFirst: boolean; readonly words: string }[] = [
  { isHigherFirst: true, words: 'highest|most|longest|oldest|largest|biggest|latest' },
  { isHigherFirst: false, words: 'lowest|least|fewest|shortest|youngest|smallest|earliest' },
];

/**
 * The rule of thumb of a framing made exact, where its words name one column and a limit, an end or a value of it; null where
 * they leave room: nobody is told that a rule says what it does not say.
 */
export function ruleFromWords(heuristic: string, columns: readonly NamedColumn[]): ColumnRule | null {
  const text = ` ${plainly(heuristic)} `;
  const usable = columns.filter(({ type }) => type !== 'time' && type !== 'id');
  const named = usable.filter(({ name }) => text.includes(` ${plainly(name)} `));
  const [column] = named;
  if (column === undefined || named.length > 1) return null;
  // The name itself may hold such words: "most calls" is no wish for most.
  const rest = ` ${text.replace(` ${plainly(column.name)} `, ' ').trim()} `;
  return column.type === 'text' ? levelIn(rest, column) : (limitIn(rest, column.name) ?? endIn(rest, column.name));
}

function levelIn(text: string, { name, values }: NamedColumn): ColumnRule | null {
  const named = values.filter((value) => text.includes(` ${plainly(value)} `));
  const [level] = named;
  return level === undefined || named.length > 1 ? null : { kind: 'level', column: name, level };
}

function limitIn(text: string, column: string): ColumnRule | null {
  const found = LIMITS.flatMap(({ isAbove, words }) =>
    [...text.matchAll(new RegExp(` (?:${words}) ?(-?\\d+(?:[.,]\\d+)?) `, 'g'))].flatMap(([, number]) =>
      number === undefined ? [] : [{ isAbove, threshold: Number(number.replace(',', '.')) }],
    ),
  );
  const [limit] = found;
  return limit === undefined || found.length > 1 ? null : { kind: 'threshold', column, ...limit };
}

function endIn(text: string, column: string): ColumnRule | null {
  const found = ENDS.filter(({ words }) => new RegExp(` (?:${words}) `).test(text));
  const [end] = found;
  return end === undefined || found.length > 1 ? null : { kind: 'order', column, isHigherFirst: end.isHigherFirst };
}

/** Small letters, and one blank instead of everything that is neither letter, digit nor part of a limit. */
function plainly(words: string): string {
  return words
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}<>=.,-]+/gu, ' ')
    .replaceAll(/[.,](?!\d)|-(?!\d)|(?<!\d)[.,]/g, ' ')
    .replaceAll(/([<>]=?)/g, ' $1 ')
    .replaceAll(/ +/g, ' ')
    .trim();
}
