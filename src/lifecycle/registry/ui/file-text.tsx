import { useId } from 'react';
import { ScrollRegion } from '../../../web/kit/index.ts';
import './models.css';

/** Height at which a text scrolls in its own box, px. */
const BOX = 420;

/** The text of a file as it is, in a box that a keyboard scrolls too. */
export function FileText({ label, text }: { readonly label: string; readonly text: string }) {
  const id = useId();
  return (
    <>
      <span id={id} className="tl-hidden">
        {label}
      </span>
      <ScrollRegion labelledBy={id} maxHeight={BOX}>
        <pre className="tl-model-text">{text}</pre>
      </ScrollRegion>
    </>
  );
}
