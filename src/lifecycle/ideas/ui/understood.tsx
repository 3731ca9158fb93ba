import type { QuestionReading } from '../read-question.ts';
import { readingSummary, understoodParts } from './reading-words.ts';

/** What is understood of a question while it is written, and what that means for it. */
export function Understood({ reading }: { readonly reading: QuestionReading }) {
  return (
    <div className="tl-understood">
      <p className="tl-muted">{readingSummary(reading)}</p>
      <UnderstoodParts reading={reading} />
    </div>
  );
}

/** Each part of what was understood beside the very words that it was read from; nothing where nothing was. */
export function UnderstoodParts({ reading }: { readonly reading: QuestionReading }) {
  const parts = understoodParts(reading);
  if (parts.length === 0) return null;
  return (
    <dl className="tl-understood-parts">
      {parts.map(({ term, meaning, words }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>
            {meaning} <span className="tl-muted tl-small">read from “{words}”</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
