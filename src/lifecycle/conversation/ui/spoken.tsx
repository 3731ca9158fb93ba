import { partText } from '../spoken-text.ts';
import type { Mention } from '../thread.ts';

/** Words as they were said: names stand out, addresses can be followed, everything else is plain text. */
export function Spoken({ text, mentions }: { readonly text: string; readonly mentions: readonly Mention[] }) {
  return (
    <p className="tl-spoken">
      {partText(text, mentions).map((part, place) => {
        // The parts of one text never change their places, so the place is their key.
        const key = `${place} ${part.kind}`;
        if (part.kind === 'mention') {
          return (
            <b key={key} className="tl-mention">
              {part.text}
            </b>
          );
        }
        if (part.kind === 'link') {
          return (
            <a key={key} className="tl-link" href={part.href} target="_blank" rel="noopener noreferrer nofollow">
              {part.text}
            </a>
          );
        }
        return <span key={key}>{part.text}</span>;
      })}
    </p>
  );
}
