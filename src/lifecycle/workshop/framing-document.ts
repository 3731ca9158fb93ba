import * as Y from 'yjs';

/** The root of the rich text in its document. */
export const FRAMING_DOCUMENT_ROOT = 'text';

/** Where a link of the framing document may lead. */
export const LINK_PROTOCOLS = ['https', 'http', 'mailto'] as const;

/** Deepest nesting of lists and quotes. */
const DEEPEST = 40;

/** What the rules of the framing document look at. */
export interface FramingDocument {
  /** The text, one line for each paragraph, heading and item. */
  readonly lines: readonly string[];
  /** Every address that a link names. */
  readonly links: readonly string[];
}

/** Whether a link may stand in the framing document: an address of the web or a mail address, never a script. */
export function isSafeLink(address: string): boolean {
  try {
    const { protocol } = new URL(address);
    return LINK_PROTOCOLS.some((allowed) => protocol === `${allowed}:`);
  } catch {
    return false;
  }
}

/**
 * Reads the framing document.
 * @throws RangeError when it is nested deeper than anybody writes, or has parts that are no text.
 */
export function readFramingDocument(document: Y.Doc): FramingDocument {
  for (const root of document.share.keys()) {
    if (root !== FRAMING_DOCUMENT_ROOT) throw new RangeError('The framing document has one text and nothing else.');
  }
  const lines: string[] = [];
  const links: string[] = [];
  for (const node of document.getXmlFragment(FRAMING_DOCUMENT_ROOT).toArray()) walk(node, 0, lines, links);
  return { lines, links };
}

function walk(node: unknown, depth: number, lines: string[], links: string[]): void {
  if (depth > DEEPEST) throw new RangeError('The framing document is nested too deeply.');
  if (node instanceof Y.XmlText) {
    lines.push(readLine(node, links));
    return;
  }
  if (!(node instanceof Y.XmlElement)) throw new RangeError('The framing document consists of text.');
  noteLinks(node.getAttributes(), links);
  for (const child of node.toArray()) walk(child, depth + 1, lines, links);
}

function readLine(text: Y.XmlText, links: string[]): string {
  const parts: readonly { readonly insert?: unknown; readonly attributes?: Readonly<Record<string, unknown>> }[] =
    text.toDelta();
  return parts
    .map(({ insert, attributes }) => {
      noteLinks(attributes, links);
      return typeof insert === 'string' ? insert : '';
    })
    .join('');
}

/** Notes every `href` in the attributes of a part. */
function noteLinks(attributes: unknown, links: string[]): void {
  if (typeof attributes !== 'object' || attributes === null) return;
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'href' && typeof value === 'string') links.push(value);
    else noteLinks(value, links);
  }
}

/** Whether a change of the framing document is allowed: it adds no link that leads to a script. */
export function isAllowedText(after: FramingDocument): boolean {
  return after.links.every(isSafeLink);
}
