import { Suspense, use } from 'react';
import { Fold } from './fold.tsx';
import type { Piece } from './piece.ts';
import { Pieces } from './pieces.tsx';
import './formatted.css';

/** Longest text that is formatted, in characters: reading takes up to a third of a second there, and four times as long at twice that. */
const MOST = 20_000;

export interface FormattedTextProps {
  /** Markdown, whoever wrote it. */
  readonly text: string;
  /** What it is about, for those who hear the page: "this run", "version 3". */
  readonly about: string;
  /** The level of the heading that it stands under; its own begin one below. */
  readonly below: 1 | 2 | 3;
  /** Whether only its first two lines stand there until somebody wants more; no unless stated. */
  readonly isBrief?: boolean;
}

/**
 * A text that somebody wrote in Markdown: formatted, without HTML, without pictures of other places, and folded where it is
 * long. Until its reader has arrived, and where it never does, the text stands as it was written.
 */
export function FormattedText(props: FormattedTextProps) {
  const written = <p className="tl-formatted tl-formatted-written">{props.text}</p>;
  return (
    <Fold about={props.about} isBrief={props.isBrief ?? false}>
      {props.text.length > MOST ? (
        written
      ) : (
        <Suspense fallback={written}>
          <Formatted {...props} />
        </Suspense>
      )}
    </Fold>
  );
}

type Read = (text: string) => readonly Piece[];

const asWritten: Read = (text) => [{ kind: 'paragraph', children: [{ kind: 'text', text }] }];

let reader: Promise<Read> | undefined;

/** The reader is fetched with the first text that needs it. */
function whenFetched(): Promise<Read> {
  reader ??= import('./read-formatted.ts').then(
    ({ readFormatted }) => readFormatted,
    () => asWritten,
  );
  return reader;
}

function Formatted({ text, below, about }: FormattedTextProps) {
  const read = use(whenFetched());
  return <Pieces pieces={read(text)} below={below} about={about} />;
}
