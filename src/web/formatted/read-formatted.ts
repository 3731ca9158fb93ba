import MarkdownIt, { type Token } from 'markdown-it';
import { type Around, type Piece, wordsOf } from './piece.ts';
import { safeAddress } from './safe-address.ts';

// Line breaks are kept, because most notes are plain sentences on lines of their own. Only whole addresses become links:
// `train.py` would be one in Paraguay.
const parser = new MarkdownIt({ html: false, linkify: true, breaks: true });
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
// Which addresses may be followed is decided below; a refused one would otherwise stand there with its brackets.
parser.validateLink = () => true;

/** Reads Markdown, whoever wrote it. Nesting ends at a hundred levels, and HTML is text like any other. */
export function readFormatted(text: string): readonly Piece[] {
  return placed(parser.parse(withoutIndentation(text), {}), { depths: [], links: 0 });
}

/** Where the reading is: the depths of the headings that it is under, and how many links are open. */
interface Place {
  readonly depths: number[];
  links: number;
}

/** Puts tokens, which open and close, into each other. */
function placed(tokens: readonly Token[], place: Place): readonly Piece[] {
  const root: Piece[] = [];
  const open: Piece[][] = [];
  for (const token of tokens) {
    const into = open.at(-1) ?? root;
    if (token.type === 'link_open') place.links += 1;
    if (token.type === 'link_close') place.links -= 1;
    if (token.nesting === -1) open.pop();
    else if (token.nesting === 1) {
      const children: Piece[] = [];
      const piece = token.hidden ? undefined : around(token, children, place);
      if (piece) into.push(piece);
      open.push(piece ? children : into);
    } else if (token.type === 'inline') into.push(...placed(token.children ?? [], place));
    else into.push(alone(token, place));
  }
  return root;
}

const AROUND: Readonly<Record<string, Around>> = {
  paragraph_open: 'paragraph',
  blockquote_open: 'quote',
  bullet_list_open: 'list',
  list_item_open: 'item',
  em_open: 'emphasis',
  strong_open: 'strong',
  s_open: 'struck',
  table_open: 'table',
  thead_open: 'table-head',
  tbody_open: 'table-body',
  tr_open: 'row',
};

function around(token: Token, children: readonly Piece[], place: Place): Piece | undefined {
  switch (token.type) {
    case 'heading_open':
      return { kind: 'heading', rank: rankOf(Number(token.tag.slice(1)), place.depths), children };
    case 'link_open':
      return { kind: 'link', address: safeAddress(String(token.attrGet('href') ?? '')), children };
    case 'ordered_list_open':
      return { kind: 'ordered', start: Number(token.attrGet('start') ?? 1), children };
    case 'th_open':
    case 'td_open':
      return { kind: 'cell', isHead: token.type === 'th_open', align: alignOf(token), children };
    default: {
      const kind = AROUND[token.type];
      return kind && { kind, children };
    }
  }
}

function alone(token: Token, place: Place): Piece {
  switch (token.type) {
    case 'code_inline':
      return { kind: 'code', text: token.content };
    case 'code_block':
    case 'fence':
      return { kind: 'listing', text: token.content.replace(/\n$/, '') };
    case 'hardbreak':
    case 'softbreak':
      return { kind: 'break' };
    case 'hr':
      return { kind: 'rule' };
    case 'image': {
      // One link cannot stand in another.
      const address = place.links > 0 ? null : safeAddress(String(token.attrGet('src') ?? ''));
      return { kind: 'picture', address, words: wordsOf(placed(token.children ?? [], { depths: [], links: 1 })) };
    }
    default:
      return { kind: 'text', text: token.content };
  }
}

/** How deep a heading of the written depth lies under those that are open: 1 under none. */
function rankOf(depth: number, depths: number[]): number {
  while ((depths.at(-1) ?? 0) >= depth) depths.pop();
  return depths.push(depth);
}

function alignOf(token: Token): 'left' | 'center' | 'right' | undefined {
  const [, side] = /^text-align:(left|center|right)$/.exec(String(token.attrGet('style') ?? '')) ?? [];
  return side === 'left' || side === 'center' || side === 'right' ? side : undefined;
}

/** A text in a script is indented like the script, from its second line on. That is not meant, and would be read as a listing. */
function withoutIndentation(text: string): string {
  const [first = '', ...rest] = text.split(/\r\n?|\n/);
  const depths = rest.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  // What follows the first line of a list may be indented because it belongs to it.
  const depth = depths.length === 0 || OPENS_LIST.test(first) ? 0 : Math.min(...depths);
  return [first, ...rest.map((line) => line.slice(depth))].join('\n');
}

const OPENS_LIST = /^\s*(?:[-*+]|\d+[.)])\s/;
