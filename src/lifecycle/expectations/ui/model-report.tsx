import { Disclosure, formatMoment, Notice, StateWord } from '../../../web/kit/index.ts';
import type { Tone } from '../../../web/theme/tokens.ts';
import type { JudgedState } from '../judged-model.ts';
import type { ExpectationVerdict } from '../judgement.schema.ts';
import { measuredWords, SEEN_WORDS, tallyWords, VERDICT_WORDS } from '../judgement-words.ts';
import type { ModelReportEntry } from './expectation-queries.ts';
import './expectations.css';

const VERDICT_TONES: Readonly<Record<ExpectationVerdict, Tone>> = {
  holds: 'reached',
  fails: 'broken',
  untold: 'look',
};

/** How far a judging is, in a word. */
export const JUDGED_WORDS: Readonly<Record<JudgedState, string>> = {
  waiting: 'Being judged',
  judged: 'Judged',
  unfit: 'Cannot be judged',
  failed: 'Was not judged',
};

/** The verdicts of a model that are there. */
export function verdictsOf({ lines }: ModelReportEntry): readonly ExpectationVerdict[] {
  return lines.flatMap(({ result }) => (result ? [result.judgement.verdict] : []));
}

/** What all verdicts of a model come to, as a state. */
export function ModelState({ model }: { readonly model: ModelReportEntry }) {
  const verdicts = verdictsOf(model);
  if (model.state !== 'judged')
    return <StateWord tone={model.state === 'waiting' ? 'accent' : 'unknown'}>{JUDGED_WORDS[model.state]}</StateWord>;
  const worst = (['fails', 'untold', 'holds'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'untold';
  return <StateWord tone={VERDICT_TONES[worst]}>{tallyWords(verdicts)}</StateWord>;
}

/** How each expectation fared on one model. */
export function ModelReportLines({ model }: { readonly model: ModelReportEntry }) {
  const { state, sentence, lines, dataVersion, finishedAt, modelDigest } = model;
  if (state === 'waiting') return <p className="tl-muted">It is being judged; this page follows it.</p>;
  const seen = [...new Set(lines.flatMap(({ result }) => (result ? [SEEN_WORDS[result.judgement.seen]] : [])))];
  const assumed = lines.find(({ result }) => result?.judgement.assumed)?.result?.judgement.assumed;
  return (
    <>
      {sentence !== null && (
        <Notice tone="look" title={state === 'judged' ? 'Not all of it can be judged' : JUDGED_WORDS[state]}>
          {sentence}
        </Notice>
      )}
      {state === 'judged' && (
        <ul className="tl-expectations">
          {lines.map((line) => (
            <Line key={line.expectation.versionId} line={line} />
          ))}
        </ul>
      )}
      {state === 'judged' && (
        <p className="tl-muted">
          On version {dataVersion} of the data. {seen.filter((words) => words !== '').join(' ')} {assumed}
        </p>
      )}
      {modelDigest !== null && (
        <Disclosure label="How we know" isPrinted={false}>
          <p>
            Each sentence was measured on the rows of the table, with ranges that hold 95 of 100 times; a range that
            includes the bound tells nothing. {finishedAt !== null && `Judged on ${formatMoment(finishedAt)}.`} The
            result stands under the digest of the model and never changes:{' '}
            <span className="tl-mono">{modelDigest.slice(0, 16)}</span>.
          </p>
        </Disclosure>
      )}
    </>
  );
}

function Line({ line: { expectation, result } }: { readonly line: ModelReportEntry['lines'][number] }) {
  return (
    <li>
      <div className="tl-row">
        {result === null ? (
          <StateWord tone="unknown">Not judged</StateWord>
        ) : (
          <StateWord tone={VERDICT_TONES[result.judgement.verdict]}>
            {VERDICT_WORDS[result.judgement.verdict]}
          </StateWord>
        )}
        <span>{expectation.sentence}</span>
      </div>
      {result !== null && <p className="tl-muted">{measuredWords(result.judgement.measured, expectation.content)}</p>}
    </li>
  );
}
