import { currencyChoices } from '../../../web/kit/index.ts';
import { LEVELS } from '../candidate.ts';
import { FEASIBILITY_WORDS, RISK_LEVEL_WORDS } from './candidate-words.ts';
import { useDraftForm } from './draft-context.tsx';
import { DEFAULT_CURRENCY } from './draft-defaults.ts';
import { CountedField, FigureField, MoneyField, PickField, WordsField } from './draft-fields.tsx';

/** The fields of a possible task, named as in the framing. */
export function CandidateFields() {
  const form = useDraftForm();
  return (
    <>
      <WordsField
        path="title"
        label="What we call it"
        maxLength={120}
        placeholder="Call customers who are about to leave"
      />
      <CountedField path="predictionTask.entity" one="customer" many="customers" />
      <div className="tl-framing-grid">
        <WordsField path="predictionTask.moment" maxLength={200} placeholder="on the first day of each month" />
        <WordsField path="predictionTask.outcome" maxLength={200} placeholder="leaves within 90 days" />
        <FigureField path="predictionTask.waitDays" unit="days" />
        <WordsField
          path="predictionTask.heuristic"
          maxLength={300}
          placeholder="customers without an order for 60 days"
        />
      </div>
      <div className="tl-framing-grid">
        <WordsField path="decisionPolicy.action" maxLength={80} placeholder="retention call" />
        <WordsField path="decisionPolicy.actor" maxLength={120} placeholder="the call centre in Leipzig" />
        <FigureField path="decisionPolicy.capacityPerCycle" />
        <FigureField path="decisionPolicy.cycleDays" unit="days" />
        <MoneyField path="decisionPolicy.costPerActionCents" />
        <PickField
          path="successCriterion.currency"
          options={currencyChoices(form.value('successCriterion.currency'))}
          fallback={DEFAULT_CURRENCY}
        />
      </div>
      <div className="tl-framing-grid">
        <MoneyField
          path="value.lowCents"
          label="What it brings in a cycle, at least"
          help="Before the cost of acting, when all actions are used."
        />
        <MoneyField path="value.highCents" label="And at most" help="The same, when it goes well." />
        <WordsField
          path="value.estimatedBy"
          label="Whose estimate that is"
          help="Yours, unless you say otherwise."
          maxLength={120}
        />
      </div>
      <div className="tl-framing-grid">
        <PickField
          path="feasibility.level"
          label="How feasible it is"
          options={LEVELS.toReversed().map((level) => ({ value: level, label: FEASIBILITY_WORDS[level] }))}
        />
        <WordsField path="feasibility.reason" label="Why" maxLength={300} placeholder="The data are in one table." />
      </div>
      <div className="tl-framing-grid">
        <PickField
          path="risk.level"
          label="How risky it is"
          options={LEVELS.map((level) => ({ value: level, label: RISK_LEVEL_WORDS[level] }))}
        />
        <WordsField path="risk.reason" label="Why so" maxLength={300} placeholder="A call harms nobody." />
      </div>
    </>
  );
}
