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
  const text = html.toLowerCase();
  let hasPrograms = false;
  let isSeen = false;
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    const words = text.slice(at, open < 0 ? text.length : open);
    isSeen ||= words.trim() !== '';
    if (open < 0) break;
    const unseen = UNSEEN.find((name) => opens(text, open, name));
    const end = text.startsWith('<!--', open) ? endOf(text, '-->', open + 4) : endOf(text, '>', open);
    const tag = text.slice(open, end);
    hasPrograms ||= unseen === 'script' || (!tag.startsWith('<!') && PROGRAM_IN_TAG.test(tag));
    isSeen ||= SEEN.test(tag);
    at = unseen ? endOf(text, `</${unseen}`, end, '>') : end;
  }
  if (!hasPrograms) return 'none';
  return isSeen ? 'some' : 'all';
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
