import { createElement, type ReactNode } from 'react';
import { type Piece, wordsOf } from './piece.ts';

export interface PiecesProps {
  readonly pieces: readonly Piece[];
  /** The level of the heading that the text stands under. */
  readonly below: number;
  /** What the text is about, for the names of what scrolls in it. */
  readonly about: string;
}

/** The elements that stand around others and have no attributes. */
const ELEMENTS = {
  paragraph: 'p',
  quote: 'blockquote',
  list: 'ul',
  item: 'li',
  emphasis: 'em',
  strong: 'strong',
  struck: 's',
  'table-head': 'thead',
  'table-body': 'tbody',
  row: 'tr',
} as const;

/** The deepest heading that there is. */
const DEEPEST = 6;

/** Pieces of a formatted text as elements. */
export function Pieces({ pieces, below, about }: PiecesProps) {
  const all = (of: readonly Piece[]): readonly ReactNode[] => of.map(one);
  // Children stand as arguments and not as a list: their order never changes, and so they need no keys.
  const one = (piece: Piece): ReactNode => {
    switch (piece.kind) {
      case 'text':
        return piece.text;
      case 'code':
        return <code>{piece.text}</code>;
      case 'listing':
        return (
          <pre>
            <code>{piece.text}</code>
          </pre>
        );
      case 'break':
        return <br />;
      case 'rule':
        return <hr />;
      case 'picture':
        return <Outward address={piece.address}>{pictureInWords(piece.words, piece.address)}</Outward>;
      case 'link': {
        const { address, children } = piece;
        const hasWords = wordsOf(children).trim() !== '';
        return createElement(Outward, { address }, ...(hasWords ? all(children) : [address]));
      }
      case 'heading':
        return wordsOf(piece.children).trim() === ''
          ? null
          : createElement(`h${Math.min(below + piece.rank, DEEPEST)}`, null, ...all(piece.children));
      case 'ordered':
        return createElement('ol', { start: piece.start }, ...all(piece.children));
      case 'table':
        return (
          // biome-ignore lint/a11y/useSemanticElements: a text may have many tables, which must not all be landmarks of the page.
          <div
            className="tl-formatted-table"
            role="group"
            aria-label={`A table about ${about}`}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 asks that what scrolls can be scrolled by keyboard.
            tabIndex={0}
          >
            {createElement('table', null, ...all(piece.children))}
          </div>
        );
      case 'cell': {
        const { isHead, align, children } = piece;
        const style = align && { textAlign: align };
        return isHead && wordsOf(children).trim() !== ''
          ? createElement('th', { scope: 'col', style }, ...all(children))
          : createElement('td', { style }, ...all(children));
      }
      default:
        return createElement(ELEMENTS[piece.kind], null, ...all(piece.children));
    }
  };
  return createElement('div', { className: 'tl-formatted' }, ...all(pieces));
}

/** A way out of the product, or its words alone where there is none that may be followed. */
function Outward({ address, children }: { readonly address: string | null; readonly children?: ReactNode }) {
  if (address === null) return children;
  return (
    <a className="tl-link" href={address} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

function pictureInWords(words: string, address: string | null): string {
  const named = words.trim() === '' ? address : words;
  return named === null ? 'Picture' : `Picture: ${named}`;
}
