import type { Ref } from 'react';
import type { FieldProblem } from '../../../platform/contract/index.ts';
import { StateWord } from '../../../web/kit/index.ts';
import { FRAMING_PARTS, fieldId, fieldWords } from './draft-words.ts';
import { showField } from './show-field.ts';

/** What every field says that is merely empty; the list needs no repetition of it. */
const EMPTY_FIELD = 'Fill this in.';

/** Longer messages are read at their field. */
const LONGEST_MESSAGE = 120;

/** What keeps the draft from being put forward, by part, with links to the fields. */
export function MissingList({
  gaps,
  headRef,
}: {
  readonly gaps: readonly FieldProblem[];
  readonly headRef: Ref<HTMLHeadingElement>;
}) {
  return (
    <section aria-labelledby="framing-missing" className="tl-section">
      <h2 id="framing-missing" ref={headRef} tabIndex={-1}>
        {gaps.length === 0 ? 'Nothing is missing' : `Still missing: ${gaps.length}`}
      </h2>
      {gaps.length === 0 ? (
        <p>
          <StateWord tone="reached">It can be put forward for signature</StateWord>
        </p>
      ) : (
        FRAMING_PARTS.map((part) => <PartGaps key={part.id} title={part.title} gaps={gapsOf(part.id, gaps)} />)
      )}
    </section>
  );
}

function PartGaps({ title, gaps }: { readonly title: string; readonly gaps: readonly FieldProblem[] }) {
  if (gaps.length === 0) return null;
  return (
    <div className="tl-framing-gaps">
      <h3>{title}</h3>
      <ul>
        {gaps.map(({ path, message }) => (
          <li key={path}>
            <a
              className="tl-link"
              href={`#${fieldId(path)}`}
              onClick={(event) => {
                event.preventDefault();
                showField(path);
              }}
            >
              {fieldWords(path)}
            </a>
            {message !== EMPTY_FIELD && message.length <= LONGEST_MESSAGE && (
              <span className="tl-muted">: {message}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The gaps of a part: of the first part of the page whose paths they begin with. */
function gapsOf(partId: string, gaps: readonly FieldProblem[]): readonly FieldProblem[] {
  return gaps.filter(
    ({ path }) => FRAMING_PARTS.find((part) => part.paths.some((start) => path.startsWith(start)))?.id === partId,
  );
}
