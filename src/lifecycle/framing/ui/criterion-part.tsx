import { Disclosure, Section } from '../../../web/kit/index.ts';
import { DESIGN_NAME } from '../framing-fields.ts';
import { useDraftForm } from './draft-context.tsx';
import { DEFAULT_DESIGN } from './draft-defaults.ts';
import {
  AnswerField,
  CountedField,
  DayField,
  FigureField,
  MoneyField,
  PickField,
  WordsField,
} from './draft-fields.tsx';
import { GuardrailsField } from './guardrails-field.tsx';
import { dataNameOf } from './on-screen.ts';
import { PlanPanel } from './plan-panel.tsx';

/** What counts as success, and how it will be known; decided before anybody looks at data. */
export function CriterionPart({ slug }: { readonly slug: string }) {
  const form = useDraftForm();
  const many = unitsWord(form.value('predictionTask.entity.many'));
  const isHoldout = (form.value('successCriterion.design') ?? DEFAULT_DESIGN) === 'holdout';
  return (
    <Section
      title="How we will know"
      id="frame-criterion"
      lead="Decided now, before anybody looks at data, so that nobody can move the goal afterwards."
    >
      <MetricFields />
      <EffectFields many={many} />
      <AnswerField path="successCriterion.design" fallback={DEFAULT_DESIGN} options={designOptions(many)} />
      <div className="tl-framing-grid">
        <FigureField
          path="successCriterion.plannedUnits"
          help={isHoldout ? `${capital(many)} in all, acted upon and left alone together.` : `${capital(many)} in all.`}
        />
        <FigureField
          path="successCriterion.outcomeWindowDays"
          help="Counted from the day on which it is decided who is acted upon."
          unit="days"
        />
        <DayField path="successCriterion.readOutOn" help="The day on which we look and say what came of it." />
      </div>
      <PlanPanel slug={slug} />
      <GuardrailsField />
      <Disclosure label="Times, floors and limits, which have good defaults">
        <LimitFields />
      </Disclosure>
    </Section>
  );
}

function MetricFields() {
  const form = useDraftForm();
  const kind = form.value('successCriterion.metric.kind');
  const nameData = (words: string) => {
    const name = dataNameOf(words);
    if (form.value('successCriterion.metric.id') === undefined && name !== '') {
      form.edit('successCriterion.metric.id', name);
    }
  };
  return (
    <>
      <div className="tl-framing-grid">
        <WordsField
          path="successCriterion.metric.name"
          help="What becomes of one of them."
          maxLength={80}
          placeholder="customer who left"
          onLeave={nameData}
        />
        <PickField
          path="successCriterion.metric.kind"
          help="For each of them."
          options={[
            { value: 'binary', label: 'Yes or no' },
            { value: 'mean', label: 'An amount' },
            { value: 'ratio', label: 'An amount for each of something else' },
          ]}
        />
        <PickField
          path="successCriterion.metric.direction"
          help="For this count, not for the KPI."
          options={[
            { value: 'down', label: 'Less is better' },
            { value: 'up', label: 'More is better' },
          ]}
        />
        <WordsField
          path="successCriterion.metric.id"
          help="Small letters, digits and underscores."
          maxLength={40}
          placeholder="customer_who_left"
        />
      </div>
      {kind === 'binary' ? (
        <div className="tl-columns">
          <CountedField path="successCriterion.metric.good" one="stays" many="stay" />
          <CountedField path="successCriterion.metric.bad" one="leaves" many="leave" />
        </div>
      ) : (
        kind !== undefined && (
          <div className="tl-framing-grid">
            <WordsField path="successCriterion.metric.unit" maxLength={40} placeholder="hours" />
          </div>
        )
      )}
    </>
  );
}

function EffectFields({ many }: { readonly many: string }) {
  const form = useDraftForm();
  const kind = form.value('successCriterion.metric.kind');
  const isBinary = kind === undefined || kind === 'binary';
  const unit = form.value('successCriterion.metric.unit');
  const inUnit = typeof unit === 'string' && unit.length <= 14 ? { unit } : {};
  return (
    <>
      <div className="tl-framing-grid">
        {isBinary ? (
          <FigureField
            path="successCriterion.expectedRate"
            label="How many of 100, when nothing is done"
            help={`Of 100 ${many} that would be acted upon.`}
            unit="of 100"
            factor={100}
          />
        ) : (
          <>
            <FigureField
              path="successCriterion.expectedRate"
              label="The usual amount, when nothing is done"
              {...inUnit}
            />
            <FigureField
              path="successCriterion.expectedSd"
              help="Its standard deviation; a data scientist reads it from the data."
              {...inUnit}
            />
          </>
        )}
        {isBinary ? (
          <FigureField
            path="successCriterion.dmin"
            help={`How many of 100 ${many} it has to make a difference to.`}
            unit="of 100"
            factor={100}
          />
        ) : (
          <FigureField path="successCriterion.dmin" help="The difference for each of them." {...inUnit} />
        )}
        <MoneyField
          path="successCriterion.valuePerOutcomeCents"
          label={isBinary ? 'What one more good outcome is worth' : 'What one unit of it is worth'}
          help="Without it, no money can be told."
        />
      </div>
      <div className="tl-framing-grid">
        <WordsField
          path="successCriterion.dminReason"
          maxLength={500}
          lines={2}
          placeholder="At two of 100 the calls pay for themselves."
        />
        <WordsField
          path="successCriterion.valueSource"
          maxLength={300}
          lines={2}
          placeholder="Finance: margin of one year"
        />
      </div>
    </>
  );
}

function LimitFields() {
  return (
    <div className="tl-stack">
      <div className="tl-framing-grid">
        <FigureField
          path="successCriterion.actionWindowDays"
          help="An action later than this does not count as reached."
          unit="days"
        />
        <FigureField
          path="successCriterion.lateGraceDays"
          help="How long records may come late before a missing outcome counts as none."
          unit="days"
        />
        <FigureField
          path="successCriterion.reachTarget"
          help="Of those who should be acted upon."
          unit="%"
          factor={100}
        />
        <FigureField path="successCriterion.predictionFloor" help="0.5 is a coin, 1 is perfect." />
        <FigureField path="successCriterion.minUnitsPerArm" help="With fewer, nothing is said." />
        <FigureField path="successCriterion.minEventsPerArm" help="With fewer, nothing is said." />
        <FigureField path="successCriterion.alphaLooks" unit="%" factor={100} />
        <FigureField path="successCriterion.alphaReadOut" unit="%" factor={100} />
      </div>
    </div>
  );
}

function designOptions(many: string) {
  return [
    {
      value: 'holdout',
      label: `Some ${many} are left alone, drawn by chance`,
      help: 'The only way that can show what the action does. Recommended.',
    },
    { value: 'rdd', label: capital(DESIGN_NAME.rdd), help: 'Shows the effect near the threshold.' },
    { value: 'did', label: capital(DESIGN_NAME.did), help: 'Can support an effect, never show it.' },
    { value: 'synthetic', label: capital(DESIGN_NAME.synthetic), help: 'Can support an effect, never show it.' },
    { value: 'its', label: capital(DESIGN_NAME.its), help: 'Can only suggest an effect.' },
    { value: 'none', label: capital(DESIGN_NAME.none), help: 'Nobody will be able to say whether it worked.' },
  ];
}

function unitsWord(value: unknown): string {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : 'units';
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
