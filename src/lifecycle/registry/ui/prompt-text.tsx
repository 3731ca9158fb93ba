import { useId } from 'react';
import { ScrollRegion } from '../../../web/kit/index.ts';
import { type PromptContent, templateParts } from '../prompt.ts';

/** Height at which a text scrolls in its own box, px. */
const BOX = 480;

/** The text of a prompt, as text whatever it contains; a conversation message by message. */
export function PromptText({ content }: { readonly content: PromptContent }) {
  const id = useId();
  return (
    <>
      <span id={id} className="tl-hidden">
        The text of the prompt
      </span>
      <ScrollRegion labelledBy={id} maxHeight={BOX}>
        {content.kind === 'text' ? (
          <TextOrNothing text={content.text} />
        ) : (
          <dl className="tl-prompt-messages">
            {content.messages.map(({ role, text }, at) => (
              // Messages have no name of their own, and never change their order.
              // biome-ignore lint/suspicious/noArrayIndexKey: the place of a message is what it is told by.
              <div key={at}>
                <dt>{role}</dt>
                <dd>
                  <TextOrNothing text={text} />
                </dd>
              </div>
            ))}
          </dl>
        )}
      </ScrollRegion>
    </>
  );
}

function TextOrNothing({ text }: { readonly text: string }) {
  if (text === '') return <p className="tl-prompt-nothing tl-muted">No text was registered.</p>;
  return (
    <pre className="tl-prompt-text">
      <Template text={text} />
    </pre>
  );
}

/** A text in which what is filled in stands out. */
export function Template({ text }: { readonly text: string }) {
  return templateParts(text).map((part, at) =>
    part.variable === null ? (
      part.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the same variable may stand in many places.
      <code key={at} className="tl-prompt-variable">
        {part.text}
      </code>
    ),
  );
}
