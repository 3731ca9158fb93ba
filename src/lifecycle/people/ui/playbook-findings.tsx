import { Section, StateWord } from '../../../web/kit/index.ts';
import { isError, type PlaybookFinding } from '../playbook-lint.ts';

/** What is wrong with a playbook while it is drawn, and what of it keeps it from being published. */
export function PlaybookFindings({
  findings,
  onChoose,
}: {
  readonly findings: readonly PlaybookFinding[];
  readonly onChoose: (step: string) => void;
}) {
  const errors = findings.filter(isError).length;
  return (
    <Section title="What is wrong with it" look="boxed">
      {findings.length === 0 ? (
        <StateWord tone="reached">Nothing: it can be published.</StateWord>
      ) : (
        <>
          <p className="tl-muted">
            {errors === 0
              ? 'It can be published; these are only remarks.'
              : 'What is marked as an error has to be mended before it can be published.'}
          </p>
          <ul className="tl-playbook-findings">
            {findings.map((finding) => (
              <li key={`${finding.step} ${finding.sentence}`}>
                <StateWord tone={isError(finding) ? 'broken' : 'look'}>
                  {isError(finding) ? 'Error' : 'Remark'}
                </StateWord>{' '}
                {finding.sentence}{' '}
                {finding.step !== null && (
                  <FindingLink step={finding.step} sentence={finding.sentence} onChoose={onChoose} />
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function FindingLink({
  step,
  sentence,
  onChoose,
}: {
  readonly step: string;
  readonly sentence: string;
  readonly onChoose: (step: string) => void;
}) {
  return (
    <button type="button" className="tl-text-button" onClick={() => onChoose(step)}>
      Show the step<span className="tl-hidden">: {sentence}</span>
    </button>
  );
}
