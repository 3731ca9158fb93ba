import type { ReactNode } from 'react';
import {
  Disclosure,
  type Fact,
  Facts,
  formatCount,
  formatDay,
  formatMoney,
  formatNumber,
  Section,
} from '../../../web/kit/index.ts';
import { formatExact } from '../../../words/index.ts';
import { TalkHere } from '../../conversation/ui/index.ts';
import type { FramingContent } from '../framing.ts';
import { DESIGN_NAME, FRAMING_FIELDS } from '../framing-fields.ts';
import { effectInWords } from '../holdout-outlook.ts';
import { AssumptionsReading } from './assumptions-reading.tsx';
import { FRAMING_PARTS } from './draft-words.ts';
import { RISK_WORDS } from './risk-part.tsx';

export interface FramingReadingProps {
  readonly slug: string;
  readonly question: string;
  readonly content: FramingContent;
  /** Who approved the translation. */
  readonly approval: ReactNode;
}

/** The framing to read: each part as sentences, and under them every field as it was decided. */
export function FramingReading({ slug, question, content, approval }: FramingReadingProps) {
  return (
    <div className="tl-framing-reading">
      <Section
        title="The question"
        id="frame-question"
        aside={<TalkAbout slug={slug} id="frame-question" title="The question" />}
      >
        <figure className="tl-framing-quote">
          <figcaption className="tl-muted tl-small">As it was asked</figcaption>
          <blockquote className="tl-prose">{question}</blockquote>
        </figure>
        <figure className="tl-framing-quote">
          <figcaption className="tl-muted tl-small">In the data scientist’s words</figcaption>
          <p className="tl-prose tl-framing-verbatim">{content.translation}</p>
        </figure>
        {approval}
      </Section>
      <Part title="What should move" id="frame-kpi" slug={slug} prefix="kpi." content={content}>
        <KpiSentences content={content} />
      </Part>
      <Part title="What is predicted" id="frame-prediction" slug={slug} prefix="predictionTask." content={content}>
        <PredictionSentences content={content} />
      </Part>
      <Part title="Who acts" id="frame-action" slug={slug} prefix="decisionPolicy." content={content}>
        <ActionSentences content={content} />
      </Part>
      <Part title="How we will know" id="frame-criterion" slug={slug} prefix="successCriterion." content={content}>
        <CriterionSentences content={content} />
      </Part>
      <Section
        title={FRAMING_PARTS[5].title}
        id="frame-risk"
        aside={<TalkAbout slug={slug} id="frame-risk" title={FRAMING_PARTS[5].title} />}
      >
        <p className="tl-prose">
          <b>{RISK_WORDS[content.riskTier].label}.</b> {RISK_WORDS[content.riskTier].help}
        </p>
      </Section>
      <AssumptionsReading content={content} />
    </div>
  );
}

/** The mark beside a part of the framing; the id of the part is the key of what is said about it. */
function TalkAbout({ slug, id, title }: { readonly slug: string; readonly id: string; readonly title: string }) {
  return (
    <TalkHere
      slug={slug}
      label={title}
      subject={{ type: 'framing', id, step: 'frame', path: `/i/${slug}/frame#${id}` }}
    />
  );
}

interface PartProps {
  readonly slug: string;
  readonly title: string;
  readonly id: string;
  /** Beginning of the paths of its fields. */
  readonly prefix: string;
  readonly content: FramingContent;
  readonly children: ReactNode;
}

function Part({ slug, title, id, prefix, content, children }: PartProps) {
  const facts = FRAMING_FIELDS.filter(({ path }) => path.startsWith(prefix)).flatMap(({ label, say }): Fact[] => {
    const detail = say(content);
    return detail === undefined || detail === '' ? [] : [{ term: label, detail }];
  });
  return (
    <Section title={title} id={id} aside={<TalkAbout slug={slug} id={id} title={title} />}>
      <div className="tl-prose">{children}</div>
      <Disclosure label={`Every field of “${title}”`}>
        <Facts facts={facts} />
      </Disclosure>
    </Section>
  );
}

function KpiSentences({ content: { kpi } }: { readonly content: FramingContent }) {
  const { baseline, unit } = kpi;
  const value = (figure: number) => withUnit(figure, unit);
  return (
    <>
      <p>
        <b>{kpi.name}</b> should go {kpi.direction} from <b>{value(baseline.value)}</b> to <b>{value(kpi.target)}</b> by{' '}
        {formatDay(kpi.due)}. The starting value was measured from {formatDay(baseline.from)} to{' '}
        {formatDay(baseline.to)}
        {kpi.population === undefined ? '' : `, counting ${formatCount(kpi.population)}`}.
      </p>
      {(kpi.owner || kpi.source) && (
        <p>
          {kpi.owner && `${kpi.owner} answers for it. `}
          {kpi.source && `It is read from: ${kpi.source}.`}
        </p>
      )}
    </>
  );
}

function PredictionSentences({ content: { predictionTask: task } }: { readonly content: FramingContent }) {
  return (
    <>
      <p>
        For each <b>{task.entity.one}</b>, {task.moment}: <b>{task.outcome}</b>. Whether that was right is known{' '}
        {formatCount(task.waitDays)} days later.
      </p>
      <p>It has to be better than the rule of thumb: {withoutStop(task.heuristic)}.</p>
    </>
  );
}

function ActionSentences({ content }: { readonly content: FramingContent }) {
  const { decisionPolicy: policy, predictionTask: task, successCriterion: criterion } = content;
  const { rule } = policy;
  const whom = {
    threshold: () =>
      `every ${task.entity.one} with a score of ${rule.kind === 'threshold' ? formatExact(rule.threshold) : ''} or more`,
    list: () => `the ${rule.kind === 'list' ? formatCount(rule.size) : ''} ${task.entity.many} with the highest scores`,
    everybody: () => `all ${task.entity.many}`,
  }[rule.kind]();
  const money = (cents: number) => formatMoney(cents, criterion.currency, cents % 100 === 0 ? 0 : 2);
  return (
    <>
      <p>
        <b>{policy.actor.charAt(0).toUpperCase() + policy.actor.slice(1)}</b>: <b>{policy.action}</b> for {whom}
        {policy.capacityPerCycle === undefined
          ? '.'
          : `, at most ${formatCount(policy.capacityPerCycle)} in ${formatCount(policy.cycleDays)} days.`}
      </p>
      <p>
        {policy.costPerActionCents === undefined
          ? 'What one action costs is not stated'
          : `One action costs ${money(policy.costPerActionCents)}`}
        {policy.fixedCostCents > 0 ? `, and ${money(policy.fixedCostCents)} once.` : '.'}
      </p>
    </>
  );
}

function CriterionSentences({ content }: { readonly content: FramingContent }) {
  const { successCriterion: criterion, predictionTask: task } = content;
  const { metric, dmin } = criterion;
  const isBinary = metric.kind === 'binary';
  const unit = metric.unit ? ` ${metric.unit}` : '';
  const effect = effectInWords(metric, dmin, task.entity);
  return (
    <>
      <p>
        Counted is <b>{metric.name}</b>, and {metric.direction === 'down' ? 'less' : 'more'} is better. It was worth
        doing if it makes a difference to at least <b>{effect}</b> acted upon, because:{' '}
        {withoutStop(criterion.dminReason)}.
      </p>
      <p>
        {criterion.design === 'holdout' ? (
          <>
            <b>{formatNumber(criterion.holdoutShare * 100, 0)} of 100</b> {task.entity.many} are left alone, drawn by
            chance, to compare with.
          </>
        ) : (
          <>The comparison: {DESIGN_NAME[criterion.design]}.</>
        )}{' '}
        On <b>{formatDay(criterion.readOutOn)}</b> we look and say what came of it, from about{' '}
        {formatCount(criterion.plannedUnits)} {task.entity.many} that each had{' '}
        {formatCount(criterion.outcomeWindowDays)} days.
      </p>
      {criterion.valuePerOutcomeCents !== undefined && (
        <p>
          {isBinary ? 'One more good outcome' : `One${unit || ' unit of it'}`} is worth{' '}
          {formatMoney(criterion.valuePerOutcomeCents, criterion.currency)}
          {criterion.valueSource ? `, says: ${withoutStop(criterion.valueSource)}.` : '.'}
        </p>
      )}
      {criterion.guardrails.length > 0 && (
        <p>
          Meanwhile these must not get worse:{' '}
          {criterion.guardrails
            .map(
              ({ metric: guarded, tolerance }) =>
                `${guarded.name} (by more than ${effectInWords(guarded, tolerance, task.entity)})`,
            )
            .join('; ')}
          .
        </p>
      )}
      {criterion.openAnswerReason && (
        <p>
          The plan may not be able to answer. Everybody who signs knows it: {withoutStop(criterion.openAnswerReason)}.
        </p>
      )}
    </>
  );
}

/** `12% of customers`, `41 hours a week`. */
function withUnit(figure: number, unit: string): string {
  return unit.startsWith('%') ? `${formatExact(figure)}${unit}` : `${formatExact(figure)} ${unit}`;
}

function withoutStop(sentence: string): string {
  return sentence.replace(/[.!\s]+$/, '');
}
