import type { ReactNode } from 'react';
import { Section } from '../../../web/kit/index.ts';
import { WordsField } from './draft-fields.tsx';

/** The question as it was asked, and beside it what the data scientist makes of it, with who approved that. */
export function QuestionPart({ question, approval }: { readonly question: string; readonly approval: ReactNode }) {
  return (
    <Section
      title="The question"
      id="frame-question"
      lead="The words of whoever asked stay as they are. The data scientist writes beside them what is going to be predicted and tried, and an expert approves exactly those words."
    >
      <div className="tl-columns">
        <figure className="tl-framing-quote">
          <figcaption className="tl-muted tl-small">As it was asked</figcaption>
          <blockquote className="tl-prose">{question}</blockquote>
        </figure>
        <div className="tl-stack">
          <WordsField
            path="translation"
            maxLength={2_000}
            lines={5}
            placeholder="Each month, predict which customers leave within 90 days, call those at risk, and compare with some whom we leave alone."
          />
          {approval}
        </div>
      </div>
    </Section>
  );
}
