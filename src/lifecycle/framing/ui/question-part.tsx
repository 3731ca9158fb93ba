import { Section } from '../../../web/kit/index.ts';
import { WordsField } from './draft-fields.tsx';

/** The question as it was asked, and beside it what the data scientist makes of it. */
export function QuestionPart({ question }: { readonly question: string }) {
  return (
    <Section
      title="The question"
      id="frame-question"
      lead="The words of whoever asked stay as they are. The data scientist writes beside them what is going to be predicted and tried, and the expert approves that by signing."
    >
      <div className="tl-columns">
        <figure className="tl-framing-quote">
          <figcaption className="tl-muted tl-small">As it was asked</figcaption>
          <blockquote className="tl-prose">{question}</blockquote>
        </figure>
        <WordsField
          path="translation"
          maxLength={2_000}
          lines={5}
          placeholder="Each month, predict which customers leave within 90 days, call those at risk, and compare with some whom we leave alone."
        />
      </div>
    </Section>
  );
}
