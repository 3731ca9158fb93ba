import { IntervalBars } from '../../../web/charts/index.ts';
import { formatNumber } from '../../../web/kit/index.ts';
import type { TrainingResult } from '../training-result.schema.ts';
import { FAMILY_WORDS, priceWords } from '../training-words.ts';

/** The kinds of models that were tried, each with how much worse than the best it was, and what can be read of it. */
export function FamilyBars({ result: { choice, quality } }: { readonly result: TrainingResult }) {
  const isOrder = quality.kind === 'binary';
  const format = (value: number): string => formatNumber(isOrder ? value * 100 : value, isOrder ? 1 : 3);
  const best = choice.families.find(({ family }) => family === choice.best);
  const price = choice.families.find(({ family }) => family === choice.family)?.price ?? 0;
  return (
    <IntervalBars
      finding={
        choice.family === choice.best
          ? `No kind did better than ${FAMILY_WORDS[choice.family].name}`
          : `Being able to read the model costs ${priceWords(price, quality)}, within chance`
      }
      description={`Three kinds of models were tried in the same way. ${FAMILY_WORDS[choice.family].reads}`}
      rowHead="Kind of model"
      zeroLabel="as good as the best"
      format={format}
      note={
        isOrder
          ? 'Right orders of 100 that each gives away against the best. In two of three such trials the true value lies within the bar.'
          : 'How much worse than the best each is, in the unit of its score. In two of three such trials the true value lies within the bar.'
      }
      rows={choice.families.map(({ family, price: point, standardError }) => {
        const half = family === best?.family ? best.standardError : standardError;
        return {
          label: `${FAMILY_WORDS[family].name}${family === choice.family ? ' (chosen)' : ''}`,
          interval: { low: point - half, high: point + half, point },
          ...(family === choice.family ? { tone: 'accent' as const } : {}),
        };
      })}
    />
  );
}
