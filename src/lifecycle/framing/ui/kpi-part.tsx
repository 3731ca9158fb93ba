import { Disclosure, Section } from '../../../web/kit/index.ts';
import { scaleOfUnit } from '../scale-of-unit.ts';
import { useDraftForm } from './draft-context.tsx';
import { DayField, FigureField, PickField, WordsField } from './draft-fields.tsx';

/** What the business wants to move: from where, to where, by when. */
export function KpiPart() {
  const form = useDraftForm();
  const unit = form.value('kpi.unit');
  const inUnit = typeof unit === 'string' && unit.length <= 14 ? { unit } : {};
  const guessScale = (words: string) => {
    const isGuess = form.value('kpi.scale') === undefined || form.value('kpi.scale') === 1;
    if (isGuess && scaleOfUnit(words) !== 1) form.edit('kpi.scale', scaleOfUnit(words));
  };
  return (
    <Section title="What should move" id="frame-kpi" lead="The figure of the business by which everybody will judge.">
      <div className="tl-framing-grid">
        <WordsField path="kpi.name" maxLength={120} placeholder="Quarterly churn" />
        <WordsField path="kpi.unit" maxLength={60} placeholder="% of customers a quarter" onLeave={guessScale} />
        <PickField
          path="kpi.direction"
          options={[
            { value: 'down', label: 'It should go down' },
            { value: 'up', label: 'It should go up' },
          ]}
        />
      </div>
      <div className="tl-framing-grid">
        <FigureField path="kpi.baseline.value" help="What it is today, measured." {...inUnit} />
        <DayField path="kpi.baseline.from" />
        <DayField path="kpi.baseline.to" />
      </div>
      <div className="tl-framing-grid">
        <FigureField path="kpi.target" help="Where it should be." {...inUnit} />
        <DayField path="kpi.due" />
        <FigureField
          path="kpi.population"
          help="Customers, machines or orders behind the figure; without it an effect cannot be told in the KPI’s own unit."
        />
      </div>
      <div className="tl-framing-grid">
        <WordsField path="kpi.owner" maxLength={120} placeholder="Head of marketing" />
        <WordsField path="kpi.source" maxLength={200} placeholder="Monthly report of the CRM" />
      </div>
      <Disclosure label="How the figure is calculated">
        <div className="tl-framing-grid">
          <WordsField
            path="kpi.formula"
            maxLength={500}
            lines={2}
            placeholder="Customers who left in the quarter, over customers at its start"
          />
          <FigureField path="kpi.scale" help="100 for a figure in percent, 1 for a count per unit." />
        </div>
      </Disclosure>
    </Section>
  );
}
