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
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
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
const SHARE = 'successCriterion.holdoutShare';

/** What the plan can show, how many it takes and what knowing costs, while the share left alone is being chosen. */
export function PlanPanel({ slug }: { readonly slug: string }) {
  const form = useDraftForm();
  const [task, policy, criterion] = ['predictionTask', 'decisionPolicy', 'successCriterion'].map(form.value);
  const draft = useMemo(
    () => ({
      predictionTask: task,
      decisionPolicy: policy,
      successCriterion: { design: DEFAULT_DESIGN, ...(typeof criterion === 'object' ? criterion : {}) },
    }),
    [task, policy, criterion],
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
      {isHoldout && <ShareSlider />}
      <ProblemNotice error={plan.error} onRetry={() => void plan.refetch()} />
      <div aria-live="polite" aria-busy={plan.isFetching} className="tl-framing-plan">
        {plan.data && <PlanFacts plan={plan.data} />}
        {plan.data && (
          <ul className="tl-framing-sentences">
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

function Verdict({ plan }: { readonly plan: PlanAnswer }) {
  if (plan.canAnswer) return <StateWord tone="reached">Can answer the question</StateWord>;
  return plan.unitsNeeded === null ? (
    <StateWord tone="unknown">Not known yet</StateWord>
  ) : (
    <StateWord tone="look">Cannot answer the question</StateWord>
  );
}

function ShareSlider() {
  const form = useDraftForm();
  const id = useId();
  const stated = form.value(SHARE);
  const share = typeof stated === 'number' ? stated : (DEFAULT_FIGURES[SHARE] ?? 0);
  const planned = form.value('successCriterion.plannedUnits');
  const many = form.value('predictionTask.entity.many');
  const units = typeof many === 'string' && many !== '' ? many : 'units';
  const percent = formatPercent(share, Number.isInteger(tidy(share * 100)) ? 0 : 1);
  const words =
    typeof planned === 'number'
      ? `${percent}, ${formatCount(share * planned)} of ${formatCount(planned)} ${units}`
      : percent;
  return (
    <div id={fieldId(SHARE)} className="tl-framing-share">
      <div className="tl-framing-share-words">
        <label htmlFor={id}>Share left alone</label>
        <output htmlFor={id}>{words}</output>
      </div>
      <input
        id={id}
        type="range"
        min={1}
        max={50}
        step={1}
        value={share * 100}
        aria-valuetext={words}
        onChange={(event) => form.edit(SHARE, tidy(event.currentTarget.valueAsNumber / 100))}
        onBlur={() => form.leave(SHARE)}
      />
      <div className="tl-framing-share-ends tl-muted tl-small" aria-hidden="true">
        <span>1%: costs little, shows little</span>
        <span>50%: shows most</span>
      </div>
      {form.problem(SHARE) && <p className="tl-small tl-framing-refusal">{form.problem(SHARE)}</p>}
    </div>
  );
}

function PlanFacts({ plan }: { readonly plan: PlanAnswer }) {
  const form = useDraftForm();
  const word = (path: string, otherwise: string) => {
    const value = form.value(path);
    return typeof value === 'string' && value !== '' ? value : otherwise;
  };
  const many = word('predictionTask.entity.many', 'units');
  const one = word('predictionTask.entity.one', 'unit');
  const currency = currencyOf(form.value('successCriterion.currency'));
  const unit = word('successCriterion.metric.unit', '');
  const kind = metricSchema.shape.kind.safeParse(form.value('successCriterion.metric.kind')).data ?? 'binary';
  const effect = (value: number) =>
    effectInWords({ ...METRIC, kind, ...(unit === '' ? {} : { unit }) }, value, { one, many });
  const facts: Fact[] = [];
  if (plan.detectableEffect !== null) {
    facts.push({ term: 'Smallest effect it can show', detail: effect(plan.detectableEffect) });
  }
  if (plan.unitsNeeded !== null) {
    facts.push({
      term: 'Needed for the smallest effect worth having',
      detail: `${formatCount(plan.unitsNeeded)} ${many}`,
    });
  }
  if (plan.costOfKnowingCents !== null && plan.costOfKnowingCents !== 0) {
    facts.push({ term: 'Price of knowing (proxy value)', detail: formatMoney(plan.costOfKnowingCents, currency) });
  }
  if (plan.breakEvenEffect !== null && plan.breakEvenEffect > 0) {
    facts.push({ term: 'Money comes out even at', detail: effect(plan.breakEvenEffect) });
  }
  return facts.length > 0 ? <Facts facts={facts} look="tiles" /> : null;
}
