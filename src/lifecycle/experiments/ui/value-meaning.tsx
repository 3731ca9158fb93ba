import { isOnLearnedData } from '../measure.ts';
import { valueInWords } from '../measure-words.ts';

/** What a value of a metric means for those who do not know the metric, and whether it is to be trusted. */
export function ValueMeaning({ metric, value }: { readonly metric: string; readonly value: number }) {
  return (
    <>
      <p>{valueInWords(metric, value)}</p>
      {isOnLearnedData(metric) && (
        <p className="tl-muted">
          It was measured on the very data that the model learned from, which flatters it. What counts is a measure on
          data that it has not seen.
        </p>
      )}
    </>
  );
}
