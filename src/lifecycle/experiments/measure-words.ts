/** What a metric tells, in words for those who do not know its name; the name alone where we do not know it either. */
export function measureInWords(key: string): string {
  const found = wordsFor(key);
  return found ? `${found.tells} (${key})` : key;
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
  readonly name: RegExp;
  readonly tells: string;
  readonly means?: (of100: number) => string;
}

function wordsFor(key: string): MeasureWords | undefined {
  const name = key.toLowerCase();
  return MEASURES.find((measure) => measure.name.test(name));
}

/** The first that fits counts: the area under a curve of precision and recall is no share of pairs. */
const MEASURES: readonly MeasureWords[] = [
  {
    name: /pr_?auc|au_?prc|average_precision|precision_recall/,
    tells: 'how well it finds the right cases without false alarms',
  },
  {
    name: /auc|roc/,
    tells: 'how well it puts the likely cases first',
    // The area under the ROC curve is the share of pairs that are ranked rightly: Hanley and McNeil, Radiology 143 (1982).
    means: (of100) =>
      `Of two cases, one that comes true and one that does not, it puts the right one first ${of100} times in 100; guessing does so 50 times.`,
  },
  {
    name: /accuracy|(^|_)acc($|_)/,
    tells: 'how often it is right',
    means: (of100) => `It is right in ${of100} of 100 cases.`,
  },
  {
    name: /precision/,
    tells: 'of those it flagged, how many were right',
    means: (of100) => `Of 100 cases that it flags, ${of100} are right.`,
  },
  {
    name: /recall|sensitivity/,
    tells: 'of those it should have found, how many it flagged',
    means: (of100) => `Of 100 cases that it should find, it flags ${of100}.`,
  },
  { name: /f1/, tells: 'how well it finds the right cases without false alarms' },
  { name: /rmse|mse|mae|error/, tells: 'how far off it is' },
  { name: /loss/, tells: 'how wrong its predictions are' },
];
