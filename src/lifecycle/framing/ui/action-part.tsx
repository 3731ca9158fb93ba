import { currencyChoices, Section } from '../../../web/kit/index.ts';
import { useDraftForm } from './draft-context.tsx';
import { DEFAULT_CURRENCY } from './draft-defaults.ts';
import { AnswerField, CountedField, FigureField, MoneyField, PickField, WordsField } from './draft-fields.tsx';

/** Who does what on which scores, and what it costs. */
export function ActionPart({ onCurrency }: { readonly onCurrency: (currency: string) => void }) {
  const form = useDraftForm();
  return (
    <Section
      title="Who acts"
      id="frame-action"
      lead="A prediction changes nothing. What is done about it, by whom, to whom and at what cost?"
    >
      <div className="tl-framing-grid">
        <WordsField path="decisionPolicy.action" maxLength={80} placeholder="retention call" />
        <WordsField path="decisionPolicy.actor" maxLength={120} placeholder="the call centre in Leipzig" />
      </div>
      <CountedField
        path="decisionPolicy.gain"
        help="What is won when it works; used in sentences about money. It may be left out."
        one="saved customer"
        many="saved customers"
      />
      <RuleField />
      <div className="tl-framing-grid">
        <FigureField path="decisionPolicy.capacityPerCycle" help="It may be left out when there is no limit." />
        <FigureField path="decisionPolicy.cycleDays" unit="days" />
      </div>
      <div className="tl-framing-grid">
        <MoneyField path="decisionPolicy.costPerActionCents" />
        <MoneyField path="decisionPolicy.fixedCostCents" help="Once, whatever the number of actions." />
        <PickField
          path="successCriterion.currency"
          options={currencyChoices(form.value('successCriterion.currency'))}
          fallback={DEFAULT_CURRENCY}
          onPick={onCurrency}
        />
      </div>
    </Section>
  );
}

/** Who is acted upon: from a score on, the top of a list, or everybody. */
function RuleField() {
  const form = useDraftForm();
  const kind = form.value('decisionPolicy.rule.kind');
  return (
    <div className="tl-framing-grid">
      <AnswerField
        path="decisionPolicy.rule.kind"
        options={[
          { value: 'threshold', label: 'Everybody from a score on', help: 'How sure before we act.' },
          { value: 'list', label: 'The top of a list', help: 'As many as can be handled.' },
          { value: 'everybody', label: 'Everybody', help: 'The score is only recorded.' },
        ]}
      />
      {kind === 'threshold' && (
        <FigureField path="decisionPolicy.rule.threshold" help="As the model gives it, often between 0 and 1." />
      )}
      {kind === 'list' && <FigureField path="decisionPolicy.rule.size" />}
    </div>
  );
}
