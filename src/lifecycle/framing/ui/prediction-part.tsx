import { Section } from '../../../web/kit/index.ts';
import { CountedField, FigureField, WordsField } from './draft-fields.tsx';

/** What is predicted, about whom, when, and when the truth is known. */
export function PredictionPart() {
  return (
    <Section
      title="What is predicted"
      id="frame-prediction"
      lead="One prediction in one sentence: about whom, at which moment, of what, and when one knows whether it was right."
    >
      <CountedField path="predictionTask.entity" one="customer" many="customers" />
      <div className="tl-framing-grid">
        <WordsField path="predictionTask.moment" maxLength={200} placeholder="on the first day of each month" />
        <WordsField path="predictionTask.outcome" maxLength={200} placeholder="leaves within 90 days" />
        <FigureField path="predictionTask.waitDays" unit="days" />
      </div>
      <WordsField
        path="predictionTask.heuristic"
        help="What people would do without a model. If the model is not better than this, it is not worth having."
        maxLength={300}
        placeholder="customers without an order for 60 days"
      />
    </Section>
  );
}
