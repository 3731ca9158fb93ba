import { useId } from 'react';
import { ScrollRegion } from '../../../web/kit/index.ts';
import { cutInWords, type ShownText } from './shown-text.ts';
import './logged.css';

/** From here on a text gets a box of its own that scrolls, in characters and in lines. */
const LONG = { characters: 1_500, lines: 20 } as const;
/** Height of that box, px. */
const BOX = 360;

export interface LongTextProps {
  readonly title?: string;
  readonly shown: ShownText;
}

/** A text of a client, as text whatever it contains; a long one scrolls in its own box. */
export function LongText({ title, shown }: LongTextProps) {
  const id = useId();
  const { text } = shown;
  const isLong = text.length > LONG.characters || text.split('\n').length > LONG.lines;
  const note = cutInWords(shown);
  const content = <pre className="tl-logged-text">{text === '' ? 'Empty' : text}</pre>;
  return (
    <div className="tl-logged-long">
      {title !== undefined && <h3>{title}</h3>}
      {isLong ? (
        <>
          <span id={id} className="tl-hidden">
            {title ?? 'The whole text'}
          </span>
          <ScrollRegion labelledBy={id} maxHeight={BOX}>
            {content}
          </ScrollRegion>
        </>
      ) : (
        content
      )}
      {note !== undefined && <p className="tl-muted tl-small">{note}</p>}
    </div>
  );
}
