import { StringDecoder } from 'node:string_decoder';
import { UnreadableFile } from './unreadable.ts';

/** Longer than any closing tag of a workbook, its prefix included. */
const LONGEST_CLOSING_TAG = 100;

/**
 * Cuts the elements of one name out of XML as it arrives, whole, each with its tags; what lies between is skipped. Only
 * for elements that are not nested in themselves, as rows, cells and shared texts of a workbook are.
 * @throws UnreadableFile when one element is longer than `mostChars`.
 */
export async function* elementsOf(
  blocks: AsyncIterable<Buffer>,
  name: string,
  mostChars: number,
): AsyncGenerator<string, void, undefined> {
  const decoder = new StringDecoder('utf8');
  const opening = new RegExp(`<(?:[A-Za-z0-9]+:)?${name}(?=[\\s/>])`, 'g');
  const closing = new RegExp(`</(?:[A-Za-z0-9]+:)?${name}\\s*>`, 'g');
  let text = '';
  // How far the open element was searched for its end, so that a long one is not searched again with each block.
  let searched = 0;
  for await (const block of blocks) {
    const piece = decoder.write(block);
    text += piece;
    let at = 0;
    // Without the end of a tag nothing can be complete; looking anyway would copy a long element with each block.
    if (!piece.includes('>') && text.length <= mostChars) continue;
    for (;;) {
      opening.lastIndex = at;
      const begin = opening.exec(text);
      if (!begin) {
        // A tag may be cut by the end of the block: only what follows the last sign of one is kept.
        at = Math.max(at, text.lastIndexOf('<'));
        break;
      }
      const tagEnd = text.indexOf('>', begin.index);
      if (tagEnd < 0) {
        at = begin.index;
        break;
      }
      if (text.charAt(tagEnd - 1) === '/') {
        yield text.slice(begin.index, tagEnd + 1);
        at = tagEnd + 1;
        continue;
      }
      closing.lastIndex = Math.max(tagEnd, searched);
      const end = closing.exec(text);
      if (!end) {
        at = begin.index;
        searched = Math.max(0, text.length - begin.index - LONGEST_CLOSING_TAG);
        break;
      }
      searched = 0;
      yield text.slice(begin.index, closing.lastIndex);
      at = closing.lastIndex;
    }
    text = text.slice(Math.max(0, at));
    if (text.length > mostChars) {
      throw new UnreadableFile('expands-too-much', 'A row of the Excel workbook is too long to be read.');
    }
  }
}

const ATTRIBUTES = new Map<string, RegExp>();
const TEXTS = new Map<string, RegExp>();

/** Patterns are made once for each name: they are used for every cell of millions. */
function patternOf(made: Map<string, RegExp>, name: string, make: () => RegExp): RegExp {
  let pattern = made.get(name);
  if (!pattern) {
    pattern = make();
    made.set(name, pattern);
  }
  return pattern;
}

/** The value of an attribute of an element's first tag; undefined when it has none of this name. */
export function attributeOf(element: string, name: string): string | undefined {
  const tag = element.slice(0, element.indexOf('>') + 1);
  const found = patternOf(ATTRIBUTES, name, () => new RegExp(`[\\s:]${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)).exec(
    tag,
  );
  const value = found?.[1] ?? found?.[2];
  return value === undefined ? undefined : plainText(value);
}

/** The text inside of the elements of one name within a piece of XML, put together. */
export function textIn(xml: string, name: string): string | undefined {
  const found = xml.matchAll(
    patternOf(TEXTS, name, () => new RegExp(`<(?:[A-Za-z0-9]+:)?${name}(?:\\s[^>]*)?>([^<]*)<`, 'g')),
  );
  let text: string | undefined;
  for (const [, inside = ''] of found) text = (text ?? '') + plainText(inside);
  return text;
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** XML text as it is meant. Only the five names of XML are known: a document's own entities are never expanded. */
function plainText(xml: string): string {
  if (!xml.includes('&') && !xml.includes('_x')) return xml;
  return xml
    .replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/gi, (whole, hex, decimal, name) => {
      if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
    })
    .replace(/_x([0-9A-F]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}
