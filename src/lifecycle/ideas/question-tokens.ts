/** A word, a figure or a single sign of a sentence, with its place in it. */
export interface Token {
  readonly kind: 'word' | 'figure' | 'sign';
  /** In lower case, with a straight apostrophe. */
  readonly text: string;
  readonly start: number;
  /** One after its last character. */
  readonly end: number;
}

/** What a part of a sentence was read as, and the very words that it was read from. */
export interface Read<T> {
  readonly value: T;
  readonly words: string;
  readonly start: number;
  readonly end: number;
}

/** Longest part of a sentence that is read; what follows is kept and not understood. */
const READ_CHARACTERS = 2_000;

const TOKEN = /\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*|\d+(?:[.,'’]\d+)*|[^\s\p{L}\p{M}\d]/gu;

/** A set of words that are written one after the other. */
export function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}

/** Cuts a sentence into words, figures and signs. */
export function tokensOf(sentence: string): readonly Token[] {
  return [...sentence.slice(0, READ_CHARACTERS).matchAll(TOKEN)].map((match) => {
    const [first = ''] = match[0];
    const kind = /\d/.test(first) ? 'figure' : /\p{L}/u.test(first) ? 'word' : 'sign';
    const start = match.index;
    return { kind, text: match[0].toLowerCase().replaceAll('’', "'"), start, end: start + match[0].length };
  });
}

/** The part of a sentence from one token to another, both included, as what it was read as. */
export function readAs<T>(sentence: string, value: T, first: Token, last: Token): Read<T> {
  return { value, words: sentence.slice(first.start, last.end), start: first.start, end: last.end };
}

/** Whether the tokens at a place are these words, one after the other. */
export function hasWords(tokens: readonly Token[], at: number, ...words: readonly string[]): boolean {
  return words.every((word, offset) => tokens[at + offset]?.text === word);
}

/** Whether a token stands right behind the one before, without a space: "300k", "Q3". */
export function isGlued(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  return before !== undefined && before.end === tokens[at]?.start;
}

/** Whether two parts of a sentence share a character. */
export function doOverlap(
  left: { readonly start: number; readonly end: number },
  right: { readonly start: number; readonly end: number },
): boolean {
  return left.start < right.end && right.start < left.end;
}
