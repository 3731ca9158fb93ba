/** What stands around other pieces and says no more than what it is. */
export type Around =
  | 'paragraph'
  | 'quote'
  | 'list'
  | 'item'
  | 'emphasis'
  | 'strong'
  | 'struck'
  | 'table'
  | 'table-head'
  | 'table-body'
  | 'row';

/** A piece of a formatted text. There is none for HTML: what is not known here is text. */
export type Piece =
  | { readonly kind: 'text' | 'code' | 'listing'; readonly text: string }
  | { readonly kind: 'break' | 'rule' }
  /** A picture is never fetched; `address` is where it may be seen, `null` where that is no address of the web. */
  | { readonly kind: 'picture'; readonly address: string | null; readonly words: string }
  | { readonly kind: 'link'; readonly address: string | null; readonly children: readonly Piece[] }
  /** `rank` counts from 1 and never leaves one out, whatever its author did. */
  | { readonly kind: 'heading'; readonly rank: number; readonly children: readonly Piece[] }
  | { readonly kind: 'ordered'; readonly start: number; readonly children: readonly Piece[] }
  | {
      readonly kind: 'cell';
      readonly isHead: boolean;
      readonly align: 'left' | 'center' | 'right' | undefined;
      readonly children: readonly Piece[];
    }
  | { readonly kind: Around; readonly children: readonly Piece[] };

/** The words of pieces without their form. */
export function wordsOf(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => {
      if ('text' in piece) return piece.text;
      if (piece.kind === 'picture') return piece.words;
      return 'children' in piece ? wordsOf(piece.children) : ' ';
    })
    .join('');
}
