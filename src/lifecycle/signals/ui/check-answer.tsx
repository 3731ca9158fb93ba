import type { ReactNode } from 'react';
import { AppLink, Disclosure, type Fact, Facts, formatMoment, Section, StateWord } from '../../../web/kit/index.ts';
import {
  comparisonWords,
  familyWords,
  qualityWords,
  rowsWords,
  timeWords,
  VERDICT_NEXT,
  VERDICT_TITLE,
  verdictOf,
} from '../signal-words.ts';
import { AgainstPart } from './against-part.tsx';
import { CarriesPart } from './carries-part.tsx';
import { VERDICT_TONE } from './check-state.ts';
import type { AnsweredCheck } from './signal-queries.ts';
import { TrapsPart } from './traps-part.tsx';

export interface CheckAnswerProps {
  readonly slug: string;
  readonly check: AnsweredCheck;
  /** A button that asks again without some columns. */
  readonly askAgain: (label: string, names?: readonly string[]) => ReactNode;
}

/** The answer of a check: the verdict first, then against what, by which columns, which traps, and how we know. */
export function CheckAnswer({ slug, check, askAgain }: CheckAnswerProps) {
  const { found } = check.result;
  const verdict = verdictOf(found);
  const inTime = timeWords(check);
  return (
    <>
      <Section
        title={VERDICT_TITLE[verdict]}
        aside={<StateWord tone={VERDICT_TONE[verdict]}>{`${check.target}, from ${check.datasetName}`}</StateWord>}
      >
        <div className="tl-signal-verdict">
          <p>{qualityWords(check)}</p>
          {inTime !== null && <p>{inTime}</p>}
          {found.comparisons
            .filter(({ opponent }) => opponent !== 'guess')
            .map((comparison) => (
              <p key={comparison.opponent}>{comparisonWords(check, comparison)}</p>
            ))}
          <p>
            <strong>What to do next.</strong> {VERDICT_NEXT[verdict]}{' '}
            {verdict === 'something' && (
              <AppLink to={`/i/${slug}/build?learn=${check.datasetId}`}>
                Make a first model: who, why, and what acting is worth
              </AppLink>
            )}
          </p>
        </div>
      </Section>
      <TrapsPart check={check} askAgain={askAgain} />
      <AgainstPart check={check} />
      <CarriesPart check={check} />
      <Section title="How we know">
        <Disclosure label="Show the method">
          <Facts facts={methodFacts(check)} />
        </Disclosure>
      </Section>
    </>
  );
}

function methodFacts(check: AnsweredCheck): readonly Fact[] {
  const { found, table } = check.result;
  const leftOut = table.leftOut.map(({ name, reason }) => `${name} (${LEFT_OUT[reason]})`);
  const useless = found.useless.map(({ name, reason }) => `${name} (${USELESS[reason]})`);
  return [
    { term: 'Rows', detail: rowsWords(check) },
    { term: 'Kind of model', detail: familyWords(check) },
    {
      term: 'Never seen before',
      detail:
        'Every figure comes from rows that the model had not learned from. Ranges hold the truth in 95 of 100 such checks.',
    },
    ...(leftOut.length + useless.length > 0
      ? [{ term: 'Columns not used', detail: [...leftOut, ...useless].join(', ') }]
      : []),
    ...(check.task === null ? [] : [{ term: 'Rule of thumb in the framing', detail: check.task.heuristic }]),
    {
      term: 'Table',
      detail: `${check.datasetName}, version ${check.version}, fingerprint ${check.tableSha256.slice(0, 12)}`,
    },
    { term: 'Asked', detail: `${check.startedBy}, ${formatMoment(check.startedAt)}` },
  ];
}

const LEFT_OUT = {
  'names-things': 'names things',
  moment: 'a moment',
  'known-later': 'known only afterwards',
  protected: 'protected',
} as const;

const USELESS = { constant: 'always the same', 'names-rows': 'a name for each row' } as const;
