/** How much of a page is drawn by programs inside it: nothing, some of it, or all that one would see. */
export type PagePrograms = 'none' | 'some' | 'all';

/** Elements whose content is no text of the page. */
const UNSEEN = ['script', 'style', 'title', 'noscript', 'template'] as const;
/** Elements that show something without any text. A canvas is not among them: only programs draw on it. */
const SEEN = /^<(?:img|svg|picture|video|input|textarea|select|meter|progress|hr)\b/;
/** A program as an attribute, such as `onload`. Every frame in a page is counted: what is in it does not appear either. */
const PROGRAM_IN_TAG = /\son[a-z]+\s*=|=\s*["']?\s*javascript:|^<i?frame\b/;

/**
 * How much of an HTML page is drawn by programs, told from its text alone: nothing of it is run or fetched, and a text of any
 * shape is gone through once. It decides what is said beside a preview, never what the preview may do.
 */
export function programsOfPage(html: string): PagePrograms {
  let hasPrograms = false;
  let isSeen = false;
  for (const { words, tag, unseen } of piecesOf(inLowerCase(html))) {
    hasPrograms ||= unseen === 'script' || (!tag.startsWith('<!') && PROGRAM_IN_TAG.test(tag));
    isSeen ||= words.trim() !== '' || SEEN.test(tag);
  }
  if (!hasPrograms) return 'none';
  return isSeen ? 'some' : 'all';
}

/** The page without its script elements. Programs in attributes stay: it is no protection, which the frame alone is. */
export function withoutScripts(html: string): string {
  let kept = '';
  for (const { from, open, to, unseen } of piecesOf(inLowerCase(html)))
    kept += html.slice(from, unseen === 'script' ? open : to);
  return kept;
}

/** Words and what follows them: a tag, or an element whose content is no text of the page. */
interface Piece {
  readonly words: string;
  readonly tag: string;
  readonly unseen: (typeof UNSEEN)[number] | undefined;
  /** Where the words begin, where the tag opens, and where all of it ends. */
  readonly from: number;
  readonly open: number;
  readonly to: number;
}

function* piecesOf(text: string): Generator<Piece> {
  for (let from = 0; from < text.length; ) {
    const found = text.indexOf('<', from);
    const open = found < 0 ? text.length : found;
    const unseen = UNSEEN.find((name) => opens(text, open, name));
    const end = text.startsWith('<!--', open) ? endOf(text, '-->', open + 4) : endOf(text, '>', open);
    const to = unseen ? endOf(text, `</${unseen}`, end, '>') : end;
    yield { words: text.slice(from, open), tag: text.slice(open, end), unseen, from, open, to };
    from = to;
  }
}

/** Only the letters of tags, so that every place stays where it is: some capitals of other scripts are two letters when small. */
function inLowerCase(html: string): string {
  return html.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Whether a tag of this name begins at a place. */
function opens(text: string, at: number, name: string): boolean {
  return text.startsWith(`<${name}`, at) && /[\s/>]/.test(text[at + name.length + 1] ?? '>');
}

/** The place behind a mark, and behind what closes it; the end of the text where there is none. */
function endOf(text: string, mark: string, from: number, closing = ''): number {
  const at = text.indexOf(mark, from);
  if (at < 0) return text.length;
  return closing === '' ? at + mark.length : endOf(text, closing, at + mark.length);
}
