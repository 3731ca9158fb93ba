import type { QuestionReading } from '../read-question.ts';
import { readingSummary, understoodParts } from './reading-words.ts';

/** What was understood of a question, each part beside the very words that it was read from. */
export function Understood({ reading }: { readonly reading: QuestionReading }) {
  const parts = understoodParts(reading);
  return (
    <div className="tl-understood">
      <p className="tl-muted">{readingSummary(reading)}</p>
      {parts.length > 0 && (
        <dl>
          {parts.map(({ term, meaning, words }) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>
                {meaning} <span className="tl-muted tl-small">read from “{words}”</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
