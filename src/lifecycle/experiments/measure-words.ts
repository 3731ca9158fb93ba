import { wordsOfMetric } from './words-of-metric.ts';

/** What a metric tells, in words for those who do not know its name; the name alone where we do not know it either. */
export function measureInWords(key: string): string {
  const tells = tellsOfMeasure(key);
  return tells === null ? key : `${tells} (${key})`;
}

/** What a metric tells, where its name stands beside it; `null` where we do not know it. */
export function tellsOfMeasure(key: string): string | null {
  return wordsFor(key)?.tells ?? null;
}

/**
 * What a value of a metric means, as a sentence for those who do not know the metric: counted in 100 cases or pairs.
 * `null` where the name does not tell, or where the value is no share between 0 and 1.
 */
export function valueInWords(key: string, value: number): string | null {
  const { means } = wordsFor(key) ?? {};
  if (means === undefined || value < 0 || value > 1) return null;
  return means(Math.round(value * 100));
}

interface MeasureWords {
  /** Found in the words of the name, with a space before and after each. */
  readonly words: RegExp;
  readonly tells: string;
  readonly means?: (of100: number) => string;
}

function wordsFor(key: string): MeasureWords | undefined {
  const words = ` ${wordsOfMetric(key).join(' ')} `;
  return MEASURES.find((measure) => measure.words.test(words));
}

/** The first that fits counts: the area under a curve of precision and recall is no share of pairs. */
const MEASURES: readonly MeasureWords[] = [
  {
    words: / (pr ?auc|auc ?pr|au ?prc|average precision|precision recall) /,
    tells: 'how well it finds the right cases without false alarms',
  },
  {
    words: / (auc|auroc|roc|roc ?auc|auc ?roc) /,
    tells: 'how well it puts the likely cases first',
    // The area under the ROC curve is the share of pairs that are ranked rightly: Hanley and McNeil, Radiology 143 (1982).
    means: (of100) =>
      `Of two cases, one that comes true and one that does not, it puts the right one first ${of100} times in 100; guessing does so 50 times.`,
  },
  {
    words: /accuracy | acc /,
    tells: 'how often it is right',
    means: (of100) => `It is right in ${of100} of 100 cases.`,
  },
  {
    words: /precision /,
    tells: 'of those it flagged, how many were right',
    means: (of100) => `Of 100 cases that it flags, ${of100} are right.`,
  },
  {
    words: /(recall|sensitivity) /,
    tells: 'of those it should have found, how many it flagged',
    means: (of100) => `Of 100 cases that it should find, it flags ${of100}.`,
  },
  { words: / f1(score)? /, tells: 'how well it finds the right cases without false alarms' },
  { words: / (rmse|mse|mae|\w*errors?) /, tells: 'how far off it is' },
  { words: /loss /, tells: 'how wrong its predictions are' },
];
