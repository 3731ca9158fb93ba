import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useId, useMemo } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import {
  type Fact,
  Facts,
  formatCount,
  formatMoney,
  formatPercent,
  rangeWords,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { formatFigure } from '../../../words/index.ts';
import { metricSchema } from '../framing.ts';
import { effectInWords } from '../holdout-outlook.ts';
import { type PlanAnswer, planQuery } from './client.ts';
import { useDraftForm } from './draft-context.tsx';
import { currencyOf, DEFAULT_DESIGN, DEFAULT_FIGURES } from './draft-defaults.ts';
import { WordsField } from './draft-fields.tsx';
import { fieldId } from './draft-words.ts';
import { tidy } from './on-screen.ts';

/** How long the slider rests before the planner is asked, in ms. */
const REST_MS = 250;
/** Stands for the parts of a metric on which the words for an effect do not rest. */
const METRIC = { id: 'outcome', name: 'outcome', direction: 'down' } as const;

/** What the plan can show, how many it takes and what knowing costs, while the share left alone is being chosen. */
export function PlanPanel({ slug }: { readonly slug: string }) {
  const form = useDraftForm();
  const parts = ['predictionTask', 'decisionPolicy', 'successCriterion', 'kpi'] as const;
  const [task, policy, criterion, kpi] = parts.map(form.value);
  const draft = useMemo(
    () => ({
      predictionTask: task,
      decisionPolicy: policy,
      kpi,
      successCriterion: { design: DEFAULT_DESIGN, ...(typeof criterion === 'object' ? criterion : {}) },
    }),
    [task, policy, criterion, kpi],
  );
  const [rested] = useDebouncedValue(draft, REST_MS);
  const plan = useQuery({ ...planQuery(slug, rested), placeholderData: keepPreviousData });
  const isHoldout = (form.value('successCriterion.design') ?? DEFAULT_DESIGN) === 'holdout';
  const needsReason = isHoldout && plan.data !== undefined && plan.data.unitsNeeded !== null && !plan.data.canAnswer;
  const hasReason = form.value('successCriterion.openAnswerReason') !== undefined;
  return (
    <Section
      title="What this plan can show"
      level={3}
      look="boxed"
      aside={plan.data && isHoldout && <Verdict plan={plan.data} />}
    >
      {isHoldout && <HoldoutSlider />}
      {isHoldout && <ExploreSlider />}
      <ProblemNotice error={plan.error} onRetry={() => void plan.refetch()} />
      <div aria-live="polite" aria-busy={plan.isFetching} className="tl-framing-plan">
        {plan.data && <PlanFacts plan={plan.data} />}
        {plan.data && (
          <ul className="tl-framing-sentences">
            {plan.data.ranges && (
              <li>
                The ranges hold when between 20% fewer and 20% more {manyOf(form.value)} come than expected, and when
                the action has between just the smallest effect worth having and twice that.
              </li>
            )}
            {plan.data.sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </div>
      {(needsReason || hasReason) && (
        <WordsField
          path="successCriterion.openAnswerReason"
          help="Everybody who signs agrees to it. It may be left out when the plan is changed so that it can answer."
          maxLength={500}
          lines={2}
        />
      )}
    </Section>
  );
}

function manyOf(value: (path: string) => unknown): string {
  const many = value('predictionTask.entity.many');
  return typeof many === 'string' && many !== '' ? many : 'units';
}

function Verdict({ plan }: { readonly plan: PlanAnswer }) {
  if (plan.canAnswer) return <StateWord tone="reached">Can answer the question</StateWord>;
  return plan.unitsNeeded === null ? (
    <StateWord tone="unknown">Not known yet</StateWord>
  ) : (
    <StateWord tone="look">Cannot answer the question</StateWord>
  );
}

/** The share left alone, and of how many that is. */
function HoldoutSlider() {
  const form = useDraftForm();
  const planned = form.value('successCriterion.plannedUnits');
  return (
    <ShareSlider
      path="successCriterion.holdoutShare"
      label="Share left alone"
      {...(typeof planned === 'number' ? { of: planned } : {})}
      range={[1, 50]}
      step={1}
      ends={['1%: costs little, shows little', '50%: shows most']}
    />
  );
}

/** The share of those not flagged who are acted upon all the same; there is nobody when the action is for everybody. */
function ExploreSlider() {
  const form = useDraftForm();
  if (form.value('decisionPolicy.rule.kind') === 'everybody') return null;
  const [planned, population] = [form.value('successCriterion.plannedUnits'), form.value('kpi.population')];
  const others = typeof planned === 'number' && typeof population === 'number' ? population - planned : 0;
  return (
    <ShareSlider
      path="successCriterion.exploreShare"
      label="Share of the others that is acted upon to learn"
      {...(others > 0 ? { of: others } : {})}
      range={[0, 20]}
      step={0.5}
      ends={['0%: nobody learns whom the list overlooks', '20%: a dear lesson']}
    />
  );
}

interface ShareSliderProps {
  readonly path: string;
  readonly label: string;
  /** How many it is a share of, where that is known. */
  readonly of?: number;
  /** In percent. */
  readonly range: readonly [least: number, most: number];
  readonly step: number;
  readonly ends: readonly [least: string, most: string];
}

function ShareSlider({ path, label, of, range, step, ends }: ShareSliderProps) {
  const form = useDraftForm();
  const id = useId();
  const stated = form.value(path);
  const share = typeof stated === 'number' ? stated : (DEFAULT_FIGURES[path] ?? 0);
  const units = manyOf(form.value);
  const percent = formatPercent(share, Number.isInteger(tidy(share * 100)) ? 0 : 1);
  const words = of === undefined ? percent : `${percent}, ${formatCount(share * of)} of ${formatCount(of)} ${units}`;
  const problem = form.problem(path);
  return (
    <div id={fieldId(path)} className="tl-framing-share">
      <div className="tl-framing-share-words">
        <label htmlFor={id}>{label}</label>
        <output htmlFor={id}>{words}</output>
      </div>
      <input
        id={id}
        type="range"
        min={range[0]}
        max={range[1]}
        step={step}
        value={tidy(share * 100)}
        aria-valuetext={words}
        onChange={(event) => form.edit(path, tidy(event.currentTarget.valueAsNumber / 100))}
        onBlur={() => form.leave(path)}
      />
      <div className="tl-framing-share-ends tl-muted tl-small" aria-hidden="true">
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </div>
      {problem && <p className="tl-small tl-framing-refusal">{problem}</p>}
    </div>
  );
}

type LowHigh = NonNullable<NonNullable<PlanAnswer['ranges']>['days']>;

function PlanFacts({ plan }: { readonly plan: PlanAnswer }) {
  const form = useDraftForm();
  const word = (path: string, otherwise: string) => {
    const value = form.value(path);
    return typeof value === 'string' && value !== '' ? value : otherwise;
  };
  const many = manyOf(form.value);
  const one = word('predictionTask.entity.one', 'unit');
  const currency = currencyOf(form.value('successCriterion.currency'));
  const unit = word('successCriterion.metric.unit', '');
  const kind = metricSchema.shape.kind.safeParse(form.value('successCriterion.metric.kind')).data ?? 'binary';
  const effect = (value: number) =>
    effectInWords({ ...METRIC, kind, ...(unit === '' ? {} : { unit }) }, value, { one, many });
  const kpi = word('kpi.name', 'the KPI');
  const kpiUnit = word('kpi.unit', '');
  const money = (cents: number) => formatMoney(cents, currency);
  const facts: Fact[] = [];
  const say = (term: string, range: LowHigh | null | undefined, words: (value: number) => string, after = '') => {
    if (range && range.high !== 0) facts.push({ term, detail: `${rangeWords(range.low, range.high, words)}${after}` });
  };
  const [inFigures, after] =
    kind === 'binary'
      ? [(value: number) => formatFigure(value * 100), ` of 100 ${many}`]
      : [formatFigure, ` ${unit === '' ? '' : `${unit} `}per ${one}`];
  say('Smallest effect it can show', plan.ranges?.detectableEffect, inFigures, after);
  say('From today, knowing takes', plan.ranges?.days, (days) => formatCount(Math.ceil(days)), ' days');
  if (plan.unitsNeeded !== null) {
    facts.push({
      term: 'Needed for the smallest effect worth having',
      detail: `${formatCount(plan.unitsNeeded)} ${many}`,
    });
  }
  say('Price of knowing (proxy value)', plan.ranges?.costOfKnowingCents, money);
  say(`Price in ${kpi}`, plan.ranges?.kpiForgone, formatFigure, kpiUnit === '' ? '' : ` ${kpiUnit}`);
  if (plan.breakEvenEffect !== null && plan.breakEvenEffect > 0) {
    facts.push({ term: 'Money comes out even at', detail: effect(plan.breakEvenEffect) });
  }
  return facts.length > 0 ? <Facts facts={facts} look="tiles" /> : null;
}
