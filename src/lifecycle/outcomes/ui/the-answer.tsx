import { IconScale } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { AppLink, EmptyChair, formatDay, NotMeasured, PersonFace, StateWord } from '../../../web/kit/index.ts';
import { TalkHere } from '../../conversation/ui/index.ts';
import { ROLE_NAME } from '../../people/index.ts';
import { MONEY_LABEL, moneyToRange } from '../money-words.ts';
import type { TakenVerdictEntry } from '../outcomes.schema.ts';
import type { OutcomeReport } from '../report.schema.ts';
import { formatToRange } from '../round-to-range.ts';
import { kpiFigure, sentenceCase, splitUnit } from './figures.ts';
import { partHeadline } from './headline-parts.ts';
import { addresseesOf, EVIDENCE_WORDS, isWaiting, MONEY_MEANING, STATE_WORDS } from './state-words.ts';

export interface TheAnswerProps {
  readonly slug: string;
  readonly report: OutcomeReport;
  /** The verdict whose value somebody may have confirmed: the latest one, or the one that is read. */
  readonly taken: TakenVerdictEntry | undefined;
}

/** The answer: its state and how strongly it may be said, the sentences, the one ask, and the KPI and the money beside it. */
export function TheAnswer({ slug, report, taken }: TheAnswerProps) {
  const { answer, verdict } = report;
  const { lead, rest } = partHeadline(answer);
  const state = STATE_WORDS[verdict.state];
  const evidence = EVIDENCE_WORDS[answer.evidence.word];
  return (
    <section className="tl-answer" aria-labelledby="the-answer">
      <div className="tl-answer-words">
        <div className="tl-row">
          <StateWord tone={state.tone} look="chip">
            {state.words}
          </StateWord>
          <StateWord tone={evidence.tone} icon={IconScale} look="chip">
            {evidence.words}
          </StateWord>
        </div>
        <h2 id="the-answer">{lead}</h2>
        {rest.length > 0 && (
          <div className="tl-prose">
            {rest.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
        )}
        <TheAsk report={report} />
        <p className="tl-muted tl-small tl-answer-evidence">{answer.evidence.sentence}</p>
      </div>
      <dl className="tl-answer-facts">
        <AnswerFact slug={slug} id="observed" term="KPI as observed">
          <ObservedKpi slug={slug} ledgers={report.ledgers} />
        </AnswerFact>
        <AnswerFact slug={slug} id="moved" term="KPI moved by this initiative">
          <MovedKpi report={report} />
        </AnswerFact>
        <AnswerFact slug={slug} id="money" term="Money after costs">
          <MoneyFact report={report} taken={taken} />
        </AnswerFact>
      </dl>
    </section>
  );
}

function TheAsk({ report: { answer, verdict } }: { readonly report: OutcomeReport }) {
  const { ask } = answer;
  const people = addresseesOf(ask);
  return (
    <div className="tl-answer-ask">
      {people.length > 0 && (
        <ul className="tl-ask-people" aria-label="Who is asked">
          {people.map(({ role, name }) => (
            <li key={role}>
              {name === null ? (
                <EmptyChair label={`Nobody yet: ${ROLE_NAME[role]}`} withName />
              ) : (
                <>
                  <PersonFace name={name} withName />
                  <span className="tl-muted tl-small">{ROLE_NAME[role]}</span>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <p className="tl-ask-what">{ask.what}</p>
      {ask.by !== null && (
        <p className="tl-small">
          {isWaiting(verdict.state) ? 'The date is ' : 'Please answer by '}
          <b>{ask.by}</b>.
        </p>
      )}
    </div>
  );
}

interface AnswerFactProps {
  readonly slug: string;
  /** The number that is talked about. */
  readonly id: string;
  readonly term: string;
  readonly children: ReactNode;
}

function AnswerFact({ slug, id, term, children }: AnswerFactProps) {
  return (
    <div>
      <dt>
        {term}{' '}
        <TalkHere
          slug={slug}
          label={term}
          subject={{ type: 'answer', id, step: 'learn', path: `/i/${slug}/overview` }}
        />
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

function ObservedKpi({ slug, ledgers }: { readonly slug: string; readonly ledgers: OutcomeReport['ledgers'] }) {
  if (ledgers === null) {
    return <NotMeasured action={<AppLink to={`/i/${slug}/data`}>Bring the values of the KPI</AppLink>} />;
  }
  const { current, target, baseline, unit, on } = ledgers.observed;
  return (
    <>
      <Figure number={kpiFigure(current)} unit={unit} />
      <span className="tl-muted tl-small">
        on {formatDay(on)}; it was {kpiFigure(baseline)} before, the target is {kpiFigure(target)}
      </span>
    </>
  );
}

function MovedKpi({ report: { ledgers, isEffectHidden, answer } }: { readonly report: OutcomeReport }) {
  if (isEffectHidden) return <Hidden />;
  if (!ledgers || ledgers.moved === null) return <MissingPart answer={answer} link="effect" />;
  const { estimate, ...interval } = ledgers.moved;
  const told = (value: number) => formatToRange(value, interval);
  return (
    <>
      <Figure number={`${told(interval.lower)} to ${told(interval.upper)}`} unit={ledgers.observed.unit} />
      <span className="tl-muted tl-small">for the better so far; best estimate {told(estimate)}</span>
    </>
  );
}

function MoneyFact({ report, taken }: Omit<TheAnswerProps, 'slug'>) {
  const { money, isEffectHidden, answer } = report;
  if (isEffectHidden) return <Hidden />;
  if (money === null) return <MissingPart answer={answer} link="cost" />;
  const { lower, upper, estimate } = money.netTotal;
  const told = (minor: number) => moneyToRange(minor, money.currency, { lower, upper });
  const signOff = taken?.signOffs.at(-1);
  return (
    <>
      <span className="tl-answer-figure">
        {told(lower)} to {told(upper)}
      </span>
      <span className="tl-muted tl-small">best estimate {told(estimate)}</span>
      <span className="tl-small">
        <b>{sentenceCase(MONEY_LABEL[money.label])}</b>: {MONEY_MEANING[money.label]}.{' '}
        {taken && signOff
          ? `${signOff.name} confirmed the value of verdict ${taken.number} as ${signOff.label} on ${formatDay(signOff.at)}.`
          : 'No sponsor has confirmed it yet.'}
      </span>
    </>
  );
}

/** Where the answer has no number, the tile of the link says what would measure it. */
function MissingPart({ answer, link }: { readonly answer: OutcomeReport['answer']; readonly link: 'effect' | 'cost' }) {
  const tile = answer.chain.find((each) => each.link === link);
  return <NotMeasured action={tile?.whatToDo ?? tile?.sentence ?? ''} />;
}

/** A number in large type with its unit in small type behind it. */
function Figure({ number, unit }: { readonly number: string; readonly unit: string }) {
  const { mark, words } = splitUnit(unit);
  return (
    <span>
      <span className="tl-answer-figure">
        {number}
        {mark}
      </span>{' '}
      <span className="tl-small">{words}</span>
    </span>
  );
}

function Hidden() {
  return <span className="tl-muted">Hidden until the records are repaired.</span>;
}
