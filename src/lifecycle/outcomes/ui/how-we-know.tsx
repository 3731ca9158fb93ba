import {
  CopyField,
  Disclosure,
  type Fact,
  Facts,
  formatCount,
  formatDay,
  formatMoment,
  formatPercent,
  Section,
} from '../../../web/kit/index.ts';
import { ROLE_NAME } from '../../people/index.ts';
import type { OutcomeReport } from '../report.schema.ts';
import { kpiFigure, scaleOf } from './figures.ts';
import { methodPages } from './method-pages.ts';

export interface HowWeKnowProps {
  readonly slug: string;
  readonly report: OutcomeReport;
  readonly computedAt: string;
}

/** What was decided before the data, by whom, how it was measured, what was left out, and how to ask for the same again. */
export function HowWeKnow({ slug, report, computedAt }: HowWeKnowProps) {
  const { answer, plan, asOf, look, verdict, remarks } = report;
  const leftOut = [...answer.leftOut, ...remarks];
  return (
    <Disclosure label="How we know" openLabel="Hide how we know">
      <div className="tl-columns">
        <div className="tl-stack">
          <Section level={3} title="Decided before the data">
            <p>{answer.planned}</p>
            <Facts facts={decidedFacts(report)} />
          </Section>
          <CopyField
            label="Fingerprint of what was signed (SHA-256)"
            value={plan.contentHash}
            help="The same words give the same fingerprint; a changed word gives another."
          />
        </div>
        <div className="tl-stack">
          <Section level={3} title="How it was measured">
            <p>{answer.evidence.sentence}</p>
            <Facts facts={measuredFacts(report)} />
          </Section>
          <Section level={3} title="What is not in it">
            {leftOut.length === 0 ? (
              <p>Nothing was left out.</p>
            ) : (
              <ul className="tl-plain-list">
                {leftOut.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            )}
          </Section>
          <CopyField
            label="Ask for exactly this again"
            value={`GET /api/initiatives/${slug}/answer?asOf=${asOf}`}
            help="The records as they were known at that moment give the same answer for ever."
          />
          <p className="tl-muted tl-small">
            The methods are described in docs/methods, pages {methodPages(report).join(', ')}.
          </p>
          <p className="tl-muted tl-small">
            Records as known on {formatMoment(asOf)}; computed {formatMoment(computedAt)}; decided by rule{' '}
            {verdict.rule} of 9, the first that applies;{' '}
            {look === 'read-out' ? 'read-out of the agreed date' : 'look before the agreed date'}; grade of evidence{' '}
            {verdict.grade} (A drawn by lot, B threshold, C compared over time, D one series, E no comparison).
          </p>
        </div>
      </div>
    </Disclosure>
  );
}

function decidedFacts({ plan, numbers }: OutcomeReport): readonly Fact[] {
  const { decided } = plan;
  const primary = numbers.metrics.find(({ role }) => role === 'primary');
  const { factor, words } = scaleOf(primary?.kind ?? 'mean', primary?.unit ?? null);
  return [
    ...(decided && decided.by.length > 0
      ? [{ term: 'Signed by', detail: decided.by.map(({ name, role }) => `${name} (${ROLE_NAME[role]})`).join(', ') }]
      : []),
    { term: 'What counts', detail: plan.metric },
    {
      term: 'Worth having from',
      detail: `${[kpiFigure(plan.dmin * factor), words].join(' ').trim()}, counted over those reached. ${plan.dminReason}`,
    },
    {
      term: 'List must rank',
      detail: `at least ${formatPercent(plan.predictionFloor, 0)} of pairs in the right order`,
    },
    { term: 'Reach at least', detail: `${formatPercent(plan.reachTarget, 0)} of those on the list` },
    { term: 'Agreed date', detail: formatDay(plan.readOutOn) },
    {
      term: 'Version',
      detail: `framing ${plan.framingVersion}, iteration ${plan.iteration}, phase ${plan.phaseNumber} since ${formatDay(plan.openedAt)}`,
    },
  ];
}

const DESIGN_WORDS: Readonly<Record<string, string>> = {
  holdout: 'A lottery decides who is acted upon and who is left alone.',
  rdd: 'Those just above the threshold are compared with those just below it.',
  did: 'The change of those acted upon is compared with the change of others.',
  synthetic: 'The change is compared with a weighted mix of others that moved alike before.',
  its: 'The series after the start is compared with its own past.',
  none: 'Nobody was left alone to compare with.',
};

function measuredFacts({ plan }: OutcomeReport): readonly Fact[] {
  return [
    { term: 'Comparison', detail: DESIGN_WORDS[plan.design] ?? plan.design },
    {
      term: 'Left alone',
      detail: `${formatPercent(plan.holdoutShare, 0)} of those on the list${plan.exploreShare > 0 ? `; ${formatPercent(plan.exploreShare, 0)} of the others got the action to learn from` : ''}`,
    },
    { term: 'Planned size', detail: `${formatCount(plan.plannedUnits)} units` },
    {
      term: 'Counted for',
      detail: `${plan.outcomeWindowDays} days from the moment of the drawing, the same for both groups`,
    },
    {
      term: 'Chance to be wrong',
      detail: `${formatPercent(plan.alphaLooks, 0)} over all looks before the agreed date together, ${formatPercent(plan.alphaReadOut, 0)} on that date`,
    },
  ];
}
