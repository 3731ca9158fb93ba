/** A piece of a filter text. `at` counts characters from 0. */
export type FilterToken = {
  readonly at: number;
  readonly end: number;
  readonly text: string;
  /** `quoted` has its quotes removed; `mark` is a comparison, a bracket or a comma. */
  readonly kind: 'word' | 'quoted' | 'backticked' | 'number' | 'mark';
};

/** The pieces of a text, or the place where something stands that is no piece of a filter. */
export type Tokens =
  | { readonly kind: 'read'; readonly tokens: readonly FilterToken[] }
  | { readonly kind: 'refused'; readonly at: number; readonly message: string };

const PIECES: readonly (readonly [FilterToken['kind'], RegExp])[] = [
  ['quoted', /'((?:[^']|'')*)'/uy],
  ['quoted', /"((?:[^"]|"")*)"/uy],
  ['backticked', /`([^`]*)`/uy],
  ['number', /([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?![\p{L}\p{N}_])/uy],
  ['mark', /(<=|>=|!=|=|<|>|\(|\)|,)/uy],
  ['word', /([\p{L}\p{N}_][\p{L}\p{N}_./:-]*)/uy],
];
const SPACE = /\s*/uy;

/** Cuts a filter text into its pieces. Each pattern reads forward only, so that a hostile text costs its length once. */
export function cutTokens(text: string): Tokens {
  const tokens: FilterToken[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const token = tokenAt(text, at);
    if (!token) return { kind: 'refused', at, message: unreadable(text, at) };
    tokens.push(token);
    at = skipSpace(text, token.end);
  }
  return { kind: 'read', tokens };
}

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.exec(text);
  return SPACE.lastIndex;
}

function tokenAt(text: string, at: number): FilterToken | undefined {
  for (const [kind, pattern] of PIECES) {
    pattern.lastIndex = at;
    const content = pattern.exec(text)?.[1];
    if (content === undefined) continue;
    const quote = text[at] ?? '';
    const plain = kind === 'quoted' ? content.replaceAll(quote + quote, quote) : content;
    return { kind, at, end: pattern.lastIndex, text: plain };
  }
  return undefined;
}

function unreadable(text: string, at: number): string {
  const character = text[at] ?? '';
  return ['"', "'", '`'].includes(character)
    ? `the quotation mark ${character} at character ${at + 1} is never closed.`
    : `"${character}" at character ${at + 1} cannot stand there.`;
}
