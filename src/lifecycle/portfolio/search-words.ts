/** Kinds of things that a search finds, in the order in which they are shown. */
export const SEARCH_KINDS = [
  'initiative',
  'idea',
  'framing',
  'decision',
  'finding',
  'model',
  'prompt',
  'experiment',
  'run',
  'comment',
  'person',
] as const;

/** A kind of thing that a search finds. */
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** Words of a search beyond these are left out. */
const MOST_WORDS = 8;

/** The words that somebody looks for, in lower case: letters and digits, everything else parts them. */
export function searchWords(text: string): readonly string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, MOST_WORDS);
}

/** A piece of a text: one of the words that were looked for, or what stands around it. */
export interface MarkedPart {
  readonly text: string;
  readonly isHit: boolean;
}

/** Takes a text apart at the words that begin with one of those looked for, so that a page can mark them. */
export function markWords(text: string, words: readonly string[]): readonly MarkedPart[] {
  const parts: MarkedPart[] = [];
  let plain = '';
  for (const piece of text.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}]+/gu) ?? []) {
    const hit = words.find((word) => piece.toLowerCase().startsWith(word));
    if (hit === undefined) {
      plain += piece;
      continue;
    }
    if (plain !== '') parts.push({ text: plain, isHit: false });
    plain = piece.slice(hit.length);
    parts.push({ text: piece.slice(0, hit.length), isHit: true });
  }
  if (plain !== '') parts.push({ text: plain, isHit: false });
  return parts;
}

/** Characters of a text that a result shows. */
const EXCERPT_LENGTH = 160;

/** The part of a text around the first word that was looked for, on one line. */
export function excerptOf(text: string, words: readonly string[]): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  if (flat.length <= EXCERPT_LENGTH) return flat;
  const before = markWords(flat, words).findIndex(({ isHit }) => isHit);
  const at = markWords(flat, words)
    .slice(0, Math.max(0, before))
    .reduce((length, part) => length + part.text.length, 0);
  const start = Math.max(0, Math.min(at - EXCERPT_LENGTH / 3, flat.length - EXCERPT_LENGTH));
  const from = start === 0 ? 0 : flat.indexOf(' ', start) + 1;
  const cut = flat.slice(from, from + EXCERPT_LENGTH);
  return `${from > 0 ? '... ' : ''}${cut}${from + EXCERPT_LENGTH < flat.length ? ' ...' : ''}`;
}

/** The first text of a value, however deep, that has one of the words; empty when none has. */
export function textWithWord(value: unknown, words: readonly string[]): string {
  if (typeof value === 'string') return markWords(value, words).some(({ isHit }) => isHit) ? value : '';
  if (typeof value !== 'object' || value === null) return '';
  for (const item of Object.values(value)) {
    const found = textWithWord(item, words);
    if (found !== '') return found;
  }
  return '';
}
